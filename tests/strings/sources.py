"""Chinese sentences of Python modules, as message ids: a literal as it stands, an f-string with named places.

``f"办件 {case.number} 还在办"`` is the message ``办件 {number} 还在办``. Docstrings are for developers and left out.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

CHINESE = re.compile("[\u4e00-\u9fff]")


def messages(path: Path) -> Iterator[tuple[str, int]]:
    """Message ids of a module with their lines, in the order of the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(part) for node in ast.walk(tree) for part in _docstring(node)}
    found: list[tuple[int, int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            silent.update(id(part) for part in node.values if isinstance(part, ast.Constant))
            text = _template(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            text = node.value
        else:
            continue
        if CHINESE.search(text):
            found.append((node.lineno, node.col_offset, text))
    yield from ((text, line) for line, _, text in sorted(found))


def _docstring(node: ast.AST) -> Iterator[ast.Constant]:
    """String statements: docstrings of modules, classes, functions and attributes."""
    for child in getattr(node, "body", []) if not isinstance(node, ast.Lambda | ast.IfExp) else []:
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            yield child.value


def _template(node: ast.JoinedStr) -> str:
    parts, taken = [], []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
            continue
        name = _name(part.value)
        taken.append(name)
        count = taken.count(name)
        parts.append(f"{{{name if count == 1 else f'{name}{count}'}}}")
    return "".join(parts)


def _name(value: ast.expr) -> str:
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").lower()
        case ast.Subscript(value=inner) | ast.Call(func=inner):
            return _name(inner)
    return "value"
