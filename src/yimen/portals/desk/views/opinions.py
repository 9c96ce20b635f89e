"""征求意见: asking and taking back by whoever has the case in hand, answering by the other body."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.domains.cases.actions.answer_opinion import answer_opinion
from yimen.domains.cases.actions.ask_opinion import DAYS, LONGEST_QUESTION, MOST_DAYS, ask_opinion
from yimen.domains.cases.actions.read_consultation import read_consultation
from yimen.domains.cases.actions.withdraw_request import withdraw_request
from yimen.domains.cases.consultations import (
    ANSWERS,
    KIND,
    consultation_for,
    is_late,
    shown_material,
    soon_on,
    task_of,
)
from yimen.domains.cases.errors import ConsultationRefused, WrongOutcome
from yimen.engines.clock import add_working_days
from yimen.ground.accounts import gate
from yimen.ground.accounts.models import posts_of
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.errors import DomainError, NotAllowed, NotFound, Stale
from yimen.ground.files.response import file_response
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.actions.release import REASONS, release
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import open_task_of
from yimen.portals.desk.acts import Refused, at_field
from yimen.portals.desk.desk import Desk, desk_of, together
from yimen.portals.desk.opinions import (
    Answering,
    light_of_request,
    may_ask,
    nameable_groups,
    no_stop,
    post_options,
    shown_files,
    shown_groups,
)
from yimen.portals.desk.page import case_page, newer_rows
from yimen.portals.desk.panel import LONG, choices, spec
from yimen.portals.desk.present import day_text, moment_text, who_applies
from yimen.portals.desk.views.worklist import taken_up

Row = dict[str, Any]


@gate.officer
@require_http_methods(["GET", "POST"])
def ask(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """Ask other bodies: who, what, what they are shown, until when."""
    desk = desk_of(request, number)
    if request.method == "GET":
        if not may_ask(desk):
            raise NotAllowed("领取了这件才能征求意见", "回到办件，先领取；已经有决定的，不用再征求。")
        return _ask_page(desk)
    try:
        together(desk, lambda: _ask(desk))
    except Stale as error:
        fresh = desk_of(request, number)
        if may_ask(fresh):
            return _ask_page(fresh, status=409, stale=error)
        return case_page(fresh, status=409, stale=error)
    except Refused as error:
        desk.failures = error.failures
        return _ask_page(desk, status=422)
    return redirect("desk:review", number=number)


@gate.officer
@require_POST
def take_back(request: gate.SignedInVisit, number: str, consultation: str) -> HttpResponse:
    """撤回征求."""
    desk = desk_of(request, number)
    row = desk.case.consultations.select_related("case").filter(number=consultation).first()
    if row is None:
        raise NotFound("没有找到这份征求意见", "回到办件页面看看。")
    key = f"back.{row.pk}"
    try:
        at_field(
            lambda: withdraw_request(officer=request.user, consultation=row, why=desk.typed(key), now=request.now),
            lambda error: key,
        )
    except Stale as error:
        return case_page(desk_of(request, number), status=409, stale=error)
    except Refused as error:
        desk.failures = error.failures
        return case_page(desk, status=422)
    return redirect("desk:review", number=number)


@gate.officer
@require_http_methods(["GET", "POST"])
def opinion(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """The request as the other body sees it: question, service, what was named; and the answer."""
    if (failed := _failed_step(request, number)) is not None:
        return redirect("processes:instance", process=failed.instance_id)
    answering = _answering(request, number)
    if request.method == "GET":
        read_consultation(actor=request.user.actor(request.now), consultation=answering.row, now=request.now)
        return _opinion_page(answering)
    try:
        _answer(answering)
    except Stale as error:
        return _opinion_page(_answering(request, number), status=409, stale=error)
    except Refused as error:
        answering.failures = error.failures
        return _opinion_page(answering, status=422)
    return redirect("desk:opinion", number=number)


@gate.officer
@require_POST
def take_up(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """领取, from the list (which stays) or from the page of the request."""
    answering = _answering(request, number)

    def take_it() -> None:
        if answering.task is None:
            raise Stale("这份意见刚刚已经答复或者撤回", "领取下一件。")
        claim(officer=request.user, task=answering.task, now=request.now)

    gone = partial(_gone, request, number)
    return taken_up(request, take_it, gone, redirect("desk:opinion", number=number))


def _gone(request: gate.SignedInVisit, number: str, error: Stale) -> HttpResponse:
    return _opinion_page(_answering(request, number), status=409, stale=error)


@gate.officer
@require_POST
def give_back(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """退回待领取."""
    answering = _answering(request, number)
    if answering.task is None:
        raise Stale("这份意见刚刚已经答复或者撤回", "看页面上最新的情况。")
    release(officer=request.user, task=answering.task, reason=request.POST.get("reason", ""), now=request.now)
    return redirect("desk:worklist")


@gate.officer
@require_safe
def material(request: gate.SignedInVisit, number: str, row: int) -> HttpResponse:
    """A file of a material that the request names, as long as the request is open or was answered by this body."""
    answering = _answering(request, number)
    found = shown_material(answering.row, row) if answering.row.withdrawn_at is None else None
    if found is None:
        raise NotFound("没有找到这份材料", "回到征求意见的页面，从列出的材料里打开。")
    actor = request.user.actor(request.now)
    read_consultation(actor=actor, consultation=answering.row, now=request.now, material=found.material)
    return file_response(found.file, inline=True)


def _ask(desk: Desk) -> None:
    failures: dict[str, str] = {}
    posts = [int(one) for one in desk.request.POST.getlist("post") if one.isdecimal() and len(one) < 18]
    if not posts:
        failures["post"] = "至少选一个部门"
    if not desk.typed("question").strip():
        failures["question"] = "写清要对方确认哪一点"
    told = desk.typed("days").strip()
    days = int(told) if told.isdecimal() and len(told) < 4 else 0
    if not 1 <= days <= MOST_DAYS:
        failures["days"] = f"答复的时间是 1 到 {MOST_DAYS} 个工作日"
    if failures:
        raise Refused(failures)
    at_field(
        lambda: ask_opinion(
            officer=desk.request.user,
            case=desk.case,
            posts=posts,
            question=desk.typed("question"),
            shows=desk.request.POST.getlist("shows"),
            days=days,
            now=desk.request.now,
        ),
        _ask_field,
    )


def _ask_field(error: DomainError) -> str:
    return error.place or "question" if isinstance(error, ConsultationRefused) else "question"


def _ask_page(desk: Desk, status: int = 200, stale: Stale | None = None) -> HttpResponse:
    case, now = desk.case, desk.request.now
    usual = add_working_days(legal_day(now), DAYS, working_calendar()).day
    page = {
        "nav": "desk",
        "case": case,
        "desk": desk,
        "applicant": who_applies(case),
        "no_stop": no_stop(case),
        "promised": day_text(case.promised_on),
        "statutory": day_text(case.statutory_on),
        "post": choices(desk, "post", "向谁征求意见", post_options(desk), many=True),
        "question": spec(
            desk, "question", "要问什么", max_length=LONGEST_QUESTION, hint="写清要对方确认哪一点；申请人看不到"
        ),
        "days": spec(
            desk,
            "days",
            "几个工作日内答复",
            "int",
            start=str(DAYS),
            hint=f"从明天算起，1 到 {MOST_DAYS}；写 {DAYS} 就是到{day_text(usual)}",
        ),
        "groups": nameable_groups(desk),
        "stale": stale,
        "newer": newer_rows(desk) if stale else [],
        "shows_failure": desk.failures.get("shows", ""),
        "errors": [{"key": key, "sentence": sentence} for key, sentence in desk.failures.items()],
    }
    return render(desk.request, "desk/ask_opinion.html", page, status=status)


def _answering(request: gate.SignedInVisit, number: str) -> Answering:
    posts = posts_of(request.user, request.now)
    row = consultation_for(posts, number)
    return Answering(request, row, task_of(row, posts))


def _failed_step(request: gate.SignedInVisit, number: str) -> Task | None:
    """The failed step of a request, for the operator: mended where all failed steps are."""
    task = open_task_of(number, KIND, request.held) if number.isprintable() else None
    return task if task is not None and task.kind == Task.INCIDENT else None


def _answer(answering: Answering) -> None:
    task = answering.task
    if task is None:
        raise Stale("这份意见刚刚已经答复或者撤回", "看页面上最新的情况；您写的内容在下面。")
    claim(officer=answering.request.user, task=task, now=answering.request.now)
    failures = {} if answering.typed("outcome") in ANSWERS else {"outcome": f"选{'、'.join(ANSWERS.values())}中的一种"}
    if not answering.typed("text").strip():
        failures["text"] = "写清核对了什么、结论是什么、依据是什么"
    if failures:
        raise Refused(failures)
    at_field(
        lambda: answer_opinion(
            actor=answering.request.user.actor(answering.request.now),
            consultation=answering.row,
            task=task,
            outcome=answering.typed("outcome"),
            text=answering.typed("text"),
            now=answering.request.now,
        ),
        lambda error: "outcome" if isinstance(error, WrongOutcome) else "text",
    )


def _opinion_page(answering: Answering, status: int = 200, stale: Stale | None = None) -> HttpResponse:
    row, task, request = answering.row, answering.task, answering.request
    today, calendar = legal_day(request.now), working_calendar()
    if task is not None:
        task.refresh_from_db()
    state, words = light_of_request(row, soon_on(row.due_on), today, calendar)
    kept = answering.typed("text").strip() if stale is not None and not answering.mine else ""
    page = {
        "nav": "desk",
        "row": row,
        "service": row.case.version.name,
        "task": task,
        "kind": _face(answering),
        "light_state": state,
        "light_words": words,
        "due": day_text(row.due_on),
        "asked": moment_text(row.asked_at),
        "groups": shown_groups(row) if row.withdrawn_at is None else [],
        "materials": shown_files(row) if row.withdrawn_at is None else [],
        "outcome": choices(
            answering, "outcome", "答复", [{"value": key, "label": word} for key, word in ANSWERS.items()]
        ),
        "text": spec(
            answering, "text", "理由", max_length=LONG, hint="核对了什么、结论是什么、依据是什么；征求意见的部门会看到"
        ),
        "answer": ANSWERS.get(row.outcome, ""),
        "answered": moment_text(row.answered_at) if row.answered_at else "",
        "answered_late": row.answered_at is not None and is_late(row, today),
        "withdrawn": moment_text(row.withdrawn_at) if row.withdrawn_at else "",
        "handover_reasons": REASONS,
        "errors": [{"key": key, "sentence": sentence} for key, sentence in answering.failures.items()],
        "stale": stale,
        "kept": kept,
    }
    return render(request, "desk/opinion.html", page, status=status)


def _face(answering: Answering) -> str:
    if answering.row.answered_at is not None:
        return "answered"
    if answering.task is None:
        return "withdrawn" if answering.row.withdrawn_at is not None else "nothing"
    if answering.task.claimed_by_id is None:
        return "free"
    return "mine" if answering.mine else "taken"
