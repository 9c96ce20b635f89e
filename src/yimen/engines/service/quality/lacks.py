"""What a service does not have yet, in the words of its editors. A lack is no fault: it is something still to do."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from yimen.engines.service.model import Service
from yimen.engines.service.quality.badges import BROUGHT

_ARTICLE = re.compile(r"第.+条")


def lacks(service: Service) -> dict[str, list[str]]:
    """By kind of lack where it is: names of materials, or of the service itself. Kinds without any are left out."""
    found = {kind: list(where(service)) for kind, (_, where) in LACKS.items()}
    return {kind: names for kind, names in found.items() if names}


def _blanks(service: Service) -> list[str]:
    return [one["name"] for one in service.meta["materials"] if one["obtain"] == "generate" and "blank" not in one]


def _samples(service: Service) -> list[str]:
    """A paper that people make themselves, without a blank form or a picture of a good one."""
    brought = [one for one in service.meta["materials"] if one["obtain"] in BROUGHT and one["source"] == "self"]
    return [one["name"] for one in brought if not {"blank", "sample"} & one.keys()]


def _bases(service: Service) -> list[str]:
    return [one["name"] for one in service.meta["materials"] if not _ARTICLE.search(one["basis"])]


def _whole(missing: Callable[[Service], bool]) -> Callable[[Service], list[str]]:
    return lambda service: [service.meta["plain_name"]] if missing(service) else []


Where = Callable[[Service], list[str]]
LACKS: Mapping[str, tuple[str, Where]] = MappingProxyType(
    {
        "blanks": ("空白表", _blanks),
        "samples": ("样张", _samples),
        "bases": ("材料依据的条款", _bases),
        "faq": ("常见问题", _whole(lambda service: not service.meta["faq"])),
        "topics": ("主题分类", _whole(lambda service: not service.meta.get("topics"))),
        "situations": ("情形引导", _whole(lambda service: not service.meta["situations"])),
        "english": ("英文", _whole(lambda service: not service.english)),
        "checked": ("核对日期", _whole(lambda service: "checked_on" not in service.meta)),
    }
)
