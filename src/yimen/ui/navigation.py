"""Entries of the frame: only pages that exist are linked, so nothing leads nowhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.translation import get_language

LINKS = {
    "home": "citizen:home",
    "search": "citizen:search",
    "sign_in": "accounts:sign-in",
    "sign_out": "accounts:sign-out",
    "account": "citizen:me",
    "inbox": "citizen:inbox",
}
# What the settings leave unsaid. Staff come in by the footer: their door is no business of most readers.
DEFAULTS: dict[str, tuple[dict[str, str], ...]] = {
    "YIMEN_FOOTER": (
        {"key": "search", "label": "全部事项", "url": "citizen:search"},
        {"key": "cases", "label": "我的办件", "url": "citizen:my-cases", "audience": "citizen"},
        {"key": "verify", "label": "核验证照", "url": "certificates:verify-form"},
        {"key": "staff", "label": "工作人员登录", "url": "accounts:staff", "audience": "citizen"},
    )
}


@dataclass(frozen=True)
class Entry:
    key: str
    label: str
    href: str


def address(name: str) -> str:
    """The address of a URL name, or "" when there is no such page (yet)."""
    return _address(name, get_urlconf() or settings.ROOT_URLCONF, get_language())


@lru_cache(maxsize=512)
def _address(name: str, urlconf: str, language: str | None) -> str:
    # Each page asks for twenty of them; they change with the language only.
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def entries(setting: str, is_staff: bool, posts: Callable[[], frozenset[str]] = frozenset) -> list[Entry]:
    """The entries of the setting `YIMEN_NAV` or `YIMEN_FOOTER` that this reader may see and whose pages exist.

    Args:
        posts: asked only when an entry names the posts whose it is (`posts`): the codes of the reader's own, and
            `takes-in` where one of them takes in applications. An entry that would lead to a refusal is no entry.
    """
    given: Sequence[Mapping[str, Any]] = getattr(settings, setting, DEFAULTS.get(setting, ()))
    hidden = "citizen" if is_staff else "staff"
    found = [
        Entry(entry["key"], entry["label"], address(entry["url"]))
        for entry in given
        if entry.get("audience") != hidden and ("posts" not in entry or not posts().isdisjoint(entry["posts"]))
    ]
    return [entry for entry in found if entry.href]


def link(key: str) -> str:
    """Address of a page that the frame itself links to (`settings.YIMEN_LINKS` over the names above), or ""."""
    return address({**LINKS, **getattr(settings, "YIMEN_LINKS", {})}[key])
