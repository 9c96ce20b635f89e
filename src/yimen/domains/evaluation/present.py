"""Ratings and follow-ups as pages show them: lights, steps, the questions of the form."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from yimen.domains.evaluation.grades import REASONS, SHAPES, Grade
from yimen.domains.evaluation.limits import FIX, SIMPLE
from yimen.domains.evaluation.models import FollowUp, Rating
from yimen.domains.evaluation.states import State
from yimen.engines import clock
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.errors import Fault

_LIGHTS = {
    clock.State.LATE: "late",
    clock.State.SOON: "soon",
    clock.State.OK: "ok",
    clock.State.STOPPED: "pause",
}
STAT_WORDS = {"late": "超期", "soon": "临期", "ok": "时限内"}


def light_of(follow_up: FollowUp, calendar: clock.WorkingCalendar, today: date) -> tuple[str, str]:
    """State and words of the light (UX 3.6), by the one definition of the engine; nothing runs when all is over."""
    if follow_up.due_on is None:
        return "pause", "已办完"
    opened = legal_day(follow_up.opened_at)
    days = clock.working_days_between(opened, follow_up.due_on, calendar)
    limit = clock.Limit(days, clock.Unit.WORKDAY, promise=True)
    found = clock.light(clock.due(clock.LegalClock(opened, "收到评价"), limit, calendar, today))
    return _LIGHTS[found.state], found.words


def row_of(follow_up: FollowUp, calendar: clock.WorkingCalendar, today: date) -> dict[str, Any]:
    """One row of the officer's list. Who rated is no part of it."""
    state, words = light_of(follow_up, calendar, today)
    return {
        "number": follow_up.number,
        "state": state,
        "light": words,
        "subject": subject_of(follow_up.rating),
        "grade": follow_up.rating.word,
        "step": "等复核" if follow_up.is_under_appeal else follow_up.word,
        "due": follow_up.due_on,
    }


def subject_of(rating: Rating) -> str:
    """What was rated: the service of a case, or the post of a visit."""
    if rating.case is not None:
        return rating.case.version.name
    assert rating.visit is not None
    return f"{rating.visit.post.name}，{day_text(legal_day(rating.visit.at))}的服务"


def grade_choices(chosen: Grade | None) -> list[dict[str, Any]]:
    """The five cards, best first as in the national order; the first has the id that the error summary links to."""
    return [
        {
            "value": int(grade),
            "word": grade.word,
            "shape": SHAPES[grade],
            "id": "f-grade" if grade is Grade.VERY_GOOD else f"f-grade-{int(grade)}",
            "checked": grade is chosen,
        }
        for grade in sorted(Grade, reverse=True)
    ]


def reasons_spec(grade: Grade, ticked: Iterable[str]) -> dict[str, Any]:
    """The reasons that go with a grade, as a field."""
    return {
        "key": "reasons",
        "type": "multi",
        "label": f"为什么{grade.word}",
        "hint": "可以选几条，也可以不选",
        "required": False,
        "options": [{"value": code, "label": words} for code, words in REASONS[grade].items()],
        "value": list(ticked),
    }


def text_spec(key: str, label: str, hint: str, value: str, told: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """A text of several lines, with what is wrong about it."""
    spec = {"key": key, "type": "text", "label": label, "hint": hint, "value": value, "max_length": 500}
    return {**spec, "failure": told.get(key, ""), **more}


def phone_spec(value: str, told: Mapping[str, str]) -> dict[str, Any]:
    """The number to call back: leaving it is agreeing to the call, and to being known to whoever verifies."""
    return {
        "key": "phone",
        "type": "mobile",
        "label": "回访电话",
        "hint": "填了，就是同意核实的人看到您的姓名、给您打电话；不填也一样核实。被评价的人看不到您是谁",
        "required": False,
        "value": value,
        "failure": told.get("phone", ""),
    }


def choice_spec(
    key: str, label: str, options: Iterable[tuple[str, str, str]], value: str, told: Mapping[str, str]
) -> dict[str, Any]:
    """Radio cards of value, label, hint."""
    cards = [{"value": one, "label": words, "hint": hint} for one, words, hint in options]
    return {
        "key": key,
        "type": "select",
        "label": label,
        "options": cards,
        "value": value,
        "failure": told.get(key, ""),
    }


def told_of(faults: Iterable[Fault]) -> dict[str, str]:
    return {fault.key: fault.sentence for fault in faults}


def summary_of(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """The faults as the error summary takes them."""
    return [{"key": fault.key, "sentence": fault.sentence} for fault in faults]


def history_of(follow_up: FollowUp) -> list[dict[str, Any]]:
    """What has been done, what is being done by when, and what comes then; for the person and the officer alike."""
    steps = [_step("收到评价", "", follow_up.opened_at, legal_day(follow_up.opened_at))]
    verify_text = f"{follow_up.finding_word}。{follow_up.found}" if follow_up.verified_at else ""
    steps.append(_step("核实", verify_text, follow_up.verified_at, follow_up.verify_by))
    if follow_up.appealed_at is not None:
        decided = "复核以后认为不属实" if follow_up.upheld else "复核以后认为属实"
        text = f"{decided}。{follow_up.recheck}" if follow_up.rechecked_at else "被评价的单位不同意核实结果，正在复核"
        steps.append(_step("复核", text, follow_up.rechecked_at, follow_up.answer_by))
    if follow_up.finding in ("", "true"):
        steps.append(_step("整改", follow_up.done, follow_up.fixed_at, follow_up.answer_by))
    steps.append(_step("答复", follow_up.answer, follow_up.closed_at, follow_up.answer_by))
    return _with_states(steps)


def next_words(follow_up: FollowUp) -> str:
    """What happens next and by when, in one sentence for the person."""
    days = f"简单的 {FIX[SIMPLE].value} 个工作日内、复杂的 {FIX['complex'].value} 个工作日内"
    match State(follow_up.state):
        case State.OPEN:
            return f"{day_text(follow_up.verify_by)}前由没有经办这件事的人核实。属实的，{days}整改并答复您。"
        case State.VERIFIED | State.FIXED:
            assert follow_up.answer_by is not None
            return f"{day_text(follow_up.answer_by)}前答复您。"
        case _:
            return ""


def day_text(day: date) -> str:
    return f"{day:%-m月%-d日}"


def _step(title: str, text: str, at: datetime | None, by: date | None) -> dict[str, Any]:
    step: dict[str, Any] = {"title": title, "text": text, "done": at is not None}
    if at is not None:
        step.update(time=at.isoformat(), time_text=f"{at.astimezone(CITY):%-m月%-d日 %H:%M}")
    elif by is not None:
        step.update(time=by.isoformat(), time_text=f"{day_text(by)}前")
    return step


def _with_states(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Done, then the one that is going on, then those to come."""
    running = next((one for one in steps if not one["done"]), None)
    for one in steps:
        one["state"] = "done" if one["done"] else "now" if one is running else "next"
        if not one["done"]:
            one["icon"] = "hourglass" if one is running else "circle-dashed"
    return steps
