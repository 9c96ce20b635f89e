"""What an officer does with a task, from the posted form: accept, decline, opine, inspect, decide.

Each reads its own inputs, says everything that is wrong with them at once, and hands over to the action of the domain.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from yimen.domains.cases.actions.accept import ACCEPT, accept
from yimen.domains.cases.actions.confirm_inspection import confirm_inspection
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.decline import BARRED, DECLINE, ELSEWHERE, INCOMPLETE, decline
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.hand_over_together import hand_over_together
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.errors import NoteTooLong, NotHeard, SameOfficer, WrongOutcome
from yimen.domains.cases.inspections import asked_at, officers_wanted, read_item
from yimen.domains.cases.queries import grounds_of, service_of
from yimen.engines.forms import Field, take_in
from yimen.ground.accounts.models import Account
from yimen.ground.accounts.queries import colleagues
from yimen.ground.calendar.moment import CITY
from yimen.ground.errors import DomainError, Stale
from yimen.ground.processes.models import Task
from yimen.portals.desk.desk import Desk
from yimen.portals.desk.present import sentence_of

CONFIRM = "confirm"
_TIME = re.compile(r"\s*([01]?\d|2[0-3])\s*[:\uff1a\u65f6\u70b9]\s*([0-5]\d)\s*\u5206?\s*")


class Refused(Exception):
    """What was typed cannot be taken: a sentence for each field."""

    def __init__(self, failures: Mapping[str, str]) -> None:
        super().__init__("；".join(failures.values()))
        self.failures = dict(failures)


def at_field(act: Callable[[], object], field: Callable[[DomainError], str]) -> None:
    """Run an action; what it refuses is said at the field where the officer mends it. Stale goes up as it is."""
    try:
        act()
    except Stale:
        raise
    except DomainError as error:
        raise Refused({field(error): sentence_of(error)}) from error


def perform(desk: Desk, task: Task) -> None:
    """Do what the posted form says with this task.

    Raises:
        Refused: something in the form. Stale: the case has moved on. WrongOutcome: the task cannot be done this way.
    """
    if task.kind != Task.WORK:
        raise Stale("这一步现在是系统没办成，等人处理", "看页面上写的原因，处理好后再试一次。")
    act = _ACTS.get(task.act)
    if act is None:
        raise WrongOutcome("这一步不在这里办", "回到待办，从那里打开。")
    act(desk, task)


def _accept(desk: Desk, task: Task) -> None:
    match desk.typed("outcome"):
        case outcome if outcome == DECLINE:
            _decline(desk, task)
        case outcome if outcome == ACCEPT:
            at_field(
                lambda: accept(actor=desk.actor, case=desk.case, task=task, now=desk.request.now),
                lambda error: "outcome",
            )
        case _:
            raise Refused({"outcome": "选一种办法：受理、一次告知补正，或者不予受理"})


def _decline(desk: Desk, task: Task) -> None:
    failures: dict[str, str] = {}
    barred = typed_day(desk, "barred_until", "不能再申请到哪一天为止", failures) if desk.typed("barred_until") else None
    if failures:
        raise Refused(failures)
    at_field(
        lambda: decline(
            actor=desk.actor,
            case=desk.case,
            task=task,
            ground=desk.typed("ground"),
            facts=desk.typed("facts"),
            competent_body=desk.typed("competent_body"),
            barred_until=barred,
            now=desk.request.now,
        ),
        lambda error: _decline_field(desk, error),
    )


def _decline_field(desk: Desk, error: DomainError) -> str:
    if error.code == "time-refused":
        return "outcome"
    chosen = {one["id"]: one["reason"] for one in service_of(desk.case).meta["not_accepted"]}
    match chosen.get(desk.typed("ground")):
        case None:
            return "ground"
        case reason if reason == ELSEWHERE and not desk.typed("competent_body").strip():
            return "competent_body"
        case reason if reason in BARRED and not desk.typed("barred_until").strip():
            return "barred_until"
        case reason if reason == INCOMPLETE and not hasattr(desk.case, "correction"):
            return "ground"
    return "facts"


def _review(desk: Desk, task: Task) -> None:
    at_field(
        lambda: give_opinion(
            actor=desk.actor,
            case=desk.case,
            task=task,
            outcome=desk.typed("outcome"),
            text=desk.typed("note"),
            now=desk.request.now,
        ),
        lambda error: "outcome" if isinstance(error, WrongOutcome | NotHeard) else "note",
    )


def _inspect(desk: Desk, task: Task) -> None:
    if desk.typed("outcome") == CONFIRM:
        _confirm(desk, task)
        return
    failures: dict[str, str] = {}
    found = _found(desk, task, failures)
    visited = _visited_at(desk, failures)
    others = {}
    if task.post is not None:
        others = {str(one.pk): one for one in colleagues(task.post, desk.request.user, desk.request.now)}
    second = others.get(desk.typed("second"))
    if officers_wanted(desk.case, task.node) > 1 and second is None:
        failures["second"] = "选出和您一起到现场的另一名工作人员（行政许可法第三十四条：两名以上）"
    if failures or visited is None:
        raise Refused(failures)
    at_field(
        lambda: _record(desk, task, visited, second, found),
        _visit_field,
    )


def _record(desk: Desk, task: Task, visited: datetime, second: Account | None, found: Mapping[str, str]) -> None:
    record_inspection(
        officer=desk.request.user,
        case=desk.case,
        task=task,
        visited_at=visited,
        second=second,
        found=found,
        note=desk.typed("note"),
        now=desk.request.now,
    )


def _visit_field(error: DomainError) -> str:
    if isinstance(error, SameOfficer):
        return "second"
    return "note" if isinstance(error, NoteTooLong) else "visited_on"


def _confirm(desk: Desk, task: Task) -> None:
    try:
        seen_at = datetime.fromisoformat(desk.typed("seen_at"))
    except ValueError as error:
        raise Stale("核查记录刚刚改过", "再看一遍记录，确认无误后再点确认。") from error
    at_field(
        lambda: confirm_inspection(
            officer=desk.request.user, case=desk.case, task=task, seen_at=seen_at, now=desk.request.now
        ),
        lambda error: "outcome",
    )


def _found(desk: Desk, task: Task, failures: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in asked_at(desk.case, task.node)["items"]:
        key = f"item.{item['id']}"
        found[item["id"]] = desk.typed(key)
        _, wrong = read_item(item, found[item["id"]])
        if wrong:
            failures[key] = f"{item['label']}：{wrong}"
    return found


def _visited_at(desk: Desk, failures: dict[str, str]) -> datetime | None:
    return typed_moment(desk, "visited_on", "visited_time", "到现场的日期", failures)


def typed_moment(desk: Desk, day_key: str, time_key: str, label: str, failures: dict[str, str]) -> datetime | None:
    """A day and a time of day as typed; what is wrong with either goes to ``failures``."""
    day = typed_day(desk, day_key, label, failures)
    clock = _TIME.fullmatch(desk.typed(time_key))
    if clock is None:
        failures[time_key] = "时间写成几点几分，例如 14:30"
    if day is None or clock is None:
        return None
    return datetime(day.year, day.month, day.day, int(clock[1]), int(clock[2]), tzinfo=CITY)


def _decide(desk: Desk, task: Task) -> None:
    at_field(
        lambda: decide(
            actor=desk.actor,
            case=desk.case,
            task=task,
            outcome=desk.typed("outcome"),
            grounds=desk.request.POST.getlist("ground"),
            note=desk.typed("note"),
            now=desk.request.now,
        ),
        lambda error: _decision_field(desk, error),
    )


def _decision_field(desk: Desk, error: DomainError) -> str:
    """Where the officer mends it: the decision, the grounds of a refusal, or the note."""
    if isinstance(error, WrongOutcome | NotHeard):
        return "outcome"
    lacks_ground = desk.typed("outcome") == "refuse" and not desk.request.POST.getlist("ground")
    return "ground" if lacks_ground and grounds_of(desk.case, every=True) else "note"


def typed_day(desk: Desk, key: str, label: str, failures: dict[str, str]) -> date | None:
    """A day as typed; what is wrong with it goes to ``failures``."""
    taken = take_in(Field(key=key, label=label, type="date"), [desk.typed(key)])
    if taken.failure or not taken.value:
        failures[key] = f"{label}：{taken.failure or '还没有填'}"
        return None
    return date.fromisoformat(str(taken.value))


def _hand_over(desk: Desk, task: Task) -> None:
    at_field(
        lambda: hand_over_together(
            actor=desk.actor,
            case=desk.case,
            task=task,
            received_by=desk.typed("received_by"),
            place=desk.typed("place"),
            now=desk.request.now,
        ),
        lambda error: "place" if desk.typed("received_by").strip() else "received_by",
    )


_ACTS: Mapping[str, Callable[[Desk, Task], None]] = {
    "accept": _accept,
    "review": _review,
    "inspect": _inspect,
    "decide": _decide,
    "handover": _hand_over,
}
