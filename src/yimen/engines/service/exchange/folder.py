"""From a record to a guide-only service folder: what is known, in the words of service.yaml; nothing is made up."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from yimen.engines.service.exchange.record import Record, Row, cleaned, rows_of, text_of
from yimen.engines.service.exchange.tables import CodeTables, tables_of

# The record that the folder was made from: what service.yaml has no word for comes back from here.
KEPT = "exchange.json"
UNITS = {"工作日": "workday", "自然日": "day"}
SOURCES = {"10": "self", "20": "gov", "99": "agency"}
WAYS = {"1": ("window", "到窗口办"), "2": ("online", "网上办"), "3": ("post", "寄材料办")}
SECTIONS = {"accept_condition": "谁可以办", "handle_flow": "怎么办", "special_procedure": "特别程序"}
_LAW = re.compile(r"《([^》]+)》[^《；;\n第]*(第[^《；;\n]*)?")
_SLUG = re.compile(r"[^a-z0-9]+")
_SPLIT = re.compile(r"[；;\n]+")


def slug_of(record: Record) -> str:
    """The short name of the item's service: its code, or where it has none a hash of what it is called and where."""
    code = next(
        (text for name in ("task_handle_item", "task_code", "local_task_code") if (text := text_of(record, name))), ""
    )
    slug = _SLUG.sub("-", code.lower()).strip("-")[:80].strip("-")
    if slug:
        return slug
    told = "|".join(text_of(record, name) for name in ("region_code", "dept_name", "task_name", "task_type"))
    return f"item-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def folder_of(record: Record, slug: str = "") -> dict[str, bytes]:
    """A guide-only folder: ``service.yaml`` with ``handling: guide``, ``guide.md``, and the record itself (``KEPT``).

    What the record does not say is left out, so that the check of the folder names it.

    Args:
        slug: the short name, where the item bears one already; else its codes give one.
    """
    known = cleaned(record)
    tables = tables_of(text_of(known, "region_code")[:2])
    kept = json.dumps(known, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    return {
        "service.yaml": _yaml({**described(known, tables), **_filled({"slug": slug})}),
        "guide.md": guide(known, tables).encode(),
        KEPT: kept.encode(),
    }


def described(record: Record, tables: CodeTables) -> dict[str, Any]:
    """What service.yaml says of the record."""
    return {
        "format": 1,
        "handling": "guide",
        "slug": slug_of(record),
        "name": text_of(record, "task_name"),
        **_filled({"plain_name": text_of(record, "plain_name"), "summary": text_of(record, "summary")}),
        "code": _code(record, tables),
        **_filled({"department": text_of(record, "dept_name")}),
        "deciding_body": _filled(
            {
                "name": text_of(record, "dept_name"),
                "code": text_of(record, "dept_code"),
                "kind": text_of(record, "dept_type"),
                "for": text_of(record, "entrust_name"),
            }
        ),
        "region": _filled({"code": text_of(record, "region_code"), "name": text_of(record, "region_name")}),
        **_filled({"audience": [tables.words["server_type"][one] for one in _many(record, "server_type", tables)]}),
        **_filled({"project_type": _word(record, "project_type", tables)}),
        **_visits(record),
        **_filled({"channels": _channels(record, tables)}),
        **_filled({"where": _where(record)}),
        **_filled({"legal_basis": laws(text_of(record, "by_law"))}),
        **_filled({"limits": _limits(record, tables)}),
        **_filled({"fee": _fee(record, tables)}),
        "materials": [_material(n, row, tables) for n, row in enumerate(rows_of(record, "materials"), 1)],
        **_filled({"results": _results(record, tables)}),
        "faq": [_faq(row) for row in rows_of(record, "questions")],
        **_filled({"remedies": _remedies(record)}),
        **_filled({"phones": _phones(record)}),
        **_whole("version", text_of(record, "task_version")),
        **_filled({"in_force_from": text_of(record, "plan_effective_date")}),
    }


def guide(record: Record, tables: CodeTables) -> str:
    """guide.md: the texts of the record under the headings that guides have."""
    parts = [f"# {text_of(record, 'task_name')}"]
    for field, heading in SECTIONS.items():
        if text := text_of(record, field):
            parts.append(f"## {heading}\n\n{_escaped(text)}")
    return "\n\n".join(parts) + "\n"


def laws(text: str) -> list[dict[str, str]]:
    """The documents and articles that a text names; a part that names none stands as it is."""
    return [law for part in _SPLIT.split(text) if part.strip() for law in _cited(part.strip())]


def _cited(part: str) -> Iterator[dict[str, str]]:
    found = list(_LAW.finditer(part))
    for one in found:
        yield {"document": one[1].strip(), "article": (one[2] or "").strip(" 。，、"), "src": "F"}
    if not found:
        yield {"document": part, "article": "", "src": "F"}


def _code(record: Record, tables: CodeTables) -> dict[str, Any]:
    kind = text_of(record, "task_type")
    told = {
        "task_type": tables.code("task_type", kind) or kind,
        "task_type_name": tables.word("task_type", kind),
        "base": text_of(record, "catalog_code"),
        "local_base": text_of(record, "local_catalog_code"),
        "implementation": text_of(record, "task_code"),
        "local_implementation": text_of(record, "local_task_code"),
        "item": text_of(record, "task_handle_item"),
        "use_level": text_of(record, "use_level"),
    }
    return {**_filled(told), "src": "F"}


def _visits(record: Record) -> dict[str, Any]:
    times = text_of(record, "limit_scene_num")
    if not times.isdecimal():
        return {}
    return {"visits": {"times": int(times), **_filled({"reason": text_of(record, "limit_scene_explain")})}}


def _channels(record: Record, tables: CodeTables) -> list[dict[str, str]]:
    ways = [WAYS[one] for one in _many(record, "handle_type", tables) if one in WAYS]
    address = {"online": text_of(record, "link_addr"), "window": text_of(record, "transact_addr")}
    return [{"kind": kind, "name": name, "note": address.get(kind, "")} for kind, name in ways]


def _where(record: Record) -> dict[str, str]:
    return _filled({"address": text_of(record, "transact_addr"), "hours": text_of(record, "transact_time")})


def _limits(record: Record, tables: CodeTables) -> dict[str, Any]:
    return _filled(
        {
            name: _limit(record, kind, tables)
            for name, kind in (("statutory", "anticipate"), ("promised", "promise"))
            if text_of(record, f"{kind}_day")
        }
    )


def _limit(record: Record, kind: str, tables: CodeTables) -> dict[str, Any]:
    days, unit = text_of(record, f"{kind}_day"), tables.word("time_unit", text_of(record, f"{kind}_type"))
    said = text_of(record, f"{kind}_explain")
    # Months and years are no unit of ours: they stay words, so that nobody counts them as days.
    if days.isdecimal() and unit in UNITS:
        return {"value": int(days), "unit": UNITS[unit], "plain": said or f"{days} 个{unit}", "src": "F"}
    return {"plain": said or f"{days} {unit}".strip(), "src": "F"}


def _fee(record: Record, tables: CodeTables) -> dict[str, Any]:
    told, rows = text_of(record, "is_fee"), rows_of(record, "fees")
    charge = {"1": True, "0": False}.get(tables.code("yes_no", told) or "")
    if charge is None:
        return {}
    items = [_filled({"name": one.get("fee_name", ""), "standard": one.get("fee_stand", "")}) for one in rows]
    plain = "不收钱" if not charge else "收费" + "，".join(["", *(" ".join(one.values()) for one in items)])
    basis = laws("；".join(filter(None, [text_of(record, "fee_basis"), *(one.get("by_law", "") for one in rows)])))
    return {"charge": charge, "plain": plain, "basis": basis, **_filled({"items": items})}


def _material(number: int, row: Row, tables: CodeTables) -> dict[str, Any]:
    need = tables.code("material_need", row.get("is_need", "")) or "1"
    copies = row.get("page_num", "")
    return {
        "id": f"m{number}",
        "name": row.get("material_name", ""),
        "plain": row.get("fill_explain", ""),
        "source": SOURCES.get(tables.code("material_source", row.get("source_type", "")) or "", "self"),
        "obtain": "upload",
        "need": int(need) if need in ("1", "2", "3") else 1,
        "when": "都要" if need == "1" else "按情况",
        "basis": row.get("by_law", ""),
        **_filled(
            {
                "form": tables.word("material_form", row.get("material_format", "")),
                "copies": int(copies) if copies.isdecimal() else "",
                "size": row.get("page_format", ""),
                "standard": row.get("accept_stand", ""),
            }
        ),
        "src": "F",
    }


def _results(record: Record, tables: CodeTables) -> list[dict[str, str]]:
    name = text_of(record, "result_name")
    kind = tables.word("result_type", text_of(record, "result_type"))
    return [{"id": "result", "name": name, **_filled({"kind": kind})}] if name else []


def _faq(row: Row) -> dict[str, str]:
    return {"q": row.get("question", ""), "a": row.get("answer", ""), "src": "F"}


def _remedies(record: Record) -> dict[str, str]:
    review, court = (text_of(record, f"administrative_{way}_dept") for way in ("review", "litigation"))
    return _filled({"review_body": review, "court": court})


def _phones(record: Record) -> dict[str, str]:
    told = _filled({"consult": text_of(record, "link_way"), "complain": text_of(record, "supervise_way")})
    return {**told, "src": "F"} if told else {}


def _many(record: Record, field: str, tables: CodeTables) -> Sequence[str]:
    return tables.codes(field, text_of(record, field))


def _word(record: Record, field: str, tables: CodeTables) -> str:
    return tables.word(field, text_of(record, field))


def _whole(name: str, told: str) -> dict[str, int]:
    return {name: int(told)} if told.isdecimal() and len(told) < 10 else {}


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in ("", [], {}, None)}


def _escaped(text: str) -> str:
    """A line of the record that begins like a heading of the second level would end its section."""
    return re.sub(r"^(#|\\)", r"\\\1", text, flags=re.MULTILINE)


class _Plain(yaml.SafeDumper):
    """Without anchors: a folder's YAML may have none."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _yaml(meta: dict[str, Any]) -> bytes:
    return yaml.dump(meta, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120).encode()
