"""What officers look at on site: every inspection has its task, every finding a name of its own that the rules read."""

import re
from collections.abc import Iterator

from yimen.engines import bpmn
from yimen.engines.problem import Problem
from yimen.engines.service.meta.work import Inspection, InspectionItem
from yimen.engines.service.model import Service

_PERMIT = "01"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def items_of(service: Service) -> list[InspectionItem]:
    """Every item of every inspection, in order. Their ids are facts, null before the officers wrote them down."""
    return [item for inspection in service.meta.get("inspections", []) for item in inspection["items"]]


def check(service: Service) -> Iterator[Problem]:
    """Problems of ``inspections``."""
    inspections = service.meta.get("inspections", [])
    yield from _tasks(service, {inspection["task"] for inspection in inspections})
    for inspection in inspections:
        yield from _inspection(service, inspection)
    yield from _items(service)


def _place(inspection: Inspection) -> str:
    return f"service.yaml#inspections/{inspection['task']}"


def _tasks(service: Service, described: set[str]) -> Iterator[Problem]:
    for node in service.process.nodes.values():
        inspects = isinstance(node, bpmn.UserTask) and node.act == "inspect"
        if inspects and node.id not in described:
            yield Problem(
                f"process.bpmn#{node.id}", "是核查，没有写查什么，", "在 service.yaml 的 inspections 里写明。"
            )
        if node.id in described and not inspects:
            place = f"service.yaml#inspections/{node.id}"
            yield Problem(place, f"流程里的 {node.id} 不是核查，", '在那个人工任务上写 ym:act="inspect"。')
    for task in sorted(described - service.process.nodes.keys()):
        yield Problem(f"service.yaml#inspections/{task}", f"流程里没有环节 {task}。")


def _inspection(service: Service, inspection: Inspection) -> Iterator[Problem]:
    if not inspection["items"]:
        yield Problem(_place(inspection), "没有写查哪几项。", "至少写一项。")
    if not re.search(r"第.+条", inspection["basis"]):
        yield Problem(_place(inspection), f"{inspection['basis']} 没有写到条，", "写成“第三十四条”这样。")
    # One officer alone may not check the content of an application for a permit.
    if service.meta["code"]["task_type"] == _PERMIT and inspection["officers"] < 2:
        sentence = "许可的实质内容要由两名以上工作人员核查（行政许可法第三十四条第三款），"
        yield Problem(_place(inspection), sentence, "officers 写 2。")


def _items(service: Service) -> Iterator[Problem]:
    items = items_of(service)
    ids = [item["id"] for item in items]
    taken = service.form.names | {fact["name"] for fact in service.meta["facts"]}
    for item in items:
        place = f"service.yaml#inspections/{item['id']}"
        if not _NAME.fullmatch(item["id"]):
            yield Problem(place, f"{item['id']} 不能用，", "用小写字母、数字和下划线，字母开头。")
        if item["id"] in taken:
            yield Problem(place, "表单或者 facts 里也有这个名字，分不清是查到的还是问来的。", "换一个名字。")
        yield from _options(item, place)
        if item["type"] != "text" and item["id"] not in service.model.inputs:
            yield Problem(place, "规则没有用到它，", "用不上的不要查；只是记一笔的用 text。", "warning")
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        yield Problem(f"service.yaml#inspections/{one}", f"{one} 写了 {ids.count(one)} 次，", "每个名字只用一次。")


def _options(item: InspectionItem, place: str) -> Iterator[Problem]:
    options = item.get("options")
    if options is None:
        return
    if item["type"] != "text":
        yield Problem(place, f"类型 {item['type']} 没有选项，options 用不上。", "要从几项里选的用 text。")
    if len(options) < 2:
        yield Problem(
            place, "只有一个选项，没有可选的，" if options else "一个选项也没有，", "至少写两项，或者不写 options。"
        )
    for one in sorted({one for one in options if options.count(one) > 1}):
        yield Problem(place, f"选项 {one} 写了 {options.count(one)} 次。")
