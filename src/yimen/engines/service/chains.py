"""How the parts of a joint service follow each other in its process: side by side, or one when another is over."""

from collections.abc import Callable, Collection

from yimen.engines import bpmn
from yimen.engines.service.model import Part, Service


def promise_of(part: Part) -> int:
    """The longest that a part's own service promises, in its unit."""
    limits = part.service.meta["limits"]
    return max([limits["promised"]["value"], *(mode["value"] for mode in limits["modes"])])


def longest(service: Service) -> int:
    """How long the parts promise to take one after the other, along the way on which it is most."""
    lengths = {part.id: promise_of(part) for part in service.parts}
    return _length(service.process, service.process.start, lambda called: lengths.get(called, 0), {})


def days_behind(service: Service, part: str, waiting: Collection[str]) -> int:
    """The same behind the call of a part, counting only the parts that wait."""
    lengths = {one.id: promise_of(one) for one in service.parts if one.id in waiting}
    ways = [
        _length(service.process, later, lambda called: lengths.get(called, 0), {node.id: 0})
        for node in _calls(service)
        if node.called == part
        for later in service.process.next_of(node.id)
    ]
    return max(ways, default=0)


def parts_behind(service: Service, part: str) -> tuple[Part, ...]:
    """The parts that can only begin when this one is over, in the order of the service."""
    places = [node.id for node in _calls(service) if node.called == part]
    begins = [later for place in places for later in service.process.next_of(place)]
    ahead = service.process.reachable(begins)
    called = {node.called for node in _calls(service) if node.id in ahead}
    return tuple(one for one in service.parts if one.id in called and one.id != part)


def _calls(service: Service) -> list[bpmn.CallActivity]:
    return [node for node in service.process.nodes.values() if isinstance(node, bpmn.CallActivity)]


def _length(process: bpmn.Process, node: str, days: Callable[[str], int], found: dict[str, int]) -> int:
    """The longest way from a node to an end. ``found``: what is known by now; a way that comes back adds nothing."""
    if node not in found:
        found[node] = 0
        here = process.nodes[node]
        own = days(here.called) if isinstance(here, bpmn.CallActivity) else 0
        found[node] = own + max((_length(process, one, days, found) for one in process.next_of(node)), default=0)
    return found[node]
