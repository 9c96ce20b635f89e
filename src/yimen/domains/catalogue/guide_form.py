"""The form of a matter with a guide only: service.yaml as inputs and back, nothing lost that the form does not show.

Lists are rows of inputs (``channels.0.name``), some of them empty for what is to come; a row without a name goes.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from yimen.engines.service import strict_yaml
from yimen.ground.errors import Fault

WAYS = (("window", "窗口"), ("online", "网上"), ("phone", "电话"), ("post", "邮寄"), ("kiosk", "自助机"))
UNITS = (("workday", "个工作日"), ("day", "天"))
SOURCES = (("self", "自己准备"), ("gov", "政府部门发的"), ("agency", "别的机构出的"))
AUDIENCE = ("自然人", "企业法人", "事业法人", "社会组织法人", "非法人企业", "其他组织")
PROJECTS = ("承诺件", "即办件", "上报件")
# Names that follow from a code: field → the table of the standards library. The code stands under the same name.
NAMED = {"code.task_type_name": "task_type"}
_SPLIT = re.compile(r"[\n、]+")
# Rows that stay empty for what is to come.
SPARE = {"channels": 2, "materials": 3, "legal_basis": 2, "fee.basis": 1, "conditions": 2, "faq": 1, "results": 1}
# The rows of each list: input → key; the first one says whether there is a row.
ROWS: Mapping[str, Sequence[str]] = {
    "channels": ("name", "kind", "address", "hours", "link", "phone", "note"),
    "materials": ("name", "plain", "source", "when", "blank"),
    "legal_basis": ("document", "article", "gist"),
    "fee.basis": ("document", "article"),
    "conditions": ("text", "basis"),
    "faq": ("q", "a"),
    "results": ("name", "validity"),
}
TEXTS = (
    *("name", "plain_name", "summary", "department", "deciding_body.name", "region.name"),
    *("code.task_type", "code.task_type_name", "code.use_level"),
    *("region.scope", "visits.reason", "fee.plain", "where.address", "where.hours", "phones.consult"),
    *("phones.complain", "no_materials", "no_blank_forms", "limits.statutory.basis", "limits.statutory.unit"),
    *("limits.promised.unit", "remedies.text", "project_type"),
)
NUMBERS = ("visits.times", "limits.statutory.value", "limits.promised.value")
LINES = ("phrases", "topics", "audience")
DATES = ("in_force_from", "in_force_until")
_EMPTY: tuple[object, ...] = ("", None, [], {})


@dataclass(frozen=True, slots=True)
class Written:
    """What an editor has sent: the files, the days, and what is wrong with the inputs themselves."""

    files: dict[str, bytes]
    in_force_from: date | None
    in_force_until: date | None
    faults: list[Fault]


def described(files: Mapping[str, bytes]) -> dict[str, Any] | None:
    """service.yaml as it stands; None where it can only be mended as a text."""
    try:
        found = strict_yaml.load(files.get("service.yaml", b"").decode())
    except ValueError:
        return None
    return found if isinstance(found, dict) and found.get("handling") == "guide" else None


def inputs_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """What stands in the inputs when the form is opened, by their names."""
    said = described(files) or {}
    found = {name: _text(at(said, name)) for name in (*TEXTS, *NUMBERS)}
    found |= {name: "\n".join(map(str, said.get(name, []))) for name in LINES}
    found["fee.charge"] = _text(at(said, "fee.charge"))
    for list_name, keys in ROWS.items():
        for number, row in enumerate(at(said, list_name) or []):
            found |= {f"{list_name}.{number}.{key}": _text(row.get(key)) for key in keys}
    found["guide"] = files.get("guide.md", b"").decode(errors="replace")
    return found


def rows_in(inputs: Mapping[str, str], list_name: str) -> int:
    """How many rows of a list the inputs hold."""
    start = re.compile(rf"{re.escape(list_name)}\.(\d{{1,3}})\.")
    return max((int(found[1]) + 1 for key in inputs if (found := start.match(key))), default=0)


def write(inputs: Mapping[str, str], files: Mapping[str, bytes]) -> Written:
    """The files as the inputs say. An input that was not sent, such as that of a locked field, changes nothing."""
    said, faults = described(files) or {}, list[Fault]()
    for name in TEXTS:
        if name in inputs:
            put(said, name, inputs[name].strip())
    for name in NUMBERS:
        if name in inputs:
            put(said, name, _number(name, inputs[name].strip(), faults))
    for name in LINES:
        if name in inputs:
            put(said, name, [one.strip() for one in _SPLIT.split(inputs[name]) if one.strip()])
    if "fee.charge" in inputs:
        put(said, "fee.charge", {"true": True, "false": False}.get(inputs["fee.charge"]))
    for list_name, keys in ROWS.items():
        if rows_in(inputs, list_name):
            put(said, list_name, _rows(inputs, list_name, keys, at(said, list_name) or []))
    days = {name: _day(name, inputs.get(name, ""), faults) for name in DATES}
    if days["in_force_from"] is not None:
        put(said, "in_force_from", days["in_force_from"].isoformat())
    _drop_lone_units(said)
    kept = {**files, "service.yaml": dump(said)}
    if "guide" in inputs:
        kept["guide.md"] = inputs["guide"].replace("\r\n", "\n").encode()
    return Written(kept, days["in_force_from"], days["in_force_until"], faults)


def with_names(inputs: Mapping[str, str], tables: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The inputs with the names of the codes that were chosen; a code that no table has leaves its name as it is."""
    found = dict(inputs)
    for name, table in NAMED.items():
        code = inputs.get(name.removesuffix("_name"), "").strip()
        if code in tables.get(table, {}):
            found[name] = tables[table][code]
    return found


