"""A standard as plain tables: what its page shows and what is downloaded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yimen.engines.service.standards.model import Standard


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


_CODES = {"code": "代码", "name": "名称", "ours": "事项里的写法", "note": "说明", "src": "来源"}
_FIELDS = {
    "name": "字段",
    "label": "名称",
    "required": "必填",
    "length": "长度",
    "codes": "代码表",
    "ours": "事项里的位置",
    "note": "说明",
}
_ELEMENTS = {"id": "编号", "label": "问法", "words": "认得的词", "types": "类型", "why": "为什么", "src": "来源"}
_PAPERS = {
    "id": "编号",
    "name": "名称",
    "words": "认得的词",
    "holder": "谁已经有",
    "obtain": "怎样拿到",
    "basis": "依据",
    "src": "来源",
}
_RULES = {
    "id": "编号",
    "name": "规则",
    "severity": "程度",
    "guides": "只有指南的也看",
    "each": "逐个看",
    "when": "什么时候看",
    "must": "要满足",
    "sentence": "不满足时说",
    "advice": "怎么办",
    "basis": "依据",
    "origin": "出处",
    "src": "来源",
}
_WORDS = {True: "是", False: "", "error": "错误", "warning": "警告", "share": "数据共享", "ecert": "电子证照"}


def tables_of(standard: Standard) -> list[Table]:
    """The tables of a standard in the order of its file; a column that no row fills is left out."""
    return list(_tables(standard.kind, standard.meta))


def _tables(kind: str, meta: Mapping[str, Any]) -> Iterator[Table]:
    if kind == "codes":
        for one in meta["tables"]:
            rows = [{"src": one["src"], **row} for row in one["codes"]]
            yield _table(one["id"], one["name"], _CODES, rows, one.get("note", ""))
    elif kind == "fields":
        for one in meta["tables"]:
            yield _table(one["id"], one["name"], _FIELDS, one["fields"], f"来源 {one['src']}")
    elif kind == "form":
        yield _table("elements", "表单里的问法", _ELEMENTS, meta["elements"])
    elif kind == "materials":
        yield _table("papers", "材料的名称和持有单位", _PAPERS, meta["papers"])
    else:
        yield _table("rules", "规则", _RULES, meta["rules"])
        words = [{"name": name, "words": found} for name, found in meta["words"].items()]
        yield _table("words", "规则用到的词", {"name": "名字", "words": "词"}, words)


def _table(id: str, name: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]], note: str = "") -> Table:
    used = {key: label for key, label in columns.items() if any(key in row for row in rows)}
    return Table(
        id, name, tuple(used.values()), tuple(tuple(_text(row.get(key, "")) for key in used) for row in rows), note
    )


def _text(value: object) -> str:
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return str(_WORDS.get(value, value)) if isinstance(value, bool | str) else str(value)
