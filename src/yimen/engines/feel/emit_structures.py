"""Typed nodes to Python source: lists, contexts, ranges, and the loops over them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from . import syntax as s
from .compile import comparison_range, interval
from .emit import Atom, Emitter, Item, Writer
from .runtime import Run
from .shapes import TRUTH, UNKNOWN, Shape


def _list_of(emit: Emitter, node: s.ListOf) -> Atom:
    emit.source.line(f"run.spend({len(node.items)})")
    items = ", ".join([emit.feel(item) for item in node.items])
    return emit.assigned(f"[{items}]", Shape("list", False))


def _context_of(emit: Emitter, node: s.ContextOf) -> Atom:
    if _holds_function(node):
        # A function written in a context sees the entries that come after it: only a live scope can give it those.
        return emit.fallback(node)
    frame: dict[str, Atom] = {}
    emit.frames.append(frame)
    for key, value in zip(node.keys, node.values, strict=True):
        frame[key] = emit.value(value)
    emit.frames.pop()
    pairs = ", ".join(f"{emit.source.constant(key)}: {emit.boxed(atom)}" for key, atom in frame.items())
    return emit.assigned(f"{{{pairs}}}", Shape("context", False))


def _range_of(emit: Emitter, node: s.RangeOf) -> Atom:
    if isinstance(node.start, s.Literal) and isinstance(node.end, s.Literal):
        return _known_range(emit, node, node.start, node.end)
    included = f"{node.start_included}, {node.end_included}"
    if node.operator != "..":
        return emit.assigned(f"comparison_range({node.operator!r}, {emit.feel(node.end)}, {included})")
    low = emit.feel(node.start)
    return emit.assigned(f"interval({low}, {emit.feel(node.end)}, {included}, run)")


def _known_range(emit: Emitter, node: s.RangeOf, start: s.Literal, end: s.Literal) -> Atom:
    included, run = (node.start_included, node.end_included), Run()
    if node.operator != "..":
        return emit.constant(comparison_range(node.operator, end.value, *included), Shape("range", False))
    made = interval(start.value, end.value, *included, run)
    if made is not None:
        return emit.constant(made, Shape("range", False))
    return emit.assigned(f"run.doubt({emit.source.constant(run.doubts[0].sentence)})")


def _filter(emit: Emitter, node: s.Filter) -> Atom:
    condition = node.condition
    if isinstance(condition, s.Literal) and isinstance(condition.value, Decimal):
        position = emit.source.constant(condition.value)
        return emit.assigned(f"element(as_list({emit.feel(node.target)}), {position}, {s.cost(condition)}, run)")
    if not s.is_boolean_form(condition):
        return emit.fallback(node)
    items = emit.assigned(f"as_list({emit.feel(node.target)})").text
    kept, item = emit.source.temporary(), emit.source.temporary()
    emit.source.line(f"{kept} = []")
    with emit.source.block(f"for {item} in {items}:"):
        emit.source.line(f"run.spend({s.cost(condition)})")
        emit.frames.append(Item(item))
        chosen = emit.value(condition)
        emit.frames.pop()
        with emit.source.block(f"if {chosen.text} is True:"):
            emit.source.line(f"{kept}.append({item})")
    return Atom(kept, Shape("list", False))


def _for(emit: Emitter, node: s.For) -> Atom:
    partial = emit.source.temporary()
    looks_back = s.mentions(node, "partial")

    def body() -> None:
        value = emit.feel(node.body)
        emit.source.line(f"{partial} = grown({partial}, {value}, run)" if looks_back else f"{partial}.append({value})")

    made = emit.source.temporary()
    with emit.source.function(made):
        emit.source.line(f"{partial} = []")
        emit.frames.append({"partial": Atom(partial, Shape("list", False))})
        _rows(emit, node.iterations, s.cost(node.body), body, "return None")
        emit.frames.pop()
        emit.source.line(f"return {partial}")
    return emit.assigned(f"{made}()")


def _quantified(emit: Emitter, node: s.Quantified) -> Atom:
    decisive = not node.every
    answer, made = emit.source.temporary(), emit.source.temporary()

    def body() -> None:
        emit.decide(answer, emit.value(node.condition), decisive, "satisfies 后面", f"return {decisive}")

    with emit.source.function(made):
        emit.source.line(f"{answer} = {not decisive}")
        _rows(emit, node.iterations, s.cost(node.condition), body, f"{answer} = None")
        emit.source.line(f"return {answer}")
    return emit.assigned(f"{made}()", TRUTH)


def _rows(emit: Emitter, iterations: tuple[s.Iteration, ...], cost: int, body: Callable[[], None], none: str) -> None:
    """One loop inside the other; a domain that is null runs the line ``none`` instead."""
    if not iterations:
        body()
        return
    one, *rest = iterations
    start = emit.feel(one.domain)
    if one.end:
        domain = emit.assigned(f"points({start}, {emit.feel(one.end)}, run)").text
    else:
        domain = emit.assigned(f"items_of({start}, run)").text
    with emit.source.block(f"if {domain} is None:"):
        emit.source.line(none)
    item = emit.source.temporary()
    with emit.source.block("else:"), emit.source.block(f"for {item} in {domain}:"):
        emit.source.line(f"run.spend({cost})")
        emit.frames.append({one.name: Atom(item, UNKNOWN)})
        _rows(emit, tuple(rest), cost, body, none)
        emit.frames.pop()


def _holds_function(node: s.Node) -> bool:
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, s.FunctionOf):
            return True
        waiting.extend(s.children(here))
    return False


STRUCTURES: dict[type[s.Node], Writer] = {
    s.ListOf: _list_of,
    s.ContextOf: _context_of,
    s.RangeOf: _range_of,
    s.Filter: _filter,
    s.For: _for,
    s.Quantified: _quantified,
}
