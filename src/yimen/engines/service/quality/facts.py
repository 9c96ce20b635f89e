"""What the rules of quality may know of a service: plain facts, and lists of things with members."""

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from yimen.engines import bpmn, dmn
from yimen.engines.service.model import Service
from yimen.engines.service.quality.badges import BROUGHT, online_depth, visits_of
from yimen.engines.service.quality.days import calendar_days
from yimen.engines.service.standards import Library

# Fact → what it is. docs/reference/quality.md shows this list.
FACTS: Mapping[str, str] = MappingProxyType(
    {
        "name": "事项名称",
        "is_part": "是一件事里的一部分",
        "is_joint": "是由几部分组成的一件事",
        "task_type": "事项类型代码",
        "task_type_name": "事项类型的名称",
        "use_level": "行使层级代码",
        "project_type": "办件类型",
        "review_kind": "审查类型",
        "promised_days": "承诺期限的天数，按写的单位",
        "promised_in_days": "承诺期限，合成自然日",
        "longest_in_days": "承诺和各种办法里最长的，合成自然日",
        "statutory_days": "法定期限的天数；法律没有规定的是空",
        "statutory_in_days": "法定期限，合成自然日；法律没有规定的是空",
        "counted_days": "计入期限的各环节的天数合计",
        "longest_days": "承诺和各种办法里最长的天数，按写的单位",
        "visits": "到现场的次数，写的",
        "visits_computed": "到现场的次数，从环节和渠道算的",
        "visit_reason": "要来的原因；没有写的是空",
        "online": "能在网上申请",
        "online_depth": "网上办理深度，算出来的",
        "channel_kinds": "办理渠道的种类",
        "fee_charge": "收费",
        "fee_plain": "收费的说明",
        "fee_basis_count": "收费依据的条数",
        "fee_decision": "规则里有“收多少钱”这个决策",
        "fee_without_facts": "什么都不知道时“收多少钱”的答案",
        "consult_phone": "咨询电话",
        "complain_phone": "投诉电话",
        "audience": "服务对象",
        "topics": "主题",
        "faq_count": "常见问题的条数",
        "step_count": "公开的环节数",
        "flow": "流程里有的步骤，用代码表 flow_step 的名称",
        "codes": "标准库里的代码表",
        "words": "标准库里规则用到的词",
        "results": "结果，见下面的列表",
        "materials": "材料，见下面的列表",
        "modes": "另外的承诺期限，见下面的列表",
        "fields": "表单里的问题，见下面的列表",
        "bases": "设定依据和收费依据，见下面的列表",
        "parts": "一件事的各部分，见下面的列表",
        "said": "给人看的文字，见下面的列表",
    }
)
# List → what its members are.
LISTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "results": {"id": "编号", "name": "名称", "kind": "结果类型", "ecert": "有电子证照", "sample": "有样张"},
        "materials": {
            "id": "编号",
            "name": "名称",
            "plain": "说明",
            "source": "来源渠道",
            "obtain": "怎样拿到",
            "need": "必要性",
            "when": "什么时候要",
            "basis": "要它的依据",
            "blank": "有空白表",
            "sample": "有样张",
            "brought": "要办事人交",
            "holder": "标准库里谁已经有；不知道的是空",
            "src": "依据是怎样知道的",
        },
        "modes": {"name": "名称", "days": "天数，按写的单位", "in_days": "合成自然日"},
        "fields": {
            "key": "名字",
            "label": "问法",
            "type": "类型",
            "wanted": "标准库要求的类型；没有要求的是空列表",
            "wanted_words": "标准库要求的类型，连成一句",
        },
        "bases": {
            "document": "文件",
            "article": "条款",
            "place": "在哪里引用",
            "replaced": "已经被什么取代或者修改；没有的是空",
        },
        "parts": {"id": "编号", "name": "名称", "promised_in_days": "承诺期限，合成自然日"},
        "said": {"place": "在哪里", "text": "文字"},
    }
)
# What a process does → the name of the step in the code table flow_step.
_CAPABILITIES = {
    "receipt": "收件",
    "accept": "受理",
    "collect-facts": "审查",
    "grant": "决定",
    "refuse": "决定",
    "conclude": "决定",
    "issue": "制证",
    "deliver": "送达",
}
_ACTS = {"accept": "受理", "review": "审查", "inspect": "审查", "decide": "决定"}
_CHANGED = "replaced"


def facts_of(
    service: Service,
    library: Library,
    *,
    is_part: bool = False,
    replaced: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, object]:
    """Everything that ``FACTS`` names.

    Args:
        is_part: it lies inside a joint service, or is one of its parts.
        replaced: title of a law that is no longer as it was → what has replaced or changed it, beside what the library
            itself knows (code table ``replaced``).
    """
    meta = service.meta
    return {
        "name": meta["name"],
        "is_part": is_part,
        "is_joint": bool(service.parts),
        "task_type": meta["code"]["task_type"],
        "task_type_name": meta["code"]["task_type_name"],
        "use_level": meta["code"]["use_level"],
        "project_type": meta["project_type"],
        "review_kind": meta["review_kind"],
        **_times(service),
        "visits": meta["visits"]["times"],
        "visits_computed": visits_of(service),
        "visit_reason": meta["visits"].get("reason"),
        "online": any(one["kind"] == "online" for one in meta["channels"]),
        "online_depth": online_depth(service),
        "channel_kinds": [one["kind"] for one in meta["channels"]],
        **_fee(service),
        "consult_phone": meta["phones"]["consult"],
        "complain_phone": meta["phones"]["complain"],
        "audience": list(meta["audience"]),
        "topics": list(meta.get("topics", [])),
        "faq_count": len(meta["faq"]),
        "flow": _flow(service),
        "codes": {name: [dict(row) for row in rows] for name, rows in library.codes().items()},
        "words": {name: list(words) for name, words in library.words().items()},
        "results": [_result(service, one) for one in meta["results"]],
        "materials": [_material(one, library) for one in meta["materials"]],
        "fields": [_field(one, library) for one in service.form.fields.values()],
        "bases": list(_bases(service, {**_replaced(library), **replaced})),
        "parts": [
            {"id": one.id, "name": one.name, "promised_in_days": _in_days(one.service.meta["limits"]["promised"])}
            for one in service.parts
        ],
        "said": [{"place": place, "text": text} for place, text in _said(service)],
    }


