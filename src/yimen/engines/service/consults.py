"""Other bodies that the law makes a service hear: each at a step of an officer, before which it must have answered."""

import re
from collections.abc import Iterator

from yimen.engines import bpmn
from yimen.engines.problem import Problem
from yimen.engines.service.model import Service

# An officer who writes an opinion or decides can wait for one; taking in, visiting and handing over cannot.
_ACTS = ("review", "decide")


def check(service: Service) -> Iterator[Problem]:
    """Problems of ``consults``."""
    own = service.meta["deciding_body"]["role"]
    seen = set()
    for one in service.meta.get("consults", []):
        place, who = f"service.yaml#consults/{one['step']}", (one["step"], one["body"], one["post"])
        node = service.process.nodes.get(one["step"])
        if not isinstance(node, bpmn.UserTask) or node.act not in _ACTS:
            yield Problem(
                place, f"流程里的 {one['step']} 不是审查或者决定，", "换成 ym:act 是 review 或 decide 的一步。"
            )
        if one["body"] == own:
            yield Problem(place, f"{one['body']} 就是作决定的机关，", "写别的机关；本单位的意见由审查岗写。")
        if not re.search(r"第.+条", one["basis"]):
            yield Problem(place, f"{one['basis']} 没有写到条，", "依法必须征求的才写在这里，写明是哪一条。")
        if who in seen:
            yield Problem(place, f"{one['body']}/{one['post']} 写了 2 次，", "同一步、同一个岗位只写一次。")
        seen.add(who)
