"""The guide by paragraphs, and every other file as a whole."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from yimen.engines.service.diff.model import Change
from yimen.engines.service.diff.words import Short, message

_READ_ELSEWHERE = frozenset({"service.yaml", "form.json", "process.bpmn", "rules.dmn"})
_BLANK_LINES = re.compile(r"\n\s*\n")
_CALLED = (
    ("materials/", "空白表或者样张", True),
    ("certificates/", "证照的样式", False),
    ("scenarios/", "情景", False),
    ("parts/", "联办部分的文件", False),
    ("", "文件", False),
)


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Change]:
    """Paragraphs of guide.md; other files that came, went or differ."""
    yield from _guide(before.get("guide.md", b"").decode(), after.get("guide.md", b"").decode())
    for path in sorted({*before, *after} - _READ_ELSEWHERE - {"guide.md"}):
        if before.get(path) != after.get(path):
            called, public = next((word, public) for start, word, public in _CALLED if path.startswith(start))
            name = message("%(called)s %(file)s", called=called, file=path.rpartition("/")[2])
            if path not in before:
                yield Change("file", "added", path, message("新增%(place)s", place=name), is_public=public)
            elif path not in after:
                yield Change("file", "removed", path, message("删去%(place)s", place=name), is_public=public)
            else:
                yield Change("file", "changed", path, message("%(place)s改了", place=name), is_public=public)


def _guide(before: str, after: str) -> Iterator[Change]:
    old, new = _paragraphs(before), _paragraphs(after)
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, now = "\n\n".join(old[i:j]), "\n\n".join(new[k:m])
        place = f"guide.md#{k + 1}"
        if kind == "replace":
            words = message("指南从“%(was)s”改成“%(now)s”", was=Short(was), now=Short(now))
            yield Change("guide", "changed", place, words, was, now)
        elif kind == "delete":
            yield Change("guide", "removed", place, message("指南删去“%(was)s”", was=Short(was)), was, "")
        elif kind == "insert":
            yield Change("guide", "added", place, message("指南新增“%(now)s”", now=Short(now)), "", now)


def _paragraphs(text: str) -> list[str]:
    return [one.strip() for one in _BLANK_LINES.split(text) if one.strip()]
