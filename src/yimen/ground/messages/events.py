"""What happened here, told to whom it concerns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SmsQueued:
    """A text message waits to be sent; only its row knows to whom and what."""

    sms: int
