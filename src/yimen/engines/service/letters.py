"""A service's messages and signals: whoever waits for one must have somebody who sends it."""

from collections.abc import Collection, Iterator

from yimen.engines import bpmn
from yimen.engines.problem import Problem
from yimen.engines.service.model import Service

_SAID = {"message": "消息", "signal": "信号"}
Letter = tuple[str, str]


def check(service: Service, sent: Collection[Letter] = ()) -> Iterator[Problem]:
    """Problems of what the process of a service waits for.

    Args:
        sent: kind and name of what is sent from elsewhere: by the whole whose part this is, by its other parts.
    """
    known = {*sent, *sent_with(service)}
    for node in service.process.nodes.values():
        for one in dict.fromkeys(_awaited(node)):
            if one not in known:
                kind = _SAID[one[0]]
                sentence = f"“{node.label}”等的{kind}“{one[1]}”没有谁发，流程会一直等，"
                advice = f"在该发的那个流程里加上发这个{kind}的一步，或改用定时、人工任务。"
                yield Problem(f"process.bpmn#{node.id}", sentence, advice)


def sent_with(service: Service) -> set[Letter]:
    """What the process of a service and those of its parts send."""
    processes = [service.process, *(part.service.process for part in service.parts)]
    return {letter for process in processes for node in process.nodes.values() for letter in _sent(node)}


def _awaited(node: bpmn.Node) -> Iterator[Letter]:
    if not isinstance(node, bpmn.ThrowEvent | bpmn.EndEvent):
        yield from _letters(bpmn.triggers_of(node))


def _sent(node: bpmn.Node) -> Iterator[Letter]:
    if isinstance(node, bpmn.ThrowEvent | bpmn.EndEvent):
        yield from _letters(node.triggers)
    if isinstance(node, bpmn.SendTask):
        yield "message", node.message
    if node.loop is not None:
        thrown = (trigger for _, trigger in node.loop.chosen)
        yield from _letters((*thrown, *((node.loop.thrown,) if node.loop.thrown else ())))


def _letters(triggers: tuple[bpmn.Trigger, ...]) -> Iterator[Letter]:
    yield from ((one.kind, one.name) for one in triggers if one.kind in _SAID)
