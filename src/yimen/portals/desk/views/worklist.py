"""The work list of the own posts: filters, tabs, pages, the next most urgent, batch acceptance."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yimen.domains.cases.access import case_for_officer
from yimen.domains.cases.consultations import KIND, consultation_for, consultations_of_rows
from yimen.domains.cases.work import cases_of_rows, records_to_confirm, urged_among
from yimen.ground.accounts import gate
from yimen.ground.accounts.models import organisations_of
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.errors import NotFound, Stale
from yimen.ground.places.models import Post
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import open_tasks
from yimen.ground.processes.work_list import LIGHTS, counts, work_list
from yimen.ground.processes.work_page import Listed, page_of
from yimen.portals.desk.batch import accept_all
from yimen.portals.desk.opinions import opinion_row
from yimen.portals.desk.present import moment_text, places_of
from yimen.portals.desk.rows import TABS, address, cursor_text, filters, read_cursor, table, tabs, task_row

PAGE = 50
_TRIES = 5


@gate.officer
@require_safe
def worklist(request: gate.SignedInVisit) -> HttpResponse:
    """Open tasks of the own posts, the most urgent first."""
    number = request.GET.get("number", "").strip().upper()
    if not number:
        return show(request)
    try:
        case_for_officer(organisations_of(request.user, request.now), number, request.held)
    except NotFound:
        return _opinion_or_nothing(request, number)
    return redirect("desk:review", number=number)


def _opinion_or_nothing(request: gate.SignedInVisit, number: str) -> HttpResponse:
    try:
        consultation_for(request.held, number)
    except NotFound:
        return show(request, status=404, failure={"key": "number", "sentence": "没有找到这个办件，核对办件号"})
    return redirect("desk:opinion", number=number)


@gate.officer
@require_POST
def next_task(request: gate.SignedInVisit) -> HttpResponse:
    """办下一件: take the most urgent task that is free or one's own already, and open it."""
    tasks = _workable(request)
    for task in tasks:
        try:
            claim(officer=request.user, task=Task.objects.get(pk=task.pk), now=request.now)
        except Stale:
            # A colleague was quicker: the one after it.
            continue
        return redirect("desk:opinion" if task.subject == KIND else "desk:review", number=task.reference)
    return redirect("desk:worklist")


@gate.officer
@require_POST
def batch_accept(request: gate.SignedInVisit) -> HttpResponse:
    """Accept every ticked case that may be accepted unseen; the report is kept, so that reloading it does nothing."""
    wanted = [int(one) for one in request.POST.getlist("task") if one.isdecimal() and len(one) < 18]
    if not wanted:
        return show(request, status=422, failure={"key": "batch", "sentence": "还没有勾选要受理的件"})
    mine = open_tasks(request.held).filter(act="accept", kind=Task.WORK)
    tasks = {task.pk: task for task in mine.filter(pk__in=wanted)}
    rows = accept_all(request.user, tasks, wanted, request.now)
    request.session["desk_batch"] = {"at": moment_text(request.now), "rows": rows}
    return redirect("desk:batch-report")


@gate.officer
@require_safe
def batch_report(request: gate.SignedInVisit) -> HttpResponse:
    """What came of the last batch: accepted, and not accepted with the reason of each."""
    told = request.session.get("desk_batch")
    if told is None:
        raise NotFound("还没有批量受理过", "在待办里勾选要受理的件，再点“批量受理”。")
    rows = told["rows"]
    page = {
        "nav": "desk",
        "at": told["at"],
        "accepted": [row for row in rows if not row["reason"]],
        "left": [row for row in rows if row["reason"]],
    }
    return render(request, "desk/batch.html", page)


