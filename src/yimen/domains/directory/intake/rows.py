"""From a raw row to an item of the directory, or to a fault; what looks wrong but can be kept is a doubt."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yimen.domains.directory.identity import has_code
from yimen.domains.directory.intake.mapping import Mapping
from yimen.domains.directory.intake.table import RawRow
from yimen.domains.directory.levels import lies_in, region_code
from yimen.domains.directory.store import Told
from yimen.engines.problem import Problem
from yimen.engines.service.exchange import FIELDS, local_code, tables_of

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ufffe\uffff\ud800-\udfff]")
_WIDE = str.maketrans({chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)} | {"\u3000": " "})
_CODES = frozenset(
    "catalog_code local_catalog_code task_code local_task_code task_handle_item dept_code region_code".split()
)
_LONGEST_NAME, _LONGEST_BODY, _LONGEST_KEY = 1000, 200, 90
Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one file are read: its columns, where its items are."""

    mapping: Mapping
    fields: Sequence[str]
    region_code: str
    region_name: str

    def item(self, row: RawRow) -> Told | Fault:
        """The item in a row; or what is wrong with it and what to do."""
        if row.fault:
            return row.fault, row.advice
        if fault := self._broken(row.cells):
            return fault
        values = self._values(row.cells)
        code = values.pop("region_code", "") or self.region_code
        name = values.pop("region_name", "") or self.region_name
        try:
            region = region_code(code)
        except ValueError as error:
            return str(error), "核对行政区划代码。"
        if not lies_in(region, self.region_code):
            return f"行政区划 {code} 不在{self.region_name}", "核对行政区划代码，或者换一个来源导入。"
        if fault := _fault(values):
            return fault
        doubts = tuple(_doubts(values, region))
        return Told(values, region, name, self.mapping.locks, doubts, row.line)

    def _broken(self, cells: Sequence[str]) -> Fault | None:
        for cell in cells:
            if _CONTROL.search(cell):
                return "有控制字符或者读不懂的字", "到原来的系统里重新导出这一行。"
            # What a spreadsheet would calculate is no text that anybody wrote.
            if cell.startswith("=") and len(cell) > 1:
                return "有一格是公式，不是内容", "在表格里把公式粘贴成数值，再导入。"
        return None

    def _values(self, cells: Sequence[str]) -> dict[str, str]:
        found = dict(self.mapping.constants)
        for name, cell in zip(self.fields, cells, strict=False):
            text = cell.strip()
            if name and text and text not in self.mapping.empty:
                found[name] = text.translate(_WIDE).strip().upper() if name in _CODES else text
        return found


def _fault(values: dict[str, str]) -> Fault | None:
    name = values.get("task_name", "")
    if not name:
        return "没有事项名称", "补上事项名称，再导入。"
    if len(name) > _LONGEST_NAME:
        return f"事项名称有 {len(name)} 个字，太长了", "核对是不是把几列并成了一列。"
    if len(values.get("dept_name", "")) > _LONGEST_BODY:
        return "实施主体的名称太长", "核对是不是把几列并成了一列。"
    long = next((one for one in sorted(_CODES) if len(values.get(one, "")) > _LONGEST_KEY), None)
    if long:
        return f"{FIELDS[long].label if long in FIELDS else long}太长，不像编码", "核对是不是错了列。"
    return None


def _doubts(values: dict[str, str], region: str) -> Iterator[Problem]:
    if not has_code(values):
        yield Problem("task_code", "没有实施编码", "向来源单位要编码；现在按名称和部门认它。")
    if not (values.get("catalog_code") or values.get("local_catalog_code")):
        yield Problem("catalog_code", "没有基本编码", _hint(values, region))
    for name, text in values.items():
        width = FIELDS[name].width if name in FIELDS and not name.startswith("local_") else 0
        if width and len(text) > width and name not in _CODES:
            yield Problem(name, f"{FIELDS[name].label}有 {len(text)} 个字，标准最多 {width} 个", "向来源单位核对。")


def _hint(values: dict[str, str], region: str) -> str:
    """Where a province's implementation code holds the basic code, the editor need not look for it."""
    found = local_code(values.get("local_task_code", ""), tables_of(region[:2]))
    return f"实施编码里写的是 {found.base}，核对以后补上。" if found else "向编目单位要编码。"
