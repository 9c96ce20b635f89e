"""Codes of GB/T 39554.1: 基本编码 (12), 实施编码 (31), 业务办理项编码 (33), a province's own form, and who decides.

The parts of the twelve signs are practice [K]; the widths and the national unified social credit code (GB 32100) are
checked strictly. How a code is built stands in the code tables, because provinces differ.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.cn import uscc

from yimen.engines.problem import Problem
from yimen.engines.service.exchange.record import Record, text_of
from yimen.engines.service.exchange.tables import CodeTables

_OLD = re.compile(r"[0-9A-Z]{8}[0-9X]")
_OLD_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_WIDTHS = {"catalog_code": ("base", 12), "task_code": ("implementation", 31), "task_handle_item": ("handling", 33)}


@dataclass(frozen=True, slots=True)
class Local:
    """A province's own implementation code, taken apart; ``body`` may be an old organisation code of nine signs."""

    base: str
    region: str
    body: str
    level: str
    serial: str


def credit_code_fault(code: str) -> str:
    """What is wrong with a 统一社会信用代码 (GB 32100); empty when nothing is."""
    if len(code) != 18:
        return f"统一社会信用代码应是 18 位，这里是 {len(code)} 位"
    if re.search("[^0-9A-HJ-NPQRTUWXY]", code):
        return "统一社会信用代码里有不该有的字符（不用 I、O、S、V、Z 和小写字母）"
    if uscc.calc_check_digit(code[:17]) != code[17]:
        return "统一社会信用代码的校验位不对"
    return ""


def old_code_fault(code: str) -> str:
    """What is wrong with a 组织机构代码 of nine signs (GB 11714), which older codes still carry."""
    if not _OLD.fullmatch(code):
        return f"组织机构代码应是 9 位，这里是 {len(code)} 位"
    total = sum(int(sign, 36) * weight for sign, weight in zip(code, _OLD_WEIGHTS, strict=False))
    expected = {10: "X", 11: "0"}.get(found := 11 - total % 11, str(found))
    return "" if code[8] == expected else "组织机构代码的校验位不对"


def local_code(code: str, tables: CodeTables) -> Local | None:
    """The parts of a province's own code; None when the province has no such form or the code is not built so."""
    form = tables.forms.get("local")
    found = re.fullmatch(form, code) if form else None
    return Local(*(found[name] for name in ("base", "region", "body", "level", "serial"))) if found else None


def faults_of_codes(record: Record, tables: CodeTables) -> Iterator[Problem]:
    """What is wrong with the codes of an item, field by field; a code that is not there is no wrong code."""
    for field, (form, width) in _WIDTHS.items():
        if code := text_of(record, field):
            yield from _national(field, code, form, width, tables)
    if code := text_of(record, "dept_code"):
        fault = old_code_fault(code) if len(code) == 9 else credit_code_fault(code)
        if fault:
            yield Problem("dept_code", fault, f"向{text_of(record, 'dept_name') or '来源单位'}核对 {code}。")
    yield from _own(record, tables)
    yield from _kind(record, tables)


def _national(field: str, code: str, form: str, width: int, tables: CodeTables) -> Iterator[Problem]:
    if len(code) != width:
        yield Problem(field, f"应是 {width} 位，这里是 {len(code)} 位", "向编目单位核对。")
        return
    found = re.fullmatch(tables.forms[form], code)
    if not found:
        yield Problem(field, "不合编码规则", f"向来源单位核对 {code}：只用数字和大写字母。")
        return
    parts = found.groupdict()
    if "body" in parts and (fault := credit_code_fault(parts["body"])):
        yield Problem(field, f"前 18 位是实施主体：{fault}", "向来源单位核对。")
    if "level" in parts and tables.code("use_level", parts["level"]) is None:
        yield Problem(field, f"第 19 位 {parts['level']} 不是行使层级", "对照行使层级代码表。")
    base = re.fullmatch(tables.forms["base"], parts.get("base", code))
    if base and base["type"] not in tables.words["task_type"]:
        yield Problem(field, f"基本编码第 3、4 位 {base['type']} 不是事项类型", "对照事项类型代码表。")


def _own(record: Record, tables: CodeTables) -> Iterator[Problem]:
    code = text_of(record, "local_task_code")
    if not code or "local" not in tables.forms:
        return
    found = local_code(code, tables)
    if found is None:
        yield Problem("local_task_code", "实施编码不合本省的编码规则", f"向来源单位核对 {code}。")
        return
    fault = old_code_fault(found.body) if len(found.body) == 9 else credit_code_fault(found.body)
    if fault:
        yield Problem("local_task_code", f"实施编码里的实施主体：{fault}", f"向来源单位核对 {found.body}。")
    told = {"dept_code": found.body, "local_catalog_code": found.base, "region_code": found.region}
    for field, part in told.items():
        if text_of(record, field) and text_of(record, field) != part:
            yield Problem(
                field, "和实施编码里的对不上", f"编码里是 {part}，这里是 {text_of(record, field)}，向来源单位核对。"
            )


def _kind(record: Record, tables: CodeTables) -> Iterator[Problem]:
    kind, code = text_of(record, "task_type"), text_of(record, "catalog_code")
    if kind and tables.code("task_type", kind) is None:
        yield Problem("task_type", f"事项类型 {kind} 不在代码表里", "对照本省的事项类型代码表。")
    if kind and len(code) == 12 and code[2:4] != tables.code("task_type", kind):
        yield Problem("catalog_code", f"编码里的事项类型 {code[2:4]} 和 {kind} 对不上", "向编目单位核对。")
