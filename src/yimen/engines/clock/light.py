"""The traffic light: one definition for citizens, staff and supervision."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from .due import Due
from .limit import Unit

_SOON_SHARE = 5
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


class State(StrEnum):
    """In order of urgency: late, soon, stopped (not counted), ok."""

    LATE = "late"
    SOON = "soon"
    STOPPED = "stopped"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Light:
    """A state and its words, such as 剩 6 个工作日, 剩 4 小时, 超期 1 日, 不计时."""

    state: State
    words: str


def light(due: Due | None, hours_left: timedelta | None = None) -> Light:
    """The light of a clock; None stands for a clock that has not begun (等您补正，尚未受理).

    Soon is at most one fifth of the limit, or at most one working day. Late only after the last day has passed: the
    hours of the last day, when given (``hours_left`` in ``office``), change the words, never the state.
    """
    if due is None:
        return Light(State.STOPPED, "不计时")
    if due.late:
        return Light(State.LATE, _overdue(due))
    if due.stopped:
        return Light(State.STOPPED, f"不计时（{due.stopped_by}）")
    soon = due.days_left * _SOON_SHARE <= due.total or due.working_days_left <= 1
    return Light(State.SOON if soon else State.OK, _left(due, hours_left))


def _overdue(due: Due) -> str:
    return f"超期 {_amount(-due.days_left, due)}" if due.days_left else "已超期"


def _left(due: Due, hours_left: timedelta | None) -> str:
    if due.as_of == due.day:
        return "今天到期" if not hours_left else f"剩 {_clock_time(hours_left)}"
    return f"剩 {_amount(due.days_left, due)}" if due.days_left else "即将到期"


def _amount(days: int, due: Due) -> str:
    return f"{days} 个工作日" if due.unit == Unit.WORKDAY else f"{days} 日"


def _clock_time(left: timedelta) -> str:
    return f"{left // _HOUR} 小时" if left >= _HOUR else f"{max(left // _MINUTE, 1)} 分钟"
