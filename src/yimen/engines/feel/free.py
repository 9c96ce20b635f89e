"""Which names an expression reads from its scope."""

from __future__ import annotations

from collections.abc import Collection

from . import syntax as s


def free_names(tree: s.Node, declared: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Two sets: the names surely read from the scope, and these with the names that may be parts of a filtered item."""
    walk = _Walk(frozenset(declared))
    walk.visit(tree, frozenset(), False)
    return frozenset(walk.sure), frozenset(walk.sure | walk.perhaps)


class _Walk:
    def __init__(self, declared: frozenset[str]) -> None:
        self.declared = declared
        self.sure: set[str] = set()
        self.perhaps: set[str] = set()

    def visit(self, node: s.Node, bound: frozenset[str], in_filter: bool) -> None:
        if isinstance(node, s.Name):
            self._read(node.name, bound, in_filter)
        elif isinstance(node, s.Filter):
            self.visit(node.target, bound, in_filter)
            self.visit(node.condition, bound | {"item"}, True)
        elif isinstance(node, s.For | s.Quantified):
            self._loop(node, bound, in_filter)
        elif isinstance(node, s.ContextOf):
            for key, value in zip(node.keys, node.values, strict=True):
                self.visit(value, bound, in_filter)
                bound = bound | {key}
        elif isinstance(node, s.FunctionOf):
            self.visit(node.body, bound | set(node.parameters), in_filter)
        else:
            for child in s.children(node):
                self.visit(child, bound, in_filter)

    def _read(self, name: str, bound: frozenset[str], in_filter: bool) -> None:
        if name in bound:
            return
        if in_filter and name not in self.declared:
            self.perhaps.add(name)
        else:
            self.sure.add(name)

    def _loop(self, node: s.For | s.Quantified, bound: frozenset[str], in_filter: bool) -> None:
        if isinstance(node, s.For):
            bound = bound | {"partial"}
        for one in node.iterations:
            self.visit(one.domain, bound, in_filter)
            if one.end:
                self.visit(one.end, bound, in_filter)
            bound = bound | {one.name}
        self.visit(node.body if isinstance(node, s.For) else node.condition, bound, in_filter)