def show(
    request: gate.SignedInVisit, *, status: int = 200, failure: dict[str, str] | None = None, notice: str = ""
) -> HttpResponse:
    """The list, as filtered; with what was refused on top."""
    posts, today = list(request.held), legal_day(request.now)
    light, holder = _chosen(request, "light", LIGHTS), _chosen(request, "holder", TABS)
    work = work_list(posts, today, urged_among(posts))
    counted = counts(work, request.user, light=light, holder=holder)
    page = page_of(
        work,
        request.user,
        PAGE,
        light=light,
        holders=(holder,) if holder else (),
        after=read_cursor(request.GET.get("after", "")),
        before=read_cursor(request.GET.get("before", "")),
    )
    rows = _rows(request, page.tasks, posts)
    can_batch = any(row["batch"] for row in rows)
    told = {
        "nav": "desk",
        "places": places_of(posts),
        "today": moment_text(request.now),
        "rows": bool(rows),
        "table": table(rows, can_batch=can_batch, light=light, holder=holder, csrf_token=get_token(request)),
        "total": sum(counted[one] for one in LIGHTS),
        "stats": filters(counted, light, holder),
        "tabs": tabs(counted, light, holder),
        "wanted": light or holder,
        "can_batch": can_batch,
        "can_next": _has_workable(counted, posts),
        "light": light,
        "holder": holder,
        "earlier": address(light=light, holder=holder, before=cursor_text(page.earlier)) if page.earlier else "",
        "later": address(light=light, holder=holder, after=cursor_text(page.later)) if page.later else "",
        "first": address(light=light, holder=holder) if request.GET.get("after") or request.GET.get("before") else "",
        "errors": [failure] if failure else [],
        "told": {failure["key"]: failure["sentence"]} if failure else {},
        "notice": notice,
        "typed_number": request.GET.get("number", ""),
    }
    return render(request, "desk/worklist.html", told, status=status)


def _rows(request: gate.SignedInVisit, tasks: list[Listed], posts: list[Post]) -> list[dict[str, Any]]:
    """The tasks of a page: of cases, and of requests of other bodies for an opinion."""
    asked = consultations_of_rows([one.reference for one in tasks if one.subject == KIND])
    cases = cases_of_rows([one.reference for one in tasks if one.subject != KIND])
    records, calendar = records_to_confirm(posts), working_calendar()
    return [
        opinion_row(task, asked[task.reference], request.user, calendar, request.now)
        if task.subject == KIND
        else task_row(
            task,
            cases[task.reference],
            request.user,
            records.get((task.reference, task.token)),
            calendar,
            request.now,
        )
        for task in tasks
    ]


def _chosen(request: gate.SignedInVisit, name: str, known: Any) -> str:
    told = request.GET.get(name, "")
    return told if told in known else ""


def _has_workable(counted: dict[str, int], posts: list[Post]) -> bool:
    return bool(posts) and bool(counted["free"] + counted["mine"])


def _workable(request: gate.SignedInVisit) -> list[Listed]:
    """The first few free and own tasks, the most urgent first, without records that wait for somebody else's word."""
    posts, today = list(request.held), legal_day(request.now)
    records = records_to_confirm(posts)
    others = {place for place, record in records.items() if record.second_id != request.user.pk}
    work = work_list(posts, today, urged_among(posts))
    page = page_of(work, request.user, _TRIES + len(others), holders=("free", "mine"))
    return [task for task in page.tasks if (task.reference, task.token) not in others][:_TRIES]


def taken_up(
    request: gate.SignedInVisit, take: Callable[[], None], gone: Callable[[Stale], HttpResponse], there: HttpResponse
) -> HttpResponse:
    """领取, from the list (which stays under its filters) or from the page of the task.

    Args:
        take: claims it, or raises ``Stale``.
        gone: the page of the task as it stands when somebody else was faster.
        there: where whoever took it from its page goes on.
    """
    from_list = request.POST.get("from") == "list"
    try:
        take()
    except Stale as error:
        return show(request, status=409, notice=f"{error.sentence}。{error.advice}") if from_list else gone(error)
    kept = {name: request.POST.get(name, "") for name in ("light", "holder")}
    return redirect(address(**kept)) if from_list else there
