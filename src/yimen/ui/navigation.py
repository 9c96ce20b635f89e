"""Entries of the frame: only pages that exist are linked, so nothing leads nowhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver
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
        {"key": "law", "label": "法规库", "url": "law:index"},
        {"key": "powers", "label": "权责清单", "url": "powers:index"},
        {"key": "api", "label": "开放接口", "url": "describe-api"},
        {"key": "reports", "label": "办事报告", "url": "reports:reports"},
        {"key": "staff", "label": "工作人员登录", "url": "accounts:staff", "audience": "citizen"},
    )
}


# So many entries stand side by side on a telephone; more are put under the headings of their groups.
SIDE_BY_SIDE = 5


@dataclass(frozen=True)
class Entry:
    key: str
    label: str
    href: str
    group: str = ""


@dataclass(frozen=True)
class Group:
    """Entries under one heading, which the reader opens."""

    label: str
    entries: tuple[Entry, ...]


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
    held = posts() if _names_posts(setting, is_staff) else frozenset()
    return list(_entries(setting, is_staff, held, get_urlconf() or settings.ROOT_URLCONF, get_language()))


def menu(found: Sequence[Entry]) -> list[Entry | Group]:
    """Entries as the frame shows them: side by side while they are few, else by group; one alone needs no heading."""
    members: dict[str, list[Entry]] = {}
    for entry in found:
        members.setdefault(entry.group or entry.key, []).append(entry)
    if len(found) <= SIDE_BY_SIDE:
        return list(found)
    return [Group(heading, tuple(of)) if len(of) > 1 else of[0] for heading, of in members.items()]


@lru_cache(maxsize=512)
def _entries(
    setting: str, is_staff: bool, held: frozenset[str], urlconf: str, language: str | None
) -> tuple[Entry, ...]:
    found = (
        Entry(entry["key"], entry["label"], _address(entry["url"], urlconf, language), entry.get("group", ""))
        for entry in _given(setting, is_staff)
        if "posts" not in entry or not held.isdisjoint(entry["posts"])
    )
    return tuple(entry for entry in found if entry.href)


@lru_cache(maxsize=8)
def _names_posts(setting: str, is_staff: bool) -> bool:
    return any("posts" in entry for entry in _given(setting, is_staff))


def _given(setting: str, is_staff: bool) -> list[Mapping[str, Any]]:
    given: Sequence[Mapping[str, Any]] = getattr(settings, setting, DEFAULTS.get(setting, ()))
    return [entry for entry in given if entry.get("audience") != ("citizen" if is_staff else "staff")]


@receiver(setting_changed)
def _forget(**told: Any) -> None:
    """Tests change settings; nothing else does while a process runs."""
    _entries.cache_clear()
    _names_posts.cache_clear()


def link(key: str) -> str:
    """Address of a page that the frame itself links to (`settings.YIMEN_LINKS` over the names above), or ""."""
    return address({**LINKS, **getattr(settings, "YIMEN_LINKS", {})}[key])
