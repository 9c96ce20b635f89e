from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperMade:
    reference: str
    kind: str
