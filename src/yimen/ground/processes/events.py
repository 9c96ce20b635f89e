from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CapabilityAsked:
    """A process wants something done by its domain, outside the transaction that asked."""

    instance: int
    token: int
    node: str
    capability: str
