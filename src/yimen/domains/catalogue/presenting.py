"""Drafts and versions as pages show them."""

from collections.abc import Mapping, Sequence
from typing import Any

from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.guide_form import AUDIENCE, NAMED, PROJECTS, ROWS, SOURCES, SPARE, UNITS, WAYS, rows_in
from yimen.domains.catalogue.judging import find
from yimen.domains.catalogue.models import Draft, Version
from yimen.domains.catalogue.queries import definition
from yimen.engines import service as engine
from yimen.engines.problem import Problem
from yimen.engines.service.diff import WORDS, Change, difference
from yimen.ground.language import is_said, say

_LONG = 20000
_LABELS: Mapping[str, tuple[str, str, str]] = {
    "name": ("事项名称", "和权责清单上的一样", "text"),
    "plain_name": ("平常的叫法", "像“卖烟花爆竹要办的证”", "text"),
    "summary": ("一句话说明", "给谁的、有什么用", "text"),
    "phrases": ("大家会怎么搜", "一行一句，像“过年摆摊卖鞭炮”", "long"),
    "audience": ("谁能办", f"一行一种，像{'、'.join(AUDIENCE)}", "long"),
    "topics": ("主题", "一行一个，按主题找得到", "long"),
    "project_type": ("办件类型", "当场办结的是即办件", "project"),
    "code.use_level": ("行使层级代码", "县级是 4", "text"),
    "department": ("哪个部门管", "", "text"),
    "deciding_body.name": ("实施机关", "由谁决定，写全称", "text"),
    "code.task_type": ("事项类型代码", "行政许可是 01", "text"),
    "code.task_type_name": ("事项类型", "像行政许可、行政确认", "text"),
    "region.name": ("在哪里适用", "", "text"),
    "region.scope": ("适用范围", "", "text"),
    "limits.statutory.value": ("法定期限", "法律没有规定的不填", "text"),
    "limits.statutory.unit": ("法定期限的单位", "", "units"),
    "limits.statutory.basis": ("法定期限的依据", "文件和条款", "text"),
    "limits.promised.value": ("承诺期限", "当场办的写 0", "text"),
    "limits.promised.unit": ("承诺期限的单位", "", "units"),
    "visits.times": ("要跑几次", "", "text"),
    "visits.reason": ("为什么要跑", "不用跑的不填", "text"),
    "fee.charge": ("收不收费", "", "charge"),
    "fee.plain": ("收多少", "写金额，或者怎么算", "text"),
    "where.address": ("办理地点", "写到门牌号，几楼几号窗", "text"),
    "where.hours": ("办理时间", "工作日几点到几点", "text"),
    "phones.consult": ("咨询电话", "区号加号码", "text"),
    "phones.complain": ("投诉电话", "和咨询电话不同", "text"),
    "no_materials": ("不用交材料的，写一句", "", "text"),
    "no_blank_forms": ("没有表要填的，写一句", "", "text"),
    "remedies.text": ("不服怎么办", "行政复议和行政诉讼的途径、期限", "text"),
    "guide": ("办事指南", "用 ## 分章：谁能办、怎么办、办好拿到什么", "long"),
}
_SECTIONS: Sequence[tuple[str, str, Sequence[str], Sequence[str]]] = (
    ("basics", "事项", ("name", "plain_name", "summary", "phrases", "topics", "audience", "department"), ()),
    (
        "body",
        "谁来办",
        (
            "deciding_body.name",
            "code.task_type_name",
            "code.task_type",
            "code.use_level",
            "region.name",
            "region.scope",
        ),
        ("conditions",),
    ),
    ("law", "依据", (), ("legal_basis",)),
    (
        "time",
        "期限",
        (
            *("limits.statutory.value", "limits.statutory.unit", "limits.statutory.basis"),
            *("limits.promised.value", "limits.promised.unit", "project_type", "visits.times", "visits.reason"),
        ),
        (),
    ),
    ("fee", "收费", ("fee.charge", "fee.plain"), ("fee.basis",)),
    ("ways", "到哪里办", ("where.address", "where.hours"), ("channels",)),
    ("papers", "材料", ("no_materials", "no_blank_forms"), ("materials",)),
    ("help", "电话和救济", ("phones.consult", "phones.complain", "remedies.text"), ()),
    ("guide", "指南和结果", ("guide",), ("results", "faq")),
)
_ROWS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "conditions": ("条件", {"text": "什么样的能办", "basis": "依据"}),
    "legal_basis": ("依据", {"document": "文件", "article": "条款", "gist": "内容"}),
    "fee.basis": ("收费依据", {"document": "文件", "article": "条款"}),
    "channels": (
        "渠道",
        {
            "name": "名称",
            "kind": "哪一种",
            "address": "地址",
            "hours": "时间",
            "link": "网址",
            "phone": "电话",
            "note": "说明",
        },
    ),
    "materials": (
        "材料",
        {"name": "名称", "plain": "怎么准备", "source": "从哪里来", "when": "什么情况要", "blank": "空白表的文件"},
    ),
    "results": ("结果", {"name": "名称", "validity": "有效期"}),
    "faq": ("问题", {"q": "问", "a": "答"}),
}
_CHOICES = {"kind": WAYS, "source": SOURCES}
# Field → the code table of the standards library out of which it is chosen.
_CODED = {"code.task_type": "task_type", "code.use_level": "use_level", "project_type": "project_type"}
Tables = Mapping[str, Mapping[str, str]]


