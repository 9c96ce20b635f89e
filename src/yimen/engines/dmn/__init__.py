"""DMN 1.2 to 1.5: decision models read from XML, checked, and decided with a full record.

Others use ``read``, ``check``, ``decide``, ``inputs_of``, ``DmnError`` and the classes of the record. A decision always
comes with the rules that hit, the reasons from the annotation columns 说明 and 依据, and the doubts.
"""

from .check import check
from .decide import call, inputs_of
from .errors import DmnError
from .model import DecisionDef, Model
from .outcome import Answer
from .prepare import Prepared, decide, prepare
from .read import read
from .record import Decision, Reason, RuleHit

__all__ = [
    "Answer",
    "Decision",
    "DecisionDef",
    "DmnError",
    "Model",
    "Prepared",
    "Reason",
    "RuleHit",
    "call",
    "check",
    "decide",
    "inputs_of",
    "prepare",
    "read",
]
