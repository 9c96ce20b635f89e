"""From a service folder to a record: what the folder says, over the record that it was once made from."""

import json
import re
from collections.abc import Mapping
from typing import Any

from yimen.engines.service import strict_yaml
from yimen.engines.service.exchange.fields import CHILDREN
from yimen.engines.service.exchange.folder import KEPT, SECTIONS, SOURCES, UNITS, WAYS, described, guide
from yimen.engines.service.exchange.record import Record, cleaned, difference, rows_of
from yimen.engines.service.exchange.tables import CodeTables, tables_of

_ESCAPED = re.compile(r"^\\(#|\\)", re.MULTILINE)
_KEYS = {"materials": "material_name", "fees": "fee_name", "questions": "question"}
Said = dict[str, str | list[dict[str, str]]]


def record_of(files: Mapping[str, bytes]) -> Said:
    """The record of a service folder, of a whole service too.

    A field that nobody touched since the folder was made of a record is as it was there, with whatever the folder has
    no word for; what was changed in the folder wins.

    Raises:
        ValueError: service.yaml cannot be read.
    """
    meta = strict_yaml.load(files["service.yaml"].decode())
    if not isinstance(meta, dict):
        raise ValueError("service.yaml 里没有内容。")
    region = _in(meta, "region", "code")
    tables = tables_of(region[:2])
    now = _values(meta, files.get("guide.md", b"").decode(), tables)
    kept = json.loads(files[KEPT]) if KEPT in files else {}
    if not kept:
        return cleaned(now)
    before = _values(described(kept, tables), guide(kept, tables), tables)
    return cleaned(_over(kept, before, now))


def changed_in(files: Mapping[str, bytes]) -> Said:
    """What the folder says otherwise than the record that it was made from, empty where it says nothing any more.

    Nothing for a folder that was made of no record.
    """
    if KEPT not in files:
        return {}
    kept, now = json.loads(files[KEPT]), record_of(files)
    return {name: now.get(name, "") for name in difference(kept, now)}


def _over(kept: Record, before: Said, now: Said) -> Said:
    """``kept`` with what differs between ``before`` and ``now``."""
    found: dict[str, Any] = dict(kept)
    for name in before.keys() | now.keys():
        if before.get(name) == now.get(name):
            continue
        if name in CHILDREN:
            found[name] = _rows_over(kept, before, now, name)
        else:
            found[name] = now.get(name, "")
    return found


def _rows_over(kept: Record, before: Said, now: Said, child: str) -> list[dict[str, str]]:
    """Row by row, told apart by their names: a row keeps the columns that the folder does not show."""
    key = _KEYS[child]
    old = {row.get(key, ""): row for row in rows_of(kept, child)}
    then = {row.get(key, ""): row for row in rows_of(before, child)}
    rows = []
    for row in rows_of(now, child):
        name = row.get(key, "")
        said = then.get(name, {})
        changed = {one: row.get(one, "") for one in said.keys() | row.keys() if said.get(one) != row.get(one)}
        rows.append({**old.get(name, {}), **changed})
    return rows


