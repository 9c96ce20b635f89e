"""A change between two versions."""

from dataclasses import dataclass
from typing import Literal

from yimen.engines.service.diff.words import Say, Words, in_chinese, told

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

    ``place`` names it inside the folder (``rules.dmn#outcome/3``), ``words`` tell it in parts (what changed, from what,
    to what), ``before`` and ``after`` are its texts where they help, ``is_public`` says that it concerns who applies,
    not only who works on it.
    """

    group: Group
    kind: Kind
    place: str
    words: Words
    before: str = ""
    after: str = ""
    is_public: bool = True

    @property
    def sentence(self) -> str:
        """In Chinese."""
        return in_chinese(self.words)

    def said(self, say: Say) -> tuple[str, ...]:
        """The sentence in the language of ``say``, in pieces: what ``say`` has no words for is a piece by itself."""
        return told(self.words, say)