def _in_days(limit: Any) -> int:
    return calendar_days(limit["value"], limit["unit"])


def _times(service: Service) -> dict[str, object]:
    limits, steps = service.meta["limits"], service.meta["steps"]
    statutory, promised, modes = limits.get("statutory"), limits["promised"], limits["modes"]
    return {
        "promised_days": promised["value"],
        "promised_in_days": _in_days(promised),
        "longest_in_days": max([_in_days(promised), *map(_in_days, modes)]),
        "longest_days": max([promised["value"], *(one["value"] for one in modes)]),
        "statutory_days": statutory["value"] if statutory else None,
        "statutory_in_days": _in_days(statutory) if statutory else None,
        "counted_days": sum(one["limit"] for one in steps if one["counts"]),
        "step_count": len(steps),
        "modes": [{"name": one["name"], "days": one["value"], "in_days": _in_days(one)} for one in modes],
    }


def _fee(service: Service) -> dict[str, object]:
    fee, told = service.meta["fee"], "fee" in service.model.decisions
    asked = dmn.decide(service.model, "fee", dict.fromkeys(service.model.inputs)).outputs if told else None
    return {
        "fee_charge": fee["charge"],
        "fee_plain": fee["plain"],
        "fee_basis_count": len(fee["basis"]),
        "fee_decision": told,
        "fee_without_facts": asked if isinstance(asked, Decimal | int) else None,
    }


def _flow(service: Service) -> list[str]:
    """The steps of the code table that the process takes, each once, in the order of the table."""
    nodes = service.process.nodes.values()
    found = {_CAPABILITIES.get(node.capability) for node in nodes if isinstance(node, bpmn.ServiceTask)}
    found |= {_ACTS.get(node.act) for node in nodes if isinstance(node, bpmn.UserTask)}
    if any(isinstance(node, bpmn.BusinessRuleTask) for node in nodes):
        found.add("审查")
    return [one for one in ("收件", "受理", "审查", "决定", "制证", "送达") if one in found]


def _result(service: Service, told: Any) -> dict[str, object]:
    return {
        "id": told["id"],
        "name": told["name"],
        "kind": told["kind"],
        "ecert": told["ecert"],
        "sample": told["template"] in service.files,
    }


def _material(told: Any, library: Library) -> dict[str, object]:
    return {
        **{key: told[key] for key in ("id", "name", "plain", "source", "obtain", "need", "when", "basis", "src")},
        "blank": "blank" in told,
        "sample": "sample" in told,
        "brought": told["obtain"] in BROUGHT,
        "holder": _holder(told["name"], library),
    }


def _holder(name: str, library: Library) -> str | None:
    """The body that has this paper already: the longest word of the standard that the name ends with.

    A copy of it, its front page or two of it are the same paper.
    """
    paper_itself = _without_form(name, library.words().get("forms_of_a_paper", ()))
    found = [
        (len(word), str(paper["holder"]))
        for paper in library.papers()
        for word in [paper["name"], *paper["words"]]
        if paper_itself.endswith(word)
    ]
    return max(found)[1] if found else None


def _without_form(name: str, forms: Collection[str]) -> str:
    left = re.sub(r"[（\x28][^（）\x28\x29]*[）\x29]", "", name)
    while last := next((one for one in forms if left.endswith(one) and left != one), ""):
        left = left.removesuffix(last)
    return left


def _field(told: Any, library: Library) -> dict[str, object]:
    found = [
        (len(word), one["types"])
        for one in library.elements()
        for word in {one["label"], *one["words"]}
        if told.label.endswith(word)
    ]
    wanted = list(max(found)[1]) if found else []
    return {
        "key": told.key,
        "label": told.label,
        "type": told.type,
        "wanted": wanted,
        "wanted_words": "或者".join(wanted),
    }


def _bases(service: Service, replaced: Mapping[str, str]) -> Iterator[dict[str, object]]:
    meta = service.meta
    for at, one in enumerate(meta["legal_basis"], 1):
        yield _basis(one, f"legal_basis/{at}", replaced)
    for at, fee in enumerate(meta["fee"]["basis"], 1):
        yield _basis(fee, f"fee/basis/{at}", replaced)


def _basis(told: Any, place: str, replaced: Mapping[str, str]) -> dict[str, object]:
    title = told["document"].removeprefix("中华人民共和国")
    return {
        "document": told["document"],
        "article": told["article"],
        "place": place,
        "replaced": replaced.get(told["document"]) or replaced.get(title),
    }


def _replaced(library: Library) -> dict[str, str]:
    return {row["code"]: row["name"] for row in library.codes().get(_CHANGED, [])}


def _said(service: Service) -> Iterator[tuple[str, str]]:
    """Where a service speaks of itself: names, summary, channels, fee. Phrases are what people type, and stay out."""
    meta = service.meta
    yield from (("name", meta["name"]), ("plain_name", meta["plain_name"]), ("summary", meta["summary"]))
    for at, one in enumerate(meta["channels"], 1):
        yield f"channels/{at}", f"{one['name']} {one['note']}"
