from datetime import date, datetime

from django.db import transaction

from yimen.domains.cases.clocks import intake_of, rules_of, set_days
from yimen.domains.cases.errors import ReasonMissing, TimeRefused
from yimen.domains.cases.handling import check_task, checked_text, locked, receive_by
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.intake import make_refused_acceptance
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.steps import add_step
from yimen.engines import clock
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.models import Task

DECLINE = "decline"
INCOMPLETE = "still-incomplete"
# Years without a new application: after a false one (78), after fraud (79).
BARRED = {"barred-false-application": 1, "barred-fraud": 3}
ELSEWHERE = "not-competent"


@transaction.atomic
def decline(
    *,
    actor: Actor,
    case: Case,
    task: Task,
    ground: str,
    facts: str,
    competent_body: str = "",
    barred_until: date | None = None,
    now: datetime,
) -> None:
    """不予受理 (行政许可法 32(1)(1), (2), (5); 78, 79), with the reason and, where it is another's power, whose.

    Args:
        ground: id of one of the service's ``not_accepted``.
        facts: what the officer found, for the document.
        competent_body: of 不属于本机关职权: where to apply. barred_until: of 78 and 79: the last day of the bar.

    Raises:
        ReasonMissing: no ground, no facts, no competent body, or 补正后仍不齐 without a correction having been asked.
        TimeRefused: silence has accepted the application already.
    """
    case = locked(case)
    check_task(case, task, "accept", DECLINE)
    receive_by(case, now)
    if clock.deemed(intake_of(case), legal_day(now), working_calendar(), rules_of(case).answer) is not None:
        raise TimeRefused(
            "五个工作日内没有告知，这件申请已经视为受理，不能再不予受理",
            "按已受理接着办，不符合条件的作出不予许可决定。",
        )
    told = _ground(case, ground)
    if told["reason"] == ELSEWHERE:
        competent_body = checked_text(
            competent_body,
            missing="没有写应当向谁申请",
            advice="不属于本机关职权的，要告诉申请人向哪个机关申请。",
        )
    if told["reason"] == INCOMPLETE and _still_in_time(case, legal_day(now)):
        raise TimeRefused("补正的日子还没有到", f"等到 {case.correction.supply_by:%Y-%m-%d} 过了再看。")
    if told["reason"] in BARRED:
        _check_bar(told["reason"], barred_until, legal_day(now))
    if told["reason"] == INCOMPLETE and not hasattr(case, "correction"):
        raise ReasonMissing("还没有告知过补正，不能以材料不齐为由不予受理", "先一次告知全部要补正的内容。")
    found = checked_text(
        facts, missing="不予受理要写明查明的情况", advice="写清核对了什么、结果是什么，会原样写进决定书。"
    )
    case.declined = {
        "ground": ground,
        "reason": told["reason"],
        "text": told["text"],
        "basis": told["basis"],
        "instead": told.get("instead", ""),
        "facts": found,
        "competent_body": competent_body if told["reason"] == ELSEWHERE else "",
        "barred_until": barred_until.isoformat() if barred_until else "",
    }
    case.save(update_fields=["received_on", "declined", *set_days(case, now)])
    # Inside the transaction on purpose: told by a sealed decision before silence accepts.
    make_refused_acceptance(case, now)
    add_step(case, "officer-decline", by=actor, now=now, note=found)
    record(actor, "decline", object_kind="case", object_ref=case.number, at=now, details={"ground": ground})
    complete_task(actor=actor, task=task, outcome=DECLINE, variables={}, now=now)


def _still_in_time(case: Case, today: date) -> bool:
    correction = getattr(case, "correction", None)
    if correction is None or correction.supplied_at is not None or correction.supply_by is None:
        return False
    return bool(today <= correction.supply_by)


def _check_bar(reason: str, until: date | None, today: date) -> None:
    years = BARRED[reason]
    if until is None or not today <= until <= clock.permit.barred_until(today, years):
        raise ReasonMissing(
            "到哪一天为止不能再申请，没有写或者不对",
            f"从处理决定上查出起算的日子，写明届满的日子：今天以后，最长 {years} 年。",
        )


def _ground(case: Case, ground: str) -> dict[str, str]:
    for one in service_of(case).meta["not_accepted"]:
        if one["id"] == ground:
            return dict(one)  # type: ignore[arg-type]
    raise ReasonMissing("没有选不予受理的理由", "从列出的理由里选一条，依据会写进决定书。")
