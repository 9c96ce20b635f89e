"""Half-width punctuation beside Chinese characters: the first thing a Chinese reader sees as careless."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HAN = "\u4e00-\u9fff"
CLOSING = "\u201d\u300b\uff09"
FAULT = re.compile(rf"[{HAN}{CLOSING}][,;:?!(]|[,;?!)][{HAN}]")
# In programs a mark may belong to English prose, to a regular expression, or to what is quoted word for word.
OF_PROGRAMS = re.compile(rf"[{HAN}]: (?=[A-Za-z])|[{HAN}]\(\?|\)[?+*]?[{HAN}|]|“[^”]*”|\{{[^}}]*\}}")


@dataclass(frozen=True)
class Fault:
    """Where a half-width mark stands: the line (from 1) and what is around it."""

    line: int
    around: str


def faults(text: str) -> list[Fault]:
    """Every half-width mark in `text` that touches a Chinese character."""
    return [
        Fault(text.count("\n", 0, hit.start()) + 1, text[max(hit.start() - 10, 0) : hit.end() + 10])
        for hit in FAULT.finditer(text)
    ]


def python_strings(source: str) -> Iterator[tuple[int, str]]:
    """The texts of a Python file with their lines, docstrings left out: they are for colleagues, not for readers."""
    tree = ast.parse(source)
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def file_faults(path: Path) -> list[Fault]:
    """Faults of a template, a script, or of the texts inside a Python file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return faults(text)
    texts = ((line, OF_PROGRAMS.sub("", words)) for line, words in python_strings(text))
    return [Fault(line, fault.around) for line, words in texts for fault in faults(words)]
