"""What accounts need from outside: somebody who sends a code, somebody who confirms an identity."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from yimen.ground.errors import Unavailable


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


_code_sender: list[CodeSender] = []
_identity_register: list[IdentityRegister] = []


def plug_code_sender(port: CodeSender) -> None:
    _code_sender[:] = [port]


def plug_identity_register(port: IdentityRegister) -> None:
    _identity_register[:] = [port]


def code_sender() -> CodeSender:
    """The sender in use. Raises Unavailable when none is plugged in."""
    if not _code_sender:
        raise Unavailable("短信服务还没有接上，现在发不了验证码", "带身份证到窗口办，或者打 12345 问。")
    return _code_sender[0]


def identity_register() -> IdentityRegister:
    """The register in use. Raises Unavailable when none is plugged in."""
    if not _identity_register:
        raise Unavailable("实名核验还没有接上，现在核验不了", "带身份证到窗口办，或者打 12345 问。")
    return _identity_register[0]
