"""Typed nodes to Python source: lists, contexts, ranges, and the loops over them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import ClassVar

from . import syntax as s
from .compile import comparison_range, interval
from .emit import Atom, Emitter, Item
from .runtime import Run
from .shapes import TRUTH, UNKNOWN, Shape


def _list_of(self: Emitter, node: s.ListOf) -> Atom:
    self.source.line(f"run.spend({len(node.items)})")
    items = ", ".join([self.feel(item) for item in node.items])
    return self.assigned(f"[{items}]", Shape("list", False))


def _context_of(self: Emitter, node: s.ContextOf) -> Atom:
    if _holds_function(node):
        # A function written in a context sees the entries that come after it: only a live scope can give it those.
        return self.fallback(node)
    frame: dict[str, Atom] = {}
    self.frames.append(frame)
    for key, value in zip(node.keys, node.values, strict=True):
        frame[key] = self.value(value)
    self.frames.pop()
    pairs = ", ".join(f"{self.source.constant(key)}: {self.boxed(atom)}" for key, atom in frame.items())
    return self.assigned(f"{{{pairs}}}", Shape("context", False))


def _range_of(self: Emitter, node: s.RangeOf) -> Atom:
    if isinstance(node.start, s.Literal) and isinstance(node.end, s.Literal):
        return _known_range(self, node, node.start, node.end)
    included = f"{node.start_included}, {node.end_included}"
    if node.operator != "..":
        return self.assigned(f"comparison_range({node.operator!r}, {self.feel(node.end)}, {included})")
    low = self.feel(node.start)
    return self.assigned(f"interval({low}, {self.feel(node.end)}, {included}, run)")


def _known_range(self: Emitter, node: s.RangeOf, start: s.Literal, end: s.Literal) -> Atom:
    included, run = (node.start_included, node.end_included), Run()
    if node.operator != "..":
        return self.constant(comparison_range(node.operator, end.value, *included), Shape("range", False))
    made = interval(start.value, end.value, *included, run)
    if made is not None:
        return self.constant(made, Shape("range", False))
    return self.assigned(f"doubt({self.source.constant(run.doubts[0].sentence)})")


def _filter(self: Emitter, node: s.Filter) -> Atom:
    condition = node.condition
    if isinstance(condition, s.Literal) and isinstance(condition.value, Decimal):
        position = self.source.constant(condition.value)
        return self.assigned(f"element(as_list({self.feel(node.target)}), {position}, {s.cost(condition)}, run)")
    if not s.is_boolean_form(condition):
        return self.fallback(node)
    items = self.assigned(f"as_list({self.feel(node.target)})").text
    kept, item = self.source.temporary(), self.source.temporary()
    self.source.line(f"{kept} = []")
    with self.source.block(f"for {item} in {items}:"):
        self.source.line(f"run.spend({s.cost(condition)})")
        self.frames.append(Item(item))
        chosen = self.value(condition)
        self.frames.pop()
        with self.source.block(f"if {chosen.text} is True:"):
            self.source.line(f"{kept}.append({item})")
    return Atom(kept, Shape("list", False))


def _for(self: Emitter, node: s.For) -> Atom:
    partial = self.source.temporary()
    looks_back = s.mentions(node, "partial")

    def body() -> None:
        value = self.feel(node.body)
        self.source.line(f"{partial} = grown({partial}, {value}, run)" if looks_back else f"{partial}.append({value})")

    made = self.source.temporary()
    with self.source.function(made):
        self.source.line(f"{partial} = []")
        self.frames.append({"partial": Atom(partial, Shape("list", False))})
        _rows(self, node.iterations, s.cost(node.body), body, "return None")
        self.frames.pop()
        self.source.line(f"return {partial}")
    return self.assigned(f"{made}()")


def _quantified(self: Emitter, node: s.Quantified) -> Atom:
    decisive = not node.every
    answer, made = self.source.temporary(), self.source.temporary()

    def body() -> None:
        self._decide(answer, self.value(node.condition), decisive, "satisfies 后面", f"return {decisive}")

    with self.source.function(made):
        self.source.line(f"{answer} = {not decisive}")
        _rows(self, node.iterations, s.cost(node.condition), body, f"{answer} = None")
        self.source.line(f"return {answer}")
    return self.assigned(f"{made}()", TRUTH)


def _rows(self: Emitter, iterations: tuple[s.Iteration, ...], cost: int, body: Callable[[], None], none: str) -> None:
    """One loop inside the other; a domain that is null runs the line ``none`` instead."""
    if not iterations:
        body()
        return
    one, *rest = iterations
    start = self.feel(one.domain)
    if one.end:
        domain = self.assigned(f"points({start}, {self.feel(one.end)}, run)").text
    else:
        domain = self.assigned(f"items_of({start}, run)").text
    with self.source.block(f"if {domain} is None:"):
        self.source.line(none)
    item = self.source.temporary()
    with self.source.block("else:"), self.source.block(f"for {item} in {domain}:"):
        self.source.line(f"run.spend({cost})")
        self.frames.append({one.name: Atom(item, UNKNOWN)})
        _rows(self, tuple(rest), cost, body, none)
        self.frames.pop()


def _holds_function(node: s.Node) -> bool:
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, s.FunctionOf):
            return True
        waiting.extend(s.children(here))
    return False


class FullEmitter(Emitter):
    """An emitter of all of FEEL."""

    writers: ClassVar[dict[type[s.Node], Callable[..., Atom]]] = {
        **Emitter.writers,
        s.ListOf: _list_of,
        s.ContextOf: _context_of,
        s.RangeOf: _range_of,
        s.Filter: _filter,
        s.For: _for,
        s.Quantified: _quantified,
    }