def _values(meta: Mapping[str, Any], text: str, tables: CodeTables) -> Said:
    found: Said = {
        "task_name": _in(meta, "name"),
        "plain_name": _in(meta, "plain_name"),
        "summary": _in(meta, "summary"),
        "task_type": _in(meta, "code", "task_type"),
        "catalog_code": _in(meta, "code", "base"),
        "local_catalog_code": _in(meta, "code", "local_base"),
        "task_code": _in(meta, "code", "implementation"),
        "local_task_code": _in(meta, "code", "local_implementation"),
        "task_handle_item": _in(meta, "code", "item"),
        "use_level": _in(meta, "code", "use_level"),
        "dept_name": _in(meta, "deciding_body", "name") or _in(meta, "department"),
        "dept_code": _in(meta, "deciding_body", "code"),
        "dept_type": _in(meta, "deciding_body", "kind"),
        "entrust_name": _in(meta, "deciding_body", "for"),
        "region_code": _in(meta, "region", "code"),
        "region_name": _in(meta, "region", "name"),
        "server_type": ",".join(_codes(meta.get("audience"), "server_type", tables)),
        "project_type": tables.code("project_type", _in(meta, "project_type")) or _in(meta, "project_type"),
        "limit_scene_num": _in(meta, "visits", "times"),
        "limit_scene_explain": _in(meta, "visits", "reason"),
        "transact_addr": _in(meta, "where", "address"),
        "transact_time": _in(meta, "where", "hours"),
        "by_law": _laws(meta.get("legal_basis")),
        "result_name": "；".join(_in(one, "name") for one in _list(meta.get("results"))),
        "link_way": _in(meta, "phones", "consult"),
        "supervise_way": _in(meta, "phones", "complain"),
        "administrative_review_dept": _in(meta, "remedies", "review_body"),
        "administrative_litigation_dept": _in(meta, "remedies", "court"),
        "task_version": _in(meta, "version"),
        "plan_effective_date": _in(meta, "in_force_from"),
        "handle_type": ",".join(_ways(meta)),
        "materials": [_material(one, tables) for one in _list(meta.get("materials"))],
        "questions": [{"question": _in(one, "q"), "answer": _in(one, "a")} for one in _list(meta.get("faq"))],
        **_limit(meta, "statutory", "anticipate", tables),
        **_limit(meta, "promised", "promise", tables),
        **_fee(meta),
    }
    kinds = {_in(one, "kind") for one in _list(meta.get("results"))} - {""}
    if len(kinds) == 1 and (code := tables.code("result_type", kinds.pop())):
        found["result_type"] = code
    return cleaned({**found, **_sections(text)})


def _sections(text: str) -> dict[str, str]:
    parts = re.split(r"^## (.*)$", text, flags=re.MULTILINE)
    said = dict(zip(parts[1::2], parts[2::2], strict=True))
    return {field: _ESCAPED.sub(r"\1", said[heading].strip()) for field, heading in SECTIONS.items() if heading in said}


def _limit(meta: Mapping[str, Any], name: str, kind: str, tables: CodeTables) -> dict[str, str]:
    told = _part(_part(meta, "limits"), name)
    words = {unit: word for word, unit in UNITS.items()}
    unit = tables.code("time_unit", words.get(_in(told, "unit"), "")) or ""
    return {f"{kind}_day": _in(told, "value"), f"{kind}_type": unit, f"{kind}_explain": _in(told, "plain")}


def _fee(meta: Mapping[str, Any]) -> dict[str, Any]:
    told = _part(meta, "fee")
    if not isinstance(told.get("charge"), bool):
        return {}
    items = [{"fee_name": _in(one, "name"), "fee_stand": _in(one, "standard")} for one in _list(told.get("items"))]
    return {"is_fee": "1" if told["charge"] else "0", "fee_basis": _laws(told.get("basis")), "fees": items}


def _material(told: Mapping[str, Any], tables: CodeTables) -> dict[str, str]:
    sources = {ours: code for code, ours in SOURCES.items()}
    return {
        "material_name": _in(told, "name"),
        "fill_explain": _in(told, "plain"),
        "source_type": sources.get(_in(told, "source"), ""),
        "is_need": _in(told, "need"),
        "by_law": _in(told, "basis"),
        "material_format": tables.code("material_form", _in(told, "form")) or "",
        "page_num": _in(told, "copies"),
        "page_format": _in(told, "size"),
        "accept_stand": _in(told, "standard"),
    }


def _laws(told: Any) -> str:
    parts = []
    for one in _list(told):
        document, article = _in(one, "document"), _in(one, "article")
        parts.append(f"《{document}》{article}" if article or not document.endswith("。") else document)
    return "；".join(parts)


def _ways(meta: Mapping[str, Any]) -> list[str]:
    codes = {kind: code for code, (kind, _) in WAYS.items()}
    return [codes[kind] for one in _list(meta.get("channels")) if (kind := _in(one, "kind")) in codes]


def _codes(told: Any, table: str, tables: CodeTables) -> list[str]:
    words = [str(one) for one in told] if isinstance(told, list) else []
    return [tables.code(table, word) or word for word in words]


def _list(told: Any) -> list[Mapping[str, Any]]:
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _part(meta: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = meta.get(name)
    return found if isinstance(found, dict) else {}


def _in(meta: Mapping[str, Any], *path: str) -> str:
    """A text or number below these keys as text; empty when there is none."""
    found: Any = meta
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
