from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """What a document is about, as plain words, because documents know no domain: ``Subject("case", "YX…-00417")``."""

    kind: str
    reference: str
