"""The forms of recoding and splitting: codes with what is wrong beside each."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from yimen.domains.directory.actions.recode import CODES
from yimen.domains.directory.identity import has_code
from yimen.domains.directory.models import Entry
from yimen.engines.service import exchange
from yimen.ground.errors import Fault, Incomplete

MOST = 10
_OWN = ("task_code", "local_task_code", "task_handle_item")
_HINTS = {
    "catalog_code": "12 位，各级、各地一样",
    "task_code": "31 位，前 18 位是实施主体的统一社会信用代码，校验位要对",
    "task_handle_item": "33 位，实施编码后面加 2 位",
    "local_catalog_code": "本省自己的编码，没有就空着",
    "local_task_code": "本省自己的编码，没有就空着",
}
_LONGEST = 120


def code_fields(entry: Entry, sent: QueryDict, faults: Mapping[str, str]) -> list[dict[str, Any]]:
    """The codes of an entry, as they are or as they were typed."""
    return [_code(name, sent.get(name, exchange.text_of(entry.record, name)), faults.get(name, "")) for name in CODES]


def read_codes(entry: Entry, sent: QueryDict) -> dict[str, str]:
    """The codes that were changed. Raises Incomplete with every one that is wrong, or when none was changed."""
    told = {name: sent.get(name, "").strip().upper() for name in CODES if name in sent}
    told = {name: code for name, code in told.items() if exchange.text_of(entry.record, name) != code}
    if not told:
        raise Incomplete([Fault(CODES[0], "编码都和原来的一样。改要换的那一个")])
    faults = [
        *(Fault(name, f"最多 {_LONGEST} 个字") for name, code in told.items() if len(code) > _LONGEST),
        *_wrong({**entry.record, **told}, told),
    ]
    if faults:
        raise Incomplete(faults)
    return told


def part_fields(entry: Entry, sent: QueryDict, count: int, faults: Mapping[str, str]) -> list[list[dict[str, Any]]]:
    """For each part its name, and codes; the basic code of the entry stands there to begin with."""
    return [_part(entry, sent, at, faults) for at in range(1, count + 1)]


def read_parts(entry: Entry, sent: QueryDict, count: int) -> list[dict[str, str]]:
    """What each part is called and its codes. Raises Incomplete with everything that is to be mended."""
    parts, faults, used = [], list[Fault](), set[tuple[str, str]]()
    for at in range(1, count + 1):
        told = {name: sent.get(f"p{at}-{name}", "").strip() for name in ("task_name", *CODES)}
        told = {name: text.upper() if name in CODES else text for name, text in told.items() if text}
        faults += [Fault(f"p{at}-{one.key}", one.sentence) for one in _faults_of(entry, told, used)]
        parts.append(told)
    if faults:
        raise Incomplete(faults)
    return parts


def _faults_of(entry: Entry, told: Mapping[str, str], used: set[tuple[str, str]]) -> list[Fault]:
    faults = [] if told.get("task_name") else [Fault("task_name", "填新事项的名称")]
    faults += [Fault(name, f"最多 {_LONGEST} 个字") for name, text in told.items() if len(text) > _LONGEST]
    if has_code(entry.record) and not has_code(told):
        faults.append(Fault("task_code", "给它一个自己的编码：实施编码、业务办理项编码或者地方实施编码"))
    record = {name: value for name, value in entry.record.items() if name not in CODES}
    faults += _wrong({**record, **told}, [name for name in CODES if name in told])
    for name in _OWN:
        code = told.get(name, "")
        if code and (name, code) in used:
            faults.append(Fault(name, "和前面的新事项重复，换一个没有用过的"))
        used.add((name, code))
    return faults


def _part(entry: Entry, sent: QueryDict, at: int, faults: Mapping[str, str]) -> list[dict[str, Any]]:
    key = f"p{at}-task_name"
    name = {"key": key, "type": "text", "label": "事项名称", "required": True}
    name |= {"value": sent.get(key, ""), "failure": faults.get(key, "")}
    return [name, *(_part_code(entry, sent, at, code, faults) for code in CODES)]


def _part_code(entry: Entry, sent: QueryDict, at: int, name: str, faults: Mapping[str, str]) -> dict[str, Any]:
    key, first = f"p{at}-{name}", "" if name in _OWN else exchange.text_of(entry.record, name)
    return {**_code(name, sent.get(key, first), faults.get(key, "")), "key": key}


def _code(name: str, value: str, failure: str) -> dict[str, Any]:
    told = {"key": name, "type": "text", "label": exchange.label_of(name), "hint": _HINTS[name], "required": False}
    return {**told, "value": value, "failure": failure}


def _wrong(record: Mapping[str, Any], names: Sequence[str] | Mapping[str, str]) -> list[Fault]:
    found = exchange.faults_of_codes(record, exchange.tables_of(exchange.text_of(record, "region_code")[:2]))
    return [Fault(one.element, f"{one.sentence}。{one.advice}") for one in found if one.element in names]