def sections(
    inputs: Mapping[str, str], locked: Mapping[str, str], told: Mapping[str, str], tables: Tables
) -> list[dict[str, Any]]:
    """The form, section by section: fields, and lists with rows to spare. What is locked is shown, not asked.

    Args:
        tables: the code tables in force; what has one is chosen from it, and a name that follows from its code is not
            asked for.
    """
    said = {name for name, table in NAMED.items() if tables.get(table) and not lock_on(name, locked)}
    return [
        {
            "id": id,
            "title": title,
            "fields": [_field(name, inputs, locked, told, tables) for name in names if name not in said],
            "lists": [_list(name, inputs, locked, told) for name in lists],
        }
        for id, title, names, lists in _SECTIONS
    ]


def lock_on(name: str, locked: Mapping[str, str]) -> str:
    """The level that has fixed a field, or something that it lies in or that lies in it; empty when none has."""
    if name == "guide":
        return locked.get("guide.md", "")
    whole = [level for key, level in sorted(locked.items()) if name == key or name.startswith(f"{key}.")]
    return whole[0] if whole else ""


def _field(
    name: str, inputs: Mapping[str, str], locked: Mapping[str, str], told: Mapping[str, str], tables: Tables
) -> dict[str, Any]:
    label, hint, kind = _LABELS[name]
    value, level = inputs.get(name, ""), lock_on(name, locked)
    spec = {"key": name, "label": label, "hint": hint, "required": True, "type": "text", "value": value}
    spec |= {"failure": told.get(name, "")}
    if level:
        return {**spec, "locked": True, "source": f"由{level}统一规定", "value": value or "（空）"}
    if table := tables.get(_CODED.get(name, "")):
        return {**spec, **_chosen(name, value, table)}
    if kind == "long":
        return {**spec, "max_length": _LONG}
    if kind == "units":
        return {**spec, "type": "select", "options": _options(UNITS), "value": value or "workday", "required": False}
    if kind == "project":
        options = _options([(one, one) for one in PROJECTS])
        return {**spec, "type": "select", "options": options, "value": value or PROJECTS[0]}
    if kind == "charge":
        options = _options((("false", "不收"), ("true", "收")))
        return {**spec, "type": "select", "options": options}
    return spec


def _chosen(name: str, value: str, table: Mapping[str, str]) -> dict[str, Any]:
    """A choice out of a code table. What stands there and is no code of it stays until another one is chosen."""
    pairs = [(code, f"{told}（{code}）") for code, told in table.items()]
    if name == "project_type":
        pairs = [(told, told) for told in table.values()]
    if value and value not in dict(pairs):
        pairs.insert(0, (value, f"{value}（代码表里没有）"))
    label = _LABELS[name][0].removesuffix("代码")
    return {"type": "select", "options": _options(pairs), "label": label, "hint": "按政务标准库的代码表"}


def _list(name: str, inputs: Mapping[str, str], locked: Mapping[str, str], told: Mapping[str, str]) -> dict[str, Any]:
    title, labels = _ROWS[name]
    level, filled = lock_on(name, locked), rows_in(inputs, name)
    rows: list[dict[str, Any]] = [
        {
            "title": f"{title} {number + 1}",
            "fields": [_cell(name, number, key, labels[key], inputs, told) for key in ROWS[name]],
        }
        for number in range(filled + (0 if level else SPARE[name]))
    ]
    shown = [[cell["value"] for cell in row["fields"] if cell["value"]] for row in rows]
    return {"title": title, "rows": rows, "level": level, "shown": shown if level else []}


def _cell(
    name: str, number: int, key: str, label: str, inputs: Mapping[str, str], told: Mapping[str, str]
) -> dict[str, Any]:
    place = f"{name}.{number}.{key}"
    spec = {"key": place, "label": label, "type": "text", "value": inputs.get(place, ""), "required": False}
    spec |= {"failure": told.get(place, "")}
    return {**spec, "type": "select", "options": _options(_CHOICES[key])} if key in _CHOICES else spec


def _options(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in pairs]


def problem_rows(problems: Sequence[Problem]) -> list[dict[str, str]]:
    return [
        {"place": one.element, "sentence": f"{one.sentence}{one.advice}", "severity": one.severity} for one in problems
    ]


def changes_of(draft: Draft, service: engine.Service | None) -> list[dict[str, Any]]:
    """改了什么 against the version that the draft began from; empty for a new service or one that cannot be read."""
    if draft.base is None or service is None:
        return []
    return grouped(difference(definition(draft.base), service))


def changes_between(before: Version, after: Version) -> tuple[Change, ...]:
    """What changed from one published version to the next."""
    return difference(definition(before), definition(after))


def grouped(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """By what they are about, in the order of the service; each a sentence in the language of the page, in pieces."""
    groups = dict.fromkeys(one.group for one in changes)
    return [
        {"title": WORDS[group], "changes": [one.said(_say_whole) for one in changes if one.group == group]}
        for group in groups
    ]


def _say_whole(text: str) -> str:
    """What a department wrote is shown as it stands unless all of it can be said: a sentence of the program that fits
    one half of it would tell something else."""
    said = say(text)
    return said if is_said(said) else text


def read_or_none(files: Mapping[str, str]) -> engine.Service | None:
    """The service of a draft; None while it cannot be read."""
    try:
        return engine.read(from_json(files), find)
    except engine.ServiceError:
        return None
