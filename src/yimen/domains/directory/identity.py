"""By what an entry is found again: its codes; without any, what it is called, by whom, of what kind."""

import hashlib
from collections.abc import Mapping
from typing import Any

from yimen.engines.service import exchange

_CODES = ("task_handle_item", "task_code", "local_task_code")
_HANDLING, _MAIN = 33, "00"


def keys_of(values: Mapping[str, Any]) -> list[str]:
    """The keys of an item inside its region; never none, as long as it has a name."""
    codes = [f"{name}:{text.upper()}" for name in _CODES if (text := exchange.text_of(values, name))]
    return codes or [name_key(values)]


def name_key(values: Mapping[str, Any]) -> str:
    told = [exchange.text_of(values, name) for name in ("dept_name", "main_item", "task_name", "task_type")]
    return f"name:{hashlib.sha256(chr(31).join(told).encode()).hexdigest()[:40]}"


def has_code(values: Mapping[str, Any]) -> bool:
    return any(exchange.text_of(values, name) for name in _CODES)


def base_and_serial(values: Mapping[str, Any], tables: exchange.CodeTables) -> tuple[str, str]:
    """The basic code, and the serial of the handled item (业务办理项); empty for the item itself."""
    base = exchange.text_of(values, "catalog_code") or exchange.text_of(values, "local_catalog_code")
    item = exchange.text_of(values, "task_handle_item")
    own = exchange.local_code(exchange.text_of(values, "local_task_code"), tables)
    serial = item[-2:] if len(item) == _HANDLING else own.serial if own else ""
    return base, "" if serial == _MAIN else serial
