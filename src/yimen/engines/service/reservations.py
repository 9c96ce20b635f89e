"""What is kept in a register while a case is being handled: asked for by the process, and given back by it."""

from collections.abc import Iterator

from yimen.engines import bpmn
from yimen.engines.problem import Problem
from yimen.engines.service.model import Service

KEEP, GIVE_BACK = "reserve", "release"
# Whether something is kept after a capability.
KEPT = {KEEP: True, GIVE_BACK: False}


def check(service: Service) -> Iterator[Problem]:
    """Problems of ``write_back … reserve`` and of the steps that ask for it."""
    process, declared = service.process, [one for one in service.meta.get("write_back", []) if "reserve" in one]
    steps = [one for one in process.nodes.values() if isinstance(one, bpmn.ServiceTask) and one.capability == KEEP]
    for one in declared:
        if not steps:
            sentence = f"写了保留，流程里没有 {KEEP} 这一步，什么也不会保留。"
            yield Problem(f"service.yaml#write_back/{one['register']}", sentence, severity="warning")
        if "taken" not in one:
            place = f"service.yaml#write_back/{one['register']}"
            yield Problem(place, "要保留，没有写 taken，", "写明别人已经占用时的错误代码。")
        if one["reserve"]["months"] < 1:
            yield Problem(f"service.yaml#write_back/{one['register']}", "保留期至少 1 个月。")
    for step in steps:
        place = f"process.bpmn#{step.id}"
        if not declared:
            yield Problem(place, f"{step.cited}要保留，service.yaml 的 write_back 里没有写保留什么。")
        handler = process.nodes.get(process.handlers.get(step.id, ""))
        if not isinstance(handler, bpmn.ServiceTask) or handler.capability != GIVE_BACK:
            advice = f"在它边上画补偿事件，连到能力是 {GIVE_BACK} 的补偿任务。"
            yield Problem(place, f"{step.cited}保留的东西没有办法还回去：撤回、不予以后一直占着。", advice)
