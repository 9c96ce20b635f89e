"""Print who imports whom: `make map` as text, `make map DOT=1` as a graph for Graphviz; from the imports themselves.

A package is a folder of a layer that has an order of its own (`yimen.engines.feel`, `yimen.domains.cases`), else the
layer (`yimen.ui`). Tests are left out. Within a layer the packages stand so that each imports only those below it.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from textwrap import fill

import grimp

# From left to right: each may import what follows.
LAYERS = ("cli", "config", "adapters", "portals", "domains", "ui", "ground", "engines")
DIVIDED = frozenset({"adapters", "portals", "domains", "ground", "engines"})


def package_of(module: str) -> str:
    """The package that a module belongs to: `yimen.domains.cases.actions.accept` → `domains.cases`."""
    _, layer, *rest = [*module.split("."), ""][:3]
    return f"{layer}.{rest[0]}" if layer in DIVIDED and rest[0] else layer


@cache
def imports() -> Mapping[str, frozenset[str]]:
    """Each package with the packages that it imports itself."""
    graph = grimp.build_graph("yimen", include_external_packages=False)
    modules = [one for one in graph.modules if ".tests" not in one and one.partition(".")[2].split(".")[0] in LAYERS]
    found: dict[str, set[str]] = {package_of(one): set() for one in modules}
    for one in modules:
        for other in graph.find_modules_directly_imported_by(one):
            if ".tests" not in other and package_of(other) in found:
                found[package_of(one)].add(package_of(other))
    bare = {name for name in found if name in DIVIDED and not found[name]}  # a layer's own `__init__`, which is empty
    return {name: frozenset(others - {name}) for name, others in found.items() if name not in bare}


def layer_of(package: str) -> int:
    return LAYERS.index(package.partition(".")[0])


def depth(package: str) -> int:
    """How many packages of its own layer stand below it in the longest chain."""
    below = [other for other in imports()[package] if layer_of(other) == layer_of(package)]
    return 1 + max(map(depth, below), default=-1)


def ordered() -> list[str]:
    """All packages, layer by layer, each above those that it imports."""
    return sorted(imports(), key=lambda one: (layer_of(one), -depth(one), one))


def text() -> Iterator[str]:
    """A paragraph for each layer, a line for each package: what it imports of its own layer, and of those below."""
    for layer, packages in groupby(ordered(), key=layer_of):
        yield LAYERS[layer]
        for one in packages:
            theirs = sorted(imports()[one], key=lambda other: (layer_of(other), other))
            yield fill(f"  {one:<24} → {' '.join(theirs) or '–'}", 118, subsequent_indent=" " * 29)
        yield ""


def dot() -> Iterator[str]:
    """The same for `dot -Tsvg`: a box for each layer, an arrow for each import."""
    yield "digraph yimen {\n  rankdir=TB; node [shape=box, fontname=sans-serif];"
    for layer, packages in groupby(ordered(), key=layer_of):
        inside = " ".join(f'"{one}";' for one in packages)
        yield f'  subgraph cluster_{LAYERS[layer]} {{ label="{LAYERS[layer]}"; {inside} }}'
    yield from (f'  "{one}" -> "{other}";' for one in ordered() for other in sorted(imports()[one]))
    yield "}"


if __name__ == "__main__":
    print("\n".join(dot() if sys.argv[1:] == ["dot"] else text()))
