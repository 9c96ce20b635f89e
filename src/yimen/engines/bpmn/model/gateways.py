"""Where the way parts and joins."""

from dataclasses import dataclass

from .nodes import Node


@dataclass(frozen=True, slots=True)
class ExclusiveGateway(Node):
    """The first flow whose condition holds is taken, else the default."""


@dataclass(frozen=True, slots=True)
class ParallelGateway(Node):
    """Waits for one token on each incoming flow, then opens every outgoing flow."""


@dataclass(frozen=True, slots=True)
class InclusiveGateway(Node):
    """Opens every flow whose condition holds; waits for every token that can still come."""


@dataclass(frozen=True, slots=True)
class ComplexGateway(Node):
    """Goes on once ``activation`` holds (FEEL over ``activationCount``); later tokens of the same round end here."""

    activation: str = ""


@dataclass(frozen=True, slots=True)
class EventGateway(Node):
    """The first of the events that follow decides the way.

    With ``instantiate`` that event begins an instance; with ``parallel`` the others are still waited for then.
    """

    instantiate: bool = False
    parallel: bool = False
