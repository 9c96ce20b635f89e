"""What accounts need from outside: somebody who sends a code, somebody who confirms an identity."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sent:
    """``shown`` is the code itself in a demo, to be shown on the page; empty where a real message goes out."""

    shown: str = ""


class CodeSender(Protocol):
    def send_code(self, mobile: str, code: str) -> Sent:
        """Send a sign-in code by SMS. Raises ground.errors.Unavailable when no message could go out."""


@dataclass(frozen=True, slots=True)
class Identity:
    name: str
    id_kind: str
    id_number: str
    birth: date
    register: str


class IdentityRegister(Protocol):
    def confirm(self, name: str, id_number: str) -> Identity | None:
        """The identity if the register knows exactly this pair of name and number, else None."""


_ports: dict[str, object] = {}


def plug(*, code_sender: CodeSender, identity_register: IdentityRegister) -> None:
    """Called once by config.wiring."""
    _ports.update(code_sender=code_sender, identity_register=identity_register)


def code_sender() -> CodeSender:
    return _ports["code_sender"]  # type: ignore[return-value]


def identity_register() -> IdentityRegister:
    return _ports["identity_register"]  # type: ignore[return-value]
