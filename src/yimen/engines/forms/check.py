"""A form that can be read may still be wrong: names that lead nowhere, questions without a reason."""

import re
from collections.abc import Collection, Iterator

from yimen.engines.feel import Expression
from yimen.engines.forms.model import USES, Derived, Field, Form, Section
from yimen.engines.forms.text import plain
from yimen.engines.problem import Problem

_FIELDS_ON_A_PAGE = 7
_CHOICES = {"select", "multi"}
_LISTS = {"select", "multi", "address"}
# Each section has its own page beside the fixed ones of an application; under one of these names it would never open.
TAKEN_ADDRESSES = frozenset({"blanks", "check", "correction", "files", "materials", "uploads"})
_ADDRESS = re.compile(r"[A-Za-z0-9_-]+")


def check(form: Form, known_lists: Collection[str] | None = None) -> list[Problem]:
    """Problems of a form as a whole. ``known_lists``: the reference lists of the host; ``None`` skips that check."""
    problems = [problem for section in form.sections for problem in _section_problems(section)]
    for field in form.fields.values():
        problems += _field_problems(field, form, known_lists)
        for column in field.columns:
            problems += _shape_problems(column, f"{_place(field)}.{column.key}", known_lists)
    for at, item in enumerate(form.derived):
        problems += _derived_problems(item, form, at)
    for rule in form.checks:
        place = f"form.json#checks/{rule.id}"
        problems += _unknown_names(rule.expression, form.names, place)
        problems += [Problem(place, f"fields 里的 {key} 不在表单里。") for key in rule.fields if key not in form.fields]
    return problems


def _place(field: Field) -> str:
    return f"form.json#fields/{field.key}"


def _section_problems(section: Section) -> Iterator[Problem]:
    place = f"form.json#sections/{section.id}"
    if section.id in TAKEN_ADDRESSES:
        sentence = f"id 不能用 {section.id}：申请里已经有一页用这个网址，这一部分会打不开，"
        yield Problem(place, sentence, f"换一个名字；这几个都不能用：{'、'.join(sorted(TAKEN_ADDRESSES))}。")
    elif section.id and not _ADDRESS.fullmatch(section.id):
        yield Problem(place, f"id {section.id!r} 不能做网址，", "用英文字母、数字、连字符和下划线。")
    always = [field for field in section.fields if not field.conditions]
    if len(always) > _FIELDS_ON_A_PAGE:
        sentence = f"一页里有 {len(always)} 项，超过 {_FIELDS_ON_A_PAGE} 项。"
        yield Problem(place, sentence, "分成两页。", "warning")


def _field_problems(field: Field, form: Form, known_lists: Collection[str] | None) -> Iterator[Problem]:
    place = _place(field)
    yield from _shape_problems(field, place, known_lists)
    yield from _purpose_problems(field, place)
    for condition in field.conditions:
        yield from _unknown_names(condition, form.names, place)
        yield from _later_names(field, condition, form)
    if field.required and field.required_when:
        yield Problem(
            place, "required 和 required_when 只能写一个。", "总要答的写 required，有条件才问的写 required_when。"
        )
    for name, wanted in (("person_field", {"text"}), ("kind_field", {"select"})):
        target = getattr(field, name)
        if target and (target not in form.fields or form.fields[target].type not in wanted):
            yield Problem(place, f"{name} 指向的 {target} 不在表单里，或者类型不对。")
    if field.locked and not field.prefill:
        yield Problem(place, "写了 locked，却没有 prefill：没有来源的内容不能锁住。")


def _shape_problems(field: Field, place: str, known_lists: Collection[str] | None) -> Iterator[Problem]:
    if field.type in _CHOICES and bool(field.options) == bool(field.options_from):
        yield Problem(place, "选项要么写在 options，要么由 options_from 指定，二者写一个。")
    if field.type not in _CHOICES and field.options:
        yield Problem(place, f"类型 {field.type} 没有选项，options 用不上。")
    if field.options_from and field.type not in _LISTS:
        yield Problem(place, f"类型 {field.type} 用不上 options_from。")
    if field.options_from and known_lists is not None and field.options_from not in known_lists:
        yield Problem(place, f"参考列表 {field.options_from} 不认识。")
    values = [option.value for option in field.options]
    for value in values:
        if values.count(value) > 1 or plain(value) != value:
            yield Problem(place, f"选项 {value} 重复，或者首尾有空格、含全角数字字母。")
    if field.min is not None and field.max is not None and field.min > field.max:  # type: ignore[operator]
        yield Problem(place, f"最小 {field.min} 大于最大 {field.max}。")
    if field.type != "table" and field.columns:
        yield Problem(place, "只有 table 有 columns。")


def _purpose_problems(field: Field, place: str) -> Iterator[Problem]:
    if not field.use and not field.purpose:
        sentence = "没有写 use 或者 purpose：不说明用处的内容不能问（行政许可法第二十九条）。"
        yield Problem(place, sentence, "写明用在哪里，用不上就删掉这一项。")
    for use in field.use:
        kind, _, what = use.partition(":")
        if kind not in USES or not what:
            yield Problem(place, f"use {use} 不认识，", f"写成“类别:用处”，类别是 {'、'.join(USES)}。")


def _derived_problems(item: Derived, form: Form, at: int) -> Iterator[Problem]:
    place = f"form.json#derived/{item.key}"
    yield from _unknown_names(item.expression, form.names, place)
    for later in form.derived[at:]:
        if later.key in item.expression.names:
            yield Problem(place, f"用到了自己或者后面才算的 {later.key}。", "按先后排好。")


def _unknown_names(expression: Expression, names: Collection[str], place: str) -> Iterator[Problem]:
    for name in sorted(expression.names - frozenset(names)):
        yield Problem(place, f"表达式里的 {name} 不在表单里（{expression.text}）。")


def _later_names(field: Field, condition: Expression, form: Form) -> Iterator[Problem]:
    """A condition is decided when its question is reached: what comes later is not known yet."""
    keys = list(form.fields)
    later = set(keys[keys.index(field.key) :]) & _fields_read(condition.names, form)
    for key in sorted(later):
        yield Problem(_place(field), f"条件用到了自己或者后面才问的 {key}。", "把它移到前面。")


def _fields_read(names: Collection[str], form: Form) -> set[str]:
    """Names an expression reads, derived values followed to the fields behind them."""
    read, derived = set(names), {item.key: item.expression.names for item in form.derived}
    while more := {name for key in read & derived.keys() for name in derived[key]} - read:
        read |= more
    return read
