"""What messages need from outside: somebody who sends them."""

from typing import Protocol

from yimen.ground.errors import DomainError, Unavailable


class Undeliverable(DomainError):
    """The gateway will never take this message, however often it is tried: the number is wrong or blocked."""

    code = "undeliverable"


class SmsGateway(Protocol):
    def send(self, mobile: str, text: str, reference: str) -> None:
        """Hand a message over to be sent.

        Args:
            reference: one for each message; a message with a reference that was taken before must be dropped, and the
                call must return as if it had been taken now. This makes sending exactly-once: whoever is killed
                between handing over and writing it down hands over again.
        Raises:
            Unavailable: it may not have been taken; it is tried again later.
            Undeliverable: it was not taken and never will be.
        """


_plugged: list[SmsGateway] = []


def plug_sms_gateway(port: SmsGateway) -> None:
    """Use this gateway from now on."""
    _plugged[:] = [port]


def sms_gateway() -> SmsGateway:
    """The gateway in use. Raises Unavailable when none is plugged in."""
    if not _plugged:
        raise Unavailable("短信网关还没有接上，短信发不出去", "让系统管理员接上短信网关。")
    return _plugged[0]
