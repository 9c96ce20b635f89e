"""The phrases of the installation: English names of its bodies and places, and what its services say."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from yimen.config.environment import SettingError
from yimen.domains.catalogue import english
from yimen.engines.service import read_english

_joined: tuple[Mapping[str, str], Mapping[str, str]] | None = None


def phrases() -> Mapping[str, str]:
    """Names and services together; the same object until something is published."""
    global _joined
    services = english.phrases()
    if _joined is None or _joined[0] is not services:
        _joined = services, {**names(), **services}
    return _joined[1]


@cache
def names() -> Mapping[str, str]:
    """The file that ``YIMEN_ENGLISH_NAMES`` tells; empty without it."""
    if not settings.YIMEN_ENGLISH_NAMES:
        return {}
    try:
        return read_english(Path(settings.YIMEN_ENGLISH_NAMES).read_bytes())
    except (OSError, ValueError) as error:
        raise SettingError("YIMEN_ENGLISH_NAMES", f"cannot be read: {error}") from error
