"""What a check found wrong in a definition, in words its author can act on."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a definition.

    ``element`` names the place (``form.json#sections/2/fields/trade_name``, a BPMN or DMN element id),
    ``sentence`` says what is wrong, ``advice`` what to do. An ``error`` blocks publishing, a ``warning`` does not.
    """

    element: str
    sentence: str
    advice: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.element}：{self.sentence}" + (f"{self.advice}" if self.advice else "")