def at(said: Mapping[str, Any], name: str) -> Any:
    """The value under a path with dots; None where there is none."""
    found: Any = said
    for key in name.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def put(said: dict[str, Any], name: str, value: Any) -> None:
    """Set a value under a path with dots; what is empty is left out, and so is what holds nothing else."""
    key, _, rest = name.partition(".")
    if rest:
        inner = said.get(key)
        inner = dict(inner) if isinstance(inner, dict) else {}
        put(inner, rest, value)
        value = inner
    if value in _EMPTY and value is not False and value != 0:
        said.pop(key, None)
    else:
        said[key] = value


class _Plain(yaml.SafeDumper):
    """Without anchors: a folder's YAML may have none."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def dump(said: Mapping[str, Any]) -> bytes:
    """service.yaml, its keys in the order in which they stand."""
    return yaml.dump(dict(said), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120).encode()


def _rows(
    inputs: Mapping[str, str], list_name: str, keys: Sequence[str], stored: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    found = []
    for number in range(rows_in(inputs, list_name)):
        row = {key: inputs.get(f"{list_name}.{number}.{key}", "").strip() for key in keys}
        if not row[keys[0]]:
            continue
        before = dict(stored[number]) if number < len(stored) else {}
        found.append({**{k: v for k, v in before.items() if k not in keys}, **{k: v for k, v in row.items() if v}})
    return _identified(found) if list_name == "materials" else found


def _identified(materials: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each material keeps its id; a new one gets the next free number."""
    taken = {one["id"] for one in materials if "id" in one}
    free = (f"m{number}" for number in range(1, 1000) if f"m{number}" not in taken)
    return [one if "id" in one else {"id": next(free), **one} for one in materials]


def _drop_lone_units(said: dict[str, Any]) -> None:
    """The select of a unit always says something; without a number it says nothing."""
    for kind in ("statutory", "promised"):
        if at(said, f"limits.{kind}") is not None and set(at(said, f"limits.{kind}")) == {"unit"}:
            put(said, f"limits.{kind}", None)


def _number(name: str, text: str, faults: list[Fault]) -> int | str | None:
    if not text:
        return None
    if text.isdecimal() and len(text) <= 4:
        return int(text)
    faults.append(Fault(name, "写成整数，像 20"))
    return text


def _day(name: str, text: str, faults: list[Fault]) -> date | None:
    text = text.strip()
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})日?", text)
    # 2027-2-30 is written like a day and is none.
    with suppress(ValueError):
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    faults.append(Fault(name, "写成 2027-1-5 这样的日期"))
    return None


def _text(value: Any) -> str:
    if value is None:
        return ""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
