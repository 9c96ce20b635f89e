"""One case: its page, the act of the open task, taking and giving back, a failed step tried again."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from yimen.ground.accounts import gate
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.actions.release import REASONS, release
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.models import Task
from yimen.portals.desk.acts import Refused, perform
from yimen.portals.desk.desk import Desk, desk_of, note_reading, refuse_if_waiting_for_second, take, together
from yimen.portals.desk.page import case_page
from yimen.portals.desk.views.worklist import taken_up


@gate.officer
@require_http_methods(["GET", "POST"])
def review(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """Materials and answers, the checklist of the rules with reasons, and what is to be done now."""
    desk = desk_of(request, number)
    if request.method == "GET":
        note_reading(request, desk, "read-case")
        return case_page(desk)
    try:
        task = take(desk)
        together(desk, lambda: perform(desk, task))
    except Stale as error:
        return case_page(desk_of(request, number), status=409, stale=error)
    except Refused as error:
        desk.failures = error.failures
        _give_back_if_only_mending(desk)
        return case_page(desk, status=422, open_part=desk.typed("outcome"))
    return redirect("desk:review", number=number)


@gate.officer
@require_POST
def take_up(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """领取, from the list (which stays) or from the page of the case."""
    desk = desk_of(request, number)

    def take_it() -> None:
        if desk.task is None:
            raise Stale("这一步刚刚已经办完", "领取下一件。")
        refuse_if_waiting_for_second(desk)
        claim(officer=request.user, task=desk.task, now=request.now)

    gone = partial(_gone, request, number)
    return taken_up(request, take_it, gone, redirect("desk:review", number=number))


def _gone(request: gate.SignedInVisit, number: str, error: Stale) -> HttpResponse:
    return case_page(desk_of(request, number), status=409, stale=error)


@gate.officer
@require_POST
def give_back(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """退回待领取."""
    desk = desk_of(request, number)
    if desk.task is None:
        raise Stale("这一步刚刚已经办完", "看页面上最新的进度。")
    release(officer=request.user, task=desk.task, reason=request.POST.get("reason", ""), now=request.now)
    return redirect("desk:worklist")


@gate.officer
@require_POST
def again(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """Try a failed step again."""
    desk = desk_of(request, number)
    if desk.task is None or desk.task.kind != Task.INCIDENT:
        raise Stale("这个问题刚刚已经处理", "刷新页面看最新进度。")
    retry(actor=desk.actor, incident=desk.task, now=request.now)
    return redirect("desk:review", number=number)


def _give_back_if_only_mending(desk: Desk) -> None:
    """Whoever mends a record that waits for the second officer must not keep the task from that one."""
    if desk.record is not None and desk.record.confirmed_at is None and desk.task is not None:
        desk.task.refresh_from_db()
        if desk.mine and desk.record.recorded_by_id == desk.request.user.pk:
            release(officer=desk.request.user, task=desk.task, reason=REASONS[-1], now=desk.request.now)
            desk.task.claimed_by = None
