from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CITY = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The current moment in UTC. Only views' middleware and the worker ask; all others are told."""
    return datetime.now(UTC)


def legal_day(moment: datetime) -> date:
    """The calendar day of a moment as the law counts it, in Asia/Shanghai."""
    return moment.astimezone(CITY).date()
