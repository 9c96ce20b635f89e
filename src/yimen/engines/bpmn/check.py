"""What is wrong with a process that can be read: each fault with the element it stands on and what to do."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from yimen.engines.problem import Problem

from .formulas import expressions
from .law import law
from .limits import limits
from .model import (
    BoundaryEvent,
    EndEvent,
    ExclusiveGateway,
    Node,
    ParallelGateway,
    Process,
    StartEvent,
    SubProcess,
    ThrowEvent,
)
from .outcomes import Answers
from .settings import settings
from .soundness import explore

_NONE: Mapping[str, Process] = MappingProxyType({})


def check(process: Process, called: Mapping[str, Process] = _NONE) -> list[Problem]:
    """Every problem found, in the order of the drawing. Errors block publishing; warnings do not.

    Args:
        called: the processes that call activities may call, by called element; conditions on where such a process
            came to its end are held against its end events. Of others nothing is said.
    """
    problems = [*_process(process), *law(process)]
    reached, ending = process.ever_reached(), process.able_to_end()
    answers = Answers(process, called)
    for node in process.nodes.values():
        problems += [
            *_place(process, node, reached, ending),
            *settings(node),
            *limits(node),
            *_flows(process, node),
            *expressions(process, answers, node),
        ]
    return problems + list(_joins(process))


def _process(process: Process) -> Iterator[Problem]:
    if not process.executable:
        yield Problem(
            process.id or "process", "流程标为不可执行（isExecutable=false）。", "发布前请改为 true。", "warning"
        )


def _place(process: Process, node: Node, reached: set[str], ending: set[str]) -> Iterator[Problem]:
    """Can a token come here, and can it go on to an end?"""
    if node.id not in reached:
        yield Problem(node.id, f"“{node.label}”永远走不到。", "用顺序流把它接上，或删去它。")
    if isinstance(node, EndEvent) or _needs_no_way(process, node):
        return
    if not node.outgoing:
        yield Problem(node.id, f"“{node.label}”之后没有路。", "接上下一步，或接到结束事件。")
    elif node.id not in ending:
        yield Problem(node.id, f"从“{node.label}”走不到任何结束事件。", "给循环一个出口，或接到结束事件。")


def _needs_no_way(process: Process, node: Node) -> bool:
    """Whether nothing need follow: what undoes, what jumps, what stands for itself."""
    parent = process.nodes.get(node.parent)
    undoes = node.for_compensation or (isinstance(node, BoundaryEvent) and bool(node.handler))
    apart = isinstance(node, SubProcess) and node.kind == "event"
    loose = isinstance(parent, SubProcess) and parent.kind == "adhoc"
    jumps = isinstance(node, ThrowEvent) and any(one.kind == "link" for one in node.triggers)
    return undoes or apart or loose or jumps


def _flows(process: Process, node: Node) -> Iterator[Problem]:
    """Is the way out of the node clear for every answer?"""
    flows = [process.flows[flow] for flow in node.outgoing]
    if node.default and process.flows[node.default].condition is not None:
        yield Problem(node.default, "默认流上写了条件，条件不起作用。", "删去这个条件，或另选默认流。")
    conditional = [flow for flow in flows if flow.condition is not None and flow.id != node.default]
    if isinstance(node, ExclusiveGateway):
        yield from _exclusive(process, node)
    elif isinstance(node, ParallelGateway | StartEvent):
        for flow in conditional:
            yield Problem(flow.id, f"“{node.label}”之后的线总是走，条件不起作用。", "删去条件，或改用排他网关。")
    elif conditional and len(conditional) == len(flows):
        sentence = f"“{node.label}”之后的线都有条件，可能一条也走不通。"
        yield Problem(node.id, sentence, "选定一条默认流。", "warning")


def _exclusive(process: Process, node: Node) -> Iterator[Problem]:
    flows = [process.flows[flow] for flow in node.outgoing]
    if len(flows) == 1 and flows[0].condition is None:
        return
    if flows and not node.default:
        yield Problem(node.id, f"排他网关“{node.label}”没有默认流。", "选定一条默认流，以免条件都不成立时停住。")
    for flow in flows:
        if flow.condition is None and flow.id != node.default:
            yield Problem(flow.id, f"排他网关“{node.label}”之后的这条线没有条件，也不是默认流。", "写上条件。")


def _joins(process: Process) -> Iterator[Problem]:
    """Will every join get all its tokens, and the whole come to an end?"""
    found = explore(process)
    if not found.complete:
        sentence = "流程的走法太多，没有逐一试过并行网关能否等齐。"
        yield Problem(process.start, sentence, "把流程拆小，或自行核对。", "warning")
    if found.endless:
        yield Problem(process.start, "无论怎么办理，流程都不会全部结束。", "检查循环里的并行网关。")
    for node_id in sorted(found.never):
        label = process.nodes[node_id].label
        sentence = f"并行网关“{label}”等的分支不会同时到来，它永远等不齐。"
        yield Problem(node_id, sentence, "改用排他网关汇合，或在前面用并行网关分开。")
    for node_id in sorted(found.sometimes):
        label = process.nodes[node_id].label
        sentence = f"并行网关“{label}”有时等不齐：有的分支可能走到别处。"
        yield Problem(node_id, sentence, "让每个分支都回到这里，或先用排他网关汇合。", "warning")
    for node_id in sorted(found.crowded):
        sentence = f"“{process.nodes[node_id].label}”会被越来越多的令牌同时经过，流程不会结束。"
        yield Problem(node_id, sentence, "检查循环里的并行分支是否先汇合。")
