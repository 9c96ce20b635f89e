"""The form of 机构改革: what it asks, with what was typed and what is to be mended."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from yimen.domains.directory.models import Reorganisation
from yimen.ground.errors import Fault, Incomplete

_HINTS = {
    Reorganisation.RENAME: "部门还在，换了名称或者代码",
    Reorganisation.MERGE: "整个部门并入另一个部门",
    Reorganisation.MOVE: "只有几个事项划给另一个部门，像划给行政审批局",
}
_ASKED = {
    "region": "填地区代码，像 990181",
    "old": "填原来的部门",
    "new": "填现在的部门",
    "document": "填依据",
}


def fields(sent: QueryDict, faults: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields in the order of the page."""
    kinds = [{"value": kind, "label": word, "hint": _HINTS[kind]} for kind, word in Reorganisation.KINDS.items()]
    told: list[dict[str, Any]] = [
        {"key": "kind", "type": "select", "label": "哪一种", "options": kinds},
        {"key": "region", "type": "text", "label": "地区代码", "hint": "2、4、6、9 或者 12 位数字"},
        {"key": "old", "type": "text", "label": "原来的部门", "hint": "照目录里写的填"},
        {"key": "new", "type": "text", "label": "现在的部门"},
        {"key": "new_code", "type": "text", "label": "现在部门的统一社会信用代码", "required": False},
        {"key": "document", "type": "text", "label": "依据", "hint": "改革方案或者文件的名称和文号"},
        {
            "key": "entries",
            "type": "text",
            "label": "划转的事项编号",
            "hint": "只在划转事项时填，用逗号隔开",
            "required": False,
        },
    ]
    return [
        {"required": True, **one, "value": sent.get(one["key"], ""), "failure": faults.get(one["key"], "")}
        for one in told
    ]


def read(sent: QueryDict) -> dict[str, Any]:
    """What was sent, as the action takes it. Raises Incomplete with every field that is to be mended."""
    faults = [Fault(key, words) for key, words in _ASKED.items() if not sent.get(key, "").strip()]
    if sent.get("kind") not in Reorganisation.KINDS:
        faults.insert(0, Fault("kind", "选一种"))
    ids = [one for one in sent.get("entries", "").replace("，", ",").replace(" ", ",").split(",") if one]
    if any(not one.isdecimal() or len(one) > 17 for one in ids):
        faults.append(Fault("entries", "事项编号只有数字，用逗号隔开"))
    if faults:
        raise Incomplete(faults)
    told = {key: sent.get(key, "").strip()[:300] for key in ("kind", "region", "old", "new", "new_code", "document")}
    return {**told, "entries": [int(one) for one in ids]}
