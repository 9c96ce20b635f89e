import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

CITY = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The current moment in UTC. Only views' middleware and the worker ask; all others are told.

    A demo may stand at another time (``yimen demo clock``), to show what a deadline or the next month brings.
    """
    return datetime.now(UTC) + (_moved() if settings.YIMEN_DEMO else timedelta(0))


def legal_day(moment: datetime) -> date:
    """The calendar day of a moment as the law counts it, in Asia/Shanghai."""
    return moment.astimezone(CITY).date()


def move_demo_clock(by: timedelta) -> timedelta:
    """Move the clock of a demo, for every process of this installation. Returns how far it stands from real time.

    Raises:
        RuntimeError: this is no demo.
    """
    if not settings.YIMEN_DEMO:
        raise RuntimeError("the clock of a real city cannot be moved")
    standing = _moved() + by if by else timedelta(0)
    file = settings.YIMEN_VAR / "clock"
    file.parent.mkdir(parents=True, exist_ok=True)
    # Put in place as a whole: who read it half written would stand at real time for a moment.
    written = file.with_suffix(f".{os.getpid()}")
    written.write_text(str(int(standing.total_seconds())))
    written.replace(file)
    return standing


def demo_day() -> date | None:
    """The day on which a demo stands when its clock was moved; None where time is real."""
    return legal_day(now()) if settings.YIMEN_DEMO and _moved() else None


def _moved() -> timedelta:
    try:
        return timedelta(seconds=int((settings.YIMEN_VAR / "clock").read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta(0)
