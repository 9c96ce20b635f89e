"""Which column is which field: a YAML file beside the data, or the names of the standard when there is none."""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yimen.domains.directory.levels import region_code
from yimen.engines.service import strict_yaml
from yimen.engines.service.exchange import FIELDS
from yimen.ground.errors import DomainError

# Columns of our own beside those of the standard: where the item is, and what a province groups it under.
OWN_FIELDS = {"region_code": "行政区划代码", "region_name": "行政区划", "main_item": "主项", "source_url": "来源网页"}
_KEYS = {"format", "source", "columns", "empty", "constants", "sheet", "locks"}


class BadMapping(DomainError):
    code = "bad-mapping"


@dataclass(frozen=True, slots=True)
class Described:
    """What a mapping says about where the rows come from."""

    key: str
    label: str
    region_code: str
    region_name: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Mapping:
    """``columns``: column → field; a column that it does not name keeps its own name. ``empty``: texts that mean
    nothing; ``constants``: fields that are the same in every row; ``locks``: fields that the source has locked."""

    columns: Dictionary[str, str] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()
    constants: Dictionary[str, str] = field(default_factory=dict)
    locks: tuple[str, ...] = ()
    sheet: str = ""
    source: Described | None = None

    def fields(self, header: Sequence[str]) -> tuple[str, ...]:
        """The field of each column of a file. Raises BadMapping when the file has no names of items."""
        labels = {one.label: name for name, one in FIELDS.items()} | {word: name for name, word in OWN_FIELDS.items()}
        absent = sorted(self.columns.keys() - set(header))
        if absent:
            raise BadMapping(f"文件里没有这些列：{'、'.join(absent)}", f"文件的列是：{'、'.join(header)[:500]}。")
        found = tuple(self.columns.get(one) or (one if one in FIELDS else labels.get(one, one)) for one in header)
        if "task_name" not in found:
            raise BadMapping("不知道哪一列是事项名称", "用 --mapping 给一个映射文件，写明“列名: task_name”。")
        twice = sorted({one for one in found if one and found.count(one) > 1})
        if twice:
            raise BadMapping(f"有两列都是 {'、'.join(twice)}", "每个字段只对应一列。")
        return found


def read_mapping(path: Path) -> Mapping:
    """The mapping in a YAML file. Raises BadMapping."""
    try:
        told = strict_yaml.load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise BadMapping(f"映射文件 {path} 读不懂：{error}", "照 demo/imports/guangan.yaml 写。") from error
    if not isinstance(told, dict) or told.get("format") != 1 or set(told) - _KEYS:
        strange = sorted(set(told) - _KEYS) if isinstance(told, dict) else []
        raise BadMapping(
            f"映射文件 {path} 不合格式{'：不认识 ' + '、'.join(strange) if strange else ''}", "写 format: 1。"
        )
    return Mapping(
        columns=_texts(told, "columns"),
        empty=frozenset(_list(told, "empty")),
        constants=_texts(told, "constants"),
        locks=tuple(_list(told, "locks")),
        sheet=str(told.get("sheet", "")),
        source=_source(told.get("source")),
    )


def _source(told: Any) -> Described | None:
    if told is None:
        return None
    if not isinstance(told, dict) or {"key", "label", "region_code", "region_name"} - set(told):
        raise BadMapping("映射文件的 source 不全", "写 key、label、region_code、region_name；样例再写 sample: true。")
    try:
        code = region_code(str(told["region_code"]))
    except ValueError as error:
        raise BadMapping(str(error), "写 2、4、6、9 或者 12 位数字。") from error
    return Described(str(told["key"]), str(told["label"]), code, str(told["region_name"]), told.get("sample") is True)


def _texts(told: Dictionary[str, Any], name: str) -> dict[str, str]:
    found = told.get(name) or {}
    if not isinstance(found, dict) or any(not isinstance(one, str | int) for one in found.values()):
        raise BadMapping(f"映射文件的 {name} 不是“名字: 名字”", "照 demo/imports/guangan.yaml 写。")
    return {str(key): str(value) for key, value in found.items()}


def _list(told: Dictionary[str, Any], name: str) -> list[str]:
    found = told.get(name) or []
    if not isinstance(found, list):
        raise BadMapping(f"映射文件的 {name} 不是列表", "每行一个，前面写短横线。")
    return [str(one) for one in found]
