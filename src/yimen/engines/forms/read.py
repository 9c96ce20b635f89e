"""form.json → Form. What the format does not know is refused by its name, every fault in one go."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import cast

from yimen.engines.feel import Expression, FeelError, compile_expression
from yimen.engines.forms.model import (
    DERIVED_TYPES,
    TYPES,
    Check,
    Derived,
    Field,
    Form,
    FormError,
    Option,
    Prefill,
    Section,
)
from yimen.engines.forms.source import Source
from yimen.engines.problem import Problem

_CHOICES = {"select", "multi"}
_TABLE_COLUMN = {
    *("key", "label", "type", "required", "hint", "options", "options_from", "min", "max", "max_length"),
    *("kind_field", "use", "purpose"),
}
_FIELD = _TABLE_COLUMN | {"required_when", "ask_when", "columns", "prefill", "locked", "person_field"}


def read(data: Mapping[str, object]) -> Form:
    """Read a definition of format 1. Raises ``FormError`` with every fault found."""
    problems: list[Problem] = []
    top = Source("form.json", data, problems)
    top.only({"format", "derived", "sections", "checks"})
    if top.data.get("format") != 1:
        top.fault(f"格式版本 {top.data.get('format')!r} 不认识，", "写 1。")
    names = _names(top)
    form = Form(
        sections=tuple(_section(item, names) for item in top.items("sections", required=True)),
        derived=tuple(_derived(item, names) for item in top.items("derived")),
        checks=tuple(_check(item, names) for item in top.items("checks")),
    )
    _refuse_duplicates(form, top)
    if problems:
        raise FormError(problems)
    return form


def _names(top: Source) -> frozenset[str]:
    """Every key that expressions may read, gathered before any is compiled."""
    silent = Source(top.place, top.data, [])
    fields = [field for section in silent.items("sections") for field in section.items("fields")]
    return frozenset(item.text("key") for item in [*fields, *silent.items("derived")]) - {""} | {"today"}


def _section(source: Source, names: Collection[str]) -> Section:
    source = source.named("sections", source.text("id", required=True))
    source.only({"id", "title", "hint", "minutes", "fields"})
    return Section(
        id=source.text("id"),
        title=source.text("title", required=True),
        hint=source.text("hint"),
        minutes=source.whole("minutes") or 0,
        fields=tuple(_field(item, names) for item in source.items("fields", required=True)),
    )


def _field(source: Source, names: Collection[str], column_of: str = "") -> Field:
    key = source.text("key", required=True)
    source = source.named("fields", f"{column_of}.{key}" if column_of else key)
    source.only(_TABLE_COLUMN if column_of else _FIELD)
    kind = source.text("type", required=True)
    if kind and (kind not in TYPES or (column_of and kind == "table")):
        source.fault(f"类型 {kind} 不认识，", f"可用的类型：{'、'.join(sorted(TYPES))}。")
    if not (key.isascii() and key.isidentifier() and key == key.lower()) or key == "today":
        source.fault(f"key {key!r} 不能用，", "用小写英文字母、数字和下划线，字母开头。")
    return Field(
        key=key,
        label=source.text("label", required=True),
        type=kind,
        required=source.flag("required"),
        required_when=_expression(source, "required_when", names),
        ask_when=_expression(source, "ask_when", names),
        hint=source.text("hint"),
        options=tuple(_option(item) for item in source.items("options")),
        options_from=source.text("options_from"),
        min=_limit(source, "min", kind),
        max=_limit(source, "max", kind),
        max_length=source.whole("max_length"),
        columns=tuple(_field(item, names, key) for item in source.items("columns", required=kind == "table")),
        prefill=_prefill(source),
        locked=source.flag("locked"),
        person_field=source.text("person_field"),
        kind_field=source.text("kind_field"),
        use=tuple(source.texts("use")),
        purpose=source.text("purpose"),
    )


def _option(source: Source) -> Option:
    source.only({"value", "label", "hint"})
    value = source.text("value", required=True)
    return Option(value, source.text("label") or value, source.text("hint"))


def _prefill(source: Source) -> Prefill | None:
    if "prefill" not in source.data:
        return None
    inner = source.inner("prefill")
    inner.only({"register", "attribute"})
    return Prefill(inner.text("register", required=True), inner.text("attribute", required=True))


def _derived(source: Source, names: Collection[str]) -> Derived:
    source = source.named("derived", source.text("key", required=True))
    source.only({"key", "expression", "type"})
    kind = source.text("type", required=True)
    if kind not in DERIVED_TYPES:
        source.fault(f"计算值的类型 {kind} 不认识，", f"可用的类型：{'、'.join(sorted(DERIVED_TYPES))}。")
    return Derived(source.text("key"), cast(Expression, _expression(source, "expression", names, required=True)), kind)


def _check(source: Source, names: Collection[str]) -> Check:
    source = source.named("checks", source.text("id", required=True))
    source.only({"id", "expression", "sentence", "basis", "fields"})
    fields = tuple(source.texts("fields"))
    if not fields:
        source.fault("没有写 fields，", "写明这条检查说的是哪几项，失败时显示在第一项旁边。")
    return Check(
        id=source.text("id"),
        expression=cast(Expression, _expression(source, "expression", names, required=True)),
        sentence=source.text("sentence", required=True),
        basis=source.text("basis"),
        fields=fields,
    )


def _expression(source: Source, name: str, names: Collection[str], required: bool = False) -> Expression | None:
    """Compiled once, here. (A required one that is missing is a problem, so that ``read`` never returns it.)"""
    text = source.text(name, required=required)
    if not text:
        return None
    try:
        return compile_expression(text, names)
    except FeelError as error:
        source.fault(f"{name} 第 {error.column} 列：{error.sentence}", f"（表达式：{text}）")
        return None


def _limit(source: Source, name: str, kind: str) -> Decimal | date | None:
    value = source.data.get(name)
    if value is None:
        return None
    try:
        if kind == "date":
            return date.fromisoformat(str(value))
        if isinstance(value, bool) or kind in _CHOICES - {"multi"}:
            raise ValueError(name)
        return Decimal(str(value))
    except (ValueError, InvalidOperation):
        source.fault(f"{name} {value!r} 不能用，", "数字写数字，日期写 2026-01-05。")
        return None


def _refuse_duplicates(form: Form, top: Source) -> None:
    """Two fields of one key would overwrite each other's answers."""
    fields = [field for section in form.sections for field in section.fields]
    groups = {
        "sections": [section.id for section in form.sections],
        "fields": [field.key for field in fields] + [item.key for item in form.derived],
        "checks": [check.id for check in form.checks],
    } | {f"fields/{field.key}/columns": [column.key for column in field.columns] for field in fields}
    for group, keys in groups.items():
        for key in sorted({key for key in keys if key and keys.count(key) > 1}):
            top.named(group, key).fault(f"{key} 出现了 {keys.count(key)} 次，", "每个名字只用一次。")
