"""Pages by cursor: each says where the next one begins, so that a page costs the same however far one has come."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest

from yimen.ground.errors import Fault
from yimen.portals.api.errors import BadParameters

LIMIT, MOST = 50, 200
_One = TypeVar("_One")


def cursor_of(value: str | int) -> str:
    """Where the next page begins, as a word without meaning for whoever carries it."""
    return base64.urlsafe_b64encode(f"1.{value}".encode()).decode().rstrip("=")


def text_after(cursor: str) -> str:
    """The value in a cursor; empty for none. Raises BadParameters for what is no cursor of ours."""
    if not cursor:
        return ""
    try:
        told = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise _unknown() from None
    if not told.startswith("1.") or not told.isprintable() or len(told) > 200:
        raise _unknown()
    return told.removeprefix("1.")


def number_after(cursor: str) -> int:
    """The number in a cursor; 0 for none. Raises BadParameters."""
    told = text_after(cursor)
    if not told:
        return 0
    if not (told.isascii() and told.isdigit() and len(told) < 16):
        raise _unknown()
    return int(told)


def page_of(
    request: HttpRequest, found: Sequence[_One], limit: int, key: Callable[[_One], str | int]
) -> tuple[Sequence[_One], str | None]:
    """The page among rows of which one more than a page was asked for, and the address of the next; None at the end.

    Args:
        key: what a row is sorted by, from which the next page goes on.
    """
    if len(found) <= limit:
        return found, None
    page = found[:limit]
    told = urlencode({"limit": limit, "cursor": cursor_of(key(page[-1]))})
    return page, f"{request.path}?{told}"


def _unknown() -> BadParameters:
    return BadParameters([Fault("cursor", "不是我们给的游标。从第一页重新取，或者原样带上一页 next 里的值。")])
