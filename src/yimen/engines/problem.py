"""What a check found wrong in a definition, in words its author can act on."""

from dataclasses import dataclass, replace
from typing import Literal, Self


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a definition.

    ``element`` names the place (``form.json#sections/2/fields/trade_name``, a BPMN or DMN element id),
    ``sentence`` says what is wrong, ``advice`` what to do. An ``error`` blocks publishing, a ``warning`` does not.
    Where the check knows them: ``kind`` is a short code of the fault, ``english`` the sentence in English, ``example``
    an input that shows it, as pairs of what is read and its value written in FEEL.
    """

    element: str
    sentence: str
    advice: str = ""
    severity: Literal["error", "warning"] = "error"
    kind: str = ""
    english: str = ""
    example: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        shown = f"例如：{self.example_text}。" if self.example else ""
        return f"{self.element}：{self.sentence}{shown}{self.advice}"

    @property
    def example_text(self) -> str:
        """``年龄 = 17.5，户籍 = "本市"``."""
        return "，".join(f"{name} = {value}" for name, value in self.example)

    def at(self, element: str) -> Self:
        """The same problem at another place: the element inside its file or folder."""
        return replace(self, element=element)
