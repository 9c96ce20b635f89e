"""A change between two versions."""

from dataclasses import dataclass
from typing import Literal

Group = Literal["field", "material", "question", "rule", "element", "guide", "file"]
Kind = Literal["added", "removed", "changed", "moved"]
WORDS: dict[Group, str] = {
    "field": "事项信息",
    "material": "材料",
    "question": "申请表",
    "rule": "规则",
    "element": "办理环节",
    "guide": "办事指南",
    "file": "文件",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    ``place`` names it inside the folder (``rules.dmn#outcome/3``), ``before`` and ``after`` are its texts where they
    help, ``is_public`` says that it concerns who applies, not only who works on it.
    """

    group: Group
    kind: Kind
    place: str
    sentence: str
    before: str = ""
    after: str = ""
    is_public: bool = True


def short(text: str, length: int = 60) -> str:
    """A text for the middle of a sentence."""
    plain = " ".join(text.split())
    return plain if len(plain) <= length else f"{plain[: length - 1]}…"
