"""The work list as officers read it: rows, filters, tabs, the places of its pages."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from yimen.domains.cases.clocks import clock_of, intake_of
from yimen.domains.cases.models import Case, Inspection
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.states import Status
from yimen.engines.clock import LegalClock, WorkingCalendar, hours_left
from yimen.ground.accounts.models import Account
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.language import say
from yimen.ground.places.office import office_hours_of
from yimen.ground.processes.models import Task
from yimen.ground.processes.work_list import LIGHTS
from yimen.ground.processes.work_page import Cursor, Listed
from yimen.ui.kept import Mould, mould

LIGHT_WORDS = {"late": "超期", "soon": "临期", "ok": "时限内", "pause": "不计时"}
TABS = {"": "全部", "free": "待领取", "mine": "我领取的", "others": "同事在办"}
_CURSOR = re.compile(r"([01])-([0-3])-(\d{8})-(\d{1,18})")
_HOUR = 3600
_FORM = ("state", "incident", "urged", "free", "mine", "batch", "opinion")
_WORDS = ("pk", "left", "service", "number", "applicant", "step", "due", "by")

Row = dict[str, Any]


def task_row(
    task: Listed,
    case: Case,
    officer: Account,
    record: Inspection | None,
    calendar: WorkingCalendar,
    now: datetime,
) -> Row:
    """One task of the list.

    Args:
        record: of a site visit that waits for its second officer.
    """
    others = record.second if record is not None and record.second_id != officer.pk else None
    mine = task.place.claimed_by == officer.pk
    free = task.place.claimed_by is None and others is None
    return {
        "pk": task.pk,
        "state": LIGHTS[task.light],
        "left": light_words(task, case, calendar, now),
        "service": case.version.name,
        "number": case.number,
        "applicant": case.who,  # type: ignore[attr-defined]  # told by `cases_of_rows`
        "step": task.name,
        "due": due_words(task, case),
        "incident": task.place.kind == Task.INCIDENT,
        "urged": task.is_urged,
        "by": holder_words(task, others, mine=mine),
        "free": free,
        "mine": mine or (record is not None and record.second_id == officer.pk),
        "batch": task.act == "accept" and task.place.kind == Task.WORK and (free or mine),
        "opinion": False,
    }


def table(rows: Iterable[Row], *, can_batch: bool, light: str, holder: str, csrf_token: str) -> SafeString:
    """The rows as HTML. There are fifty on a page, in a handful of forms.

    Args:
        light, holder: the filters of the page, to which claiming comes back.
    """
    moulds: dict[tuple[Any, ...], Mould] = {}
    found = []
    for row in rows:
        form = tuple(row[name] for name in _FORM)
        made = moulds.get(form)
        if made is None:
            kind = {"can_batch": can_batch, "light": light, "holder": holder, **dict(zip(_FORM, form, strict=True))}
            made = moulds[form] = mould("desk/parts/work_row.html", get_language(), (*_WORDS, "csrf_token"), **kind)
        words = {name: row[name] for name in _WORDS}
        words["csrf_token"] = csrf_token
        # As the tags of the template say them, which see only a hole: the light, and the step of an incident.
        words["left"] = say(row["left"])
        words["step"] = say(row["step"]) if row["incident"] else row["step"]
        found.append(made.filled(words))
    return SafeString("".join(found))


def holder_words(task: Listed, second: Account | None, *, mine: bool) -> str:
    if second is not None:
        return f"等 {second.name} 确认"
    if task.place.claimed_by is None:
        return "待领取"
    return "我" if mine else task.holder


def light_words(task: Listed, case: Case, calendar: WorkingCalendar, now: datetime) -> str:
    """剩 6 个工作日, 剩 4 小时, 超期 1 个工作日, 不计时: as ``engines.clock.light``, from the task's days."""
    today, due = legal_day(now), task.place.due_on
    if task.place.kind == Task.INCIDENT and due is None:
        return "系统没办成"
    running = _clock(case)
    if LIGHTS[task.light] == "pause" or due is None:
        kinds = "、".join(sorted({one.kind for one in running.stops_on(today)})) if running else ""
        return f"不计时（{kinds}）" if kinds else "不计时"
    if today > due:
        over = _counted(case, None, due, today, calendar)
        return f"超期 {over}" if over else "已超期"
    if today == due:
        left = hours_left(now.astimezone(CITY), due, office_hours_of(case.body), calendar).total_seconds()
        return (
            f"剩 {int(left // _HOUR)} 小时" if left >= _HOUR else f"剩 {int(left // 60)} 分钟" if left else "今天到期"
        )
    # A clock that starts on a later day (papers that came after hours) has all its days left.
    start = max(today, running.started) if running else today
    left_days = _counted(case, running, start, due, calendar)
    return f"剩 {left_days}" if left_days else "即将到期"


