"""A joint service against its parts: each part is called once, each paper goes where it belongs, the promise holds."""

from collections.abc import Iterator

from yimen.engines import bpmn
from yimen.engines.problem import Problem
from yimen.engines.service import chains
from yimen.engines.service.meta.work import Material
from yimen.engines.service.model import Service


def check(service: Service) -> Iterator[Problem]:
    """Problems between a joint service and its parts; nothing for a service without parts."""
    if not service.parts:
        return
    yield from _called(service)
    yield from _papers(service)
    yield from _promise(service)
    yield from _nested(service)


def _called(service: Service) -> Iterator[Problem]:
    calls = [node for node in service.process.nodes.values() if isinstance(node, bpmn.CallActivity)]
    ids = [part.id for part in service.parts]
    for node in calls:
        if node.called not in ids:
            yield Problem(f"process.bpmn#{node.id}", f"没有 {node.called} 这一部分。")
    for id in sorted(set(ids)):
        times = sum(node.called == id for node in calls)
        if ids.count(id) > 1:
            yield Problem(f"service.yaml#parts/{id}", f"{id} 写了 {ids.count(id)} 次，", "每个名字只用一次。")
        if times != 1:
            sentence = f"流程里{'没有' if not times else f'有 {times} 处'}调用它，"
            yield Problem(f"service.yaml#parts/{id}", sentence, f'用一个 callActivity，calledElement="{id}"。')


def _papers(service: Service) -> Iterator[Problem]:
    """Every paper of every part is handed in as exactly one paper of the joint service."""
    taken: dict[tuple[str, str], str] = {}
    for material in service.meta["materials"]:
        yield from _one_paper(service, material, taken)
    for part in service.parts:
        for material in part.service.meta["materials"]:
            if (part.id, material["id"]) not in taken:
                place = f"service.yaml#parts/{part.id}"
                yield Problem(place, f"它的材料 {material['id']}（{material['name']}）没有写在总的材料里。")


def _one_paper(service: Service, material: Material, taken: dict[tuple[str, str], str]) -> Iterator[Problem]:
    place = f"service.yaml#materials/{material['id']}"
    if not material.get("parts"):
        yield Problem(place, "没有写给哪一部分用，", "在 parts 里写明部分和它的材料。")
    for pair in material.get("parts", {}).items():
        found = _paper_of(service, *pair)
        if found is None:
            yield Problem(place, f"{pair[0]} 没有材料 {pair[1]}。")
        elif found["obtain"] != material["obtain"]:
            yield Problem(place, f"取得的办法和 {pair[0]} 的 {pair[1]} 不一样。")
        if pair in taken:
            yield Problem(place, f"{pair[0]} 的 {pair[1]} 已经由 {taken[pair]} 提供，", "同一份材料只交一次。")
        taken[pair] = material["id"]


def _paper_of(service: Service, part: str, id: str) -> Material | None:
    papers = [paper for one in service.parts if one.id == part for paper in one.service.meta["materials"]]
    return next((paper for paper in papers if paper["id"] == id), None)


def _promise(service: Service) -> Iterator[Problem]:
    """The whole takes as long as its parts one after the other: less would be a promise that a part breaks, more is
    hidden slack."""
    promised = service.meta["limits"]["promised"]
    longest = chains.longest(service)
    if promised["value"] != longest:
        sentence = f"承诺 {promised['value']} 天，最长的部分（一个接一个的加起来）是 {longest} 天，"
        yield Problem("service.yaml#limits/promised", sentence, "两个要一样：总的期限由最长的一串部分决定。")
    for part in service.parts:
        if part.service.meta["limits"]["promised"]["unit"] != promised["unit"]:
            yield Problem(f"service.yaml#parts/{part.id}", "承诺期限的单位和总的不一样。")


def _nested(service: Service) -> Iterator[Problem]:
    for part in service.parts:
        if part.service.parts:
            yield Problem(f"service.yaml#parts/{part.id}", "它自己也是联办事项，", "把它的各部分直接写在这里。")
