"""What codes mean: the national tables, and what a province has otherwise. Data: ``data/code_tables.json``.

Sichuan uses 20 for 公共服务, a province's own store may use 20 for 其他行政权力: a code without its table says nothing.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from yimen.engines.service.exchange.fields import DATA

_MANY = re.compile(r"[,，;；^|、\s]+")


@dataclass(frozen=True)
class CodeTables:
    """The tables of one place. ``words``: table → code → word; ``on_application``: kinds of matter that people apply
    for; ``forms``: how codes are built, as regular expressions (``local`` where a province has a form of its own)."""

    words: Mapping[str, Mapping[str, str]]
    on_application: frozenset[str]
    forms: Mapping[str, str]

    def code(self, table: str, told: str) -> str | None:
        """The code for a code or its word: ``1``, ``01`` and ``行政许可`` are one. None: the table has none."""
        known, told = self.words.get(table, {}), told.strip()
        if told in known:
            return told
        if told.isdecimal():
            return next((code for code in known if code.isdecimal() and int(code) == int(told)), None)
        return next((code for code, word in known.items() if told and told == word), None)

    def word(self, table: str, told: str) -> str:
        """The word for a code; what is told itself when the table does not know it."""
        code = self.code(table, told)
        return told if code is None else self.words[table][code]

    def codes(self, table: str, told: str) -> list[str]:
        """Several codes in one text (``1,2``); those the table does not know are left out."""
        return [code for one in _MANY.split(told) if one and (code := self.code(table, one)) is not None]


def tables_of(province: str = "", own: Mapping[str, Any] | None = None) -> CodeTables:
    """The tables of a province (the first two digits of its region codes); the national ones where it has none.

    Args:
        own: a data set in the form of ``data/code_tables.json``, in place of the one that is shipped.
    """
    return _merged(own, province) if own is not None else _shipped(province)


@lru_cache(maxsize=64)
def _shipped(province: str) -> CodeTables:
    return _merged(json.loads((DATA / "code_tables.json").read_text(encoding="utf-8")), province)


def _merged(data: Mapping[str, Any], province: str) -> CodeTables:
    there = data["provinces"].get(province, {})
    words = {**data["national"], **there.get("tables", {})}
    # A table that a province has otherwise keeps the codes that it says nothing about.
    for name, table in there.get("tables", {}).items():
        words[name] = {**data["national"].get(name, {}), **table}
    forms = {**data["forms"], **{name: there[name] for name in ("local", "local_base") if name in there}}
    return CodeTables(words, frozenset(there.get("on_application", data["on_application"])), forms)
