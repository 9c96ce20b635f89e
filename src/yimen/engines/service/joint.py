"""A joint service against its parts: each part is called once, each paper goes where it belongs, the promise holds."""

from collections.abc import Iterator

from yimen.engines import bpmn
from yimen.engines.problem import Problem
from yimen.engines.service.meta.work import Material
from yimen.engines.service.model import Part, Service


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


def longest_promise(part: Part) -> int:
    """The longest that a part's own service promises, in its unit."""
    limits = part.service.meta["limits"]
    return max([limits["promised"]["value"], *(mode["value"] for mode in limits["modes"])])


def longest_chain(service: Service) -> int:
    """The longest that the parts take one after the other, by the process; of those side by side the longest counts."""
    promises = {part.id: longest_promise(part) for part in service.parts}
    nodes, flows = service.process.nodes, service.process.flows

    def after(id: str, path: frozenset[str]) -> int:
        """Days from this node to the end. What leads back is not gone twice."""
        if id in path:
            return 0
        node = nodes[id]
        own = promises.get(node.called, 0) if isinstance(node, bpmn.CallActivity) else 0
        return own + max((after(flows[flow].target, path | {id}) for flow in node.outgoing), default=0)

    return max((after(id, frozenset()) for id, node in nodes.items() if isinstance(node, bpmn.StartEvent)), default=0)


def _promise(service: Service) -> Iterator[Problem]:
    """The whole takes as long as its longest chain: less is a promise that a part breaks, more is hidden slack."""
    promised = service.meta["limits"]["promised"]
    longest = longest_chain(service)
    if promised["value"] != longest:
        sentence = f"承诺 {promised['value']} 天，最长的部分是 {longest} 天，"
        advice = "两个要一样：总的期限由最长的部分决定，一个办完才办下一个的加在一起。"
        yield Problem("service.yaml#limits/promised", sentence, advice)
    for part in service.parts:
        if part.service.meta["limits"]["promised"]["unit"] != promised["unit"]:
            yield Problem(f"service.yaml#parts/{part.id}", "承诺期限的单位和总的不一样。")


def _nested(service: Service) -> Iterator[Problem]:
    for part in service.parts:
        if part.service.parts:
            yield Problem(f"service.yaml#parts/{part.id}", "它自己也是联办事项，", "把它的各部分直接写在这里。")
