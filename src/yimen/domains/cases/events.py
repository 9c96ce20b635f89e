from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseSubmitted:
    case: int
    number: str


@dataclass(frozen=True, slots=True)
class CaseDecided:
    case: int
    number: str
    outcome: str
