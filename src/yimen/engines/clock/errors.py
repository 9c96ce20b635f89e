"""What the clock says when it cannot or may not count; every message is a Chinese sentence to be shown."""


class ClockError(ValueError):
    """A count or a holiday table that makes no sense; the message is a Chinese sentence."""


class ClockRefused(ClockError):
    """What somebody wants to do with a clock is not allowed; the message names the reason and the article."""


class StopRefused(ClockRefused):
    """The clock may not be stopped like this."""


class ExtensionRefused(ClockRefused):
    """The limit may not be extended like this."""


class RestartRefused(ClockRefused):
    """The clock may not start anew."""


class CorrectionRefused(ClockRefused):
    """The applicant may not be asked for corrections, or may not be kept waiting, like this."""