def _clock(case: Case) -> LegalClock | None:
    """The clock that runs, from rows that are in memory already."""
    if case.status == Status.SUBMITTED and case.received_on is not None:
        return LegalClock(intake_of(case).counts_from, "收到申请材料")
    return clock_of(case) if case.status == Status.ACCEPTED else None


def _counted(case: Case, running: LegalClock | None, start: date, end: date, calendar: WorkingCalendar) -> str:
    """The days after ``start`` up to ``end`` that count: worked where the limit is in working days, and not stopped."""
    by_work = _unit(case) == "workday"
    days = (start + timedelta(days=at) for at in range(1, (end - start).days + 1))
    count = sum(
        (calendar.is_working_day(day) or not by_work) and not (running is not None and running.stops_on(day))
        for day in days
    )
    return f"{count} {'个工作日' if by_work else '日'}" if count else ""


def _unit(case: Case) -> str:
    limits = service_of(case).meta["limits"]
    if case.status == Status.SUBMITTED:
        return limits["answer"]["unit"] if "answer" in limits else "workday"
    if case.status == Status.ACCEPTED:
        return limits["promised"]["unit"]
    return limits["deliver"]["unit"] if "deliver" in limits else "workday"


def due_words(task: Listed, case: Case) -> str:
    """The last day, or what the case waits for while no day runs."""
    if case.status == Status.CORRECTING:
        return "等申请人补正，尚未受理"
    if LIGHTS[task.light] == "pause" and task.place.paused_until:
        return f"特别程序，到 {task.place.paused_until:%m-%d}"
    return f"{task.place.due_on:%m-%d}" if task.place.due_on else ""


def filters(counted: Mapping[str, int], light: str, holder: str) -> list[Row]:
    """The four lights with their counts, as filters; a second click on one shows all again."""
    return [
        {
            "state": state,
            "text": LIGHT_WORDS[state],
            "count": counted[state],
            "href": address(light="" if light == state else state, holder=holder),
            "current": light == state,
        }
        for state in ("late", "soon", "ok", "pause")
    ]


def tabs(counted: Mapping[str, int], light: str, holder: str) -> list[Row]:
    return [
        {
            "text": text,
            "count": counted[name or "all"],
            "href": address(light=light, holder=name),
            "current": name == holder,
        }
        for name, text in TABS.items()
    ]


def address(**values: str) -> str:
    """The work list under these filters; what is empty is left out."""
    told = {key: value for key, value in values.items() if value}
    return reverse("desk:worklist") + (f"?{urlencode(told)}" if told else "")


def cursor_text(place: Cursor | None) -> str:
    if place is None:
        return ""
    unurged, light, due, number = place
    return f"{unurged}-{light}-{due:%Y%m%d}-{number}"


def read_cursor(text: str) -> Cursor | None:
    """The place that an address tells; None for anything else."""
    found = _CURSOR.fullmatch(text)
    if found is None:
        return None
    try:
        return int(found[1]), int(found[2]), datetime.strptime(found[3], "%Y%m%d").date(), int(found[4])
    except ValueError:
        return None
