"""The pages of stopped processes, for operators: the list, one process, a repair before it is done and done."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yimen.ground.accounts import gate
from yimen.ground.audit.record import record
from yimen.ground.errors import DomainError, Fault, Stale
from yimen.ground.outbox.undelivered import deliver_again
from yimen.ground.processes.access import (
    instance_for_operator,
    nobodys,
    operator_posts,
    overdue,
    posts_of,
    waiting_incidents,
)
from yimen.ground.processes.actions.resume import resume as resume_instance
from yimen.ground.processes.instance_page import list_rows, page_of, read
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.repair_form import Typed, read_repair
from yimen.ground.processes.repairs import Repair, foreseen, repair_instance
from yimen.ground.processes.told import act_told, consequences
from yimen.ground.processes.undelivered_list import one_of, undelivered_of

_PAGE, _REFUSED, _CONFLICT = 25, 422, 409
_DONE = {"repair": "已经改好", "resume": "流程接着办了", "again": "已经重新安排，后台程序马上再送"}


@gate.officer
@require_GET
def stopped(request: gate.SignedInVisit) -> HttpResponse:
    """What has stopped and which steps failed, the newest first."""
    posts = operator_posts(request.user, request.now)
    after = request.GET.get("after", "")
    rows = waiting_incidents(posts)
    if after.isdecimal() and len(after) <= 18:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: _PAGE + 1])
    lost = [] if after else list(nobodys()[: _PAGE + 1])
    failed = Task.objects.filter(instance__in=lost, kind=Task.INCIDENT, closed_at=None)
    unasked = {one.instance_id: one for one in failed.order_by("-id")} if lost else {}
    page = {
        "nav": "stopped",
        "rows": list_rows((one.instance, one) for one in found[:_PAGE]),
        "lost": list_rows((one, unasked.get(one.pk)) for one in lost[:_PAGE]),
        "more_lost": len(lost) > _PAGE,
        "overdue": [] if after else overdue(posts, request.now),
        "undelivered": [] if after else undelivered_of(posts),
        "done": _DONE.get(request.GET.get("done", ""), ""),
        "first": f"{reverse('processes:stopped')}" if after else "",
        "later": f"{reverse('processes:stopped')}?after={found[_PAGE - 1].pk}" if len(found) > _PAGE else "",
    }
    return render(request, "processes/stopped.html", page)


@gate.officer
@require_POST
def again(request: gate.SignedInVisit, row: int) -> HttpResponse:
    """Ask once more for what could not be delivered."""
    number = one_of(posts_of(request.user, request.now), row)
    deliver_again(actor=request.user.actor(request.now), number=number, now=request.now)
    return redirect(f"{reverse('processes:stopped')}?done=again")


@gate.officer
@require_GET
def instance(request: gate.SignedInVisit, process: int) -> HttpResponse:
    """One process: why it stands still, where, its variables by name and kind, and what can be done."""
    found = instance_for_operator(request.user, process, request.now)
    record(
        request.user.actor(request.now),
        "read-process",
        object_kind=found.subject_kind,
        object_ref=found.subject_ref,
        at=request.now,
        details={"instance": found.pk},
    )
    return _show(request, found, done=_DONE.get(request.GET.get("done", ""), ""))


@gate.officer
@require_POST
def repair(request: gate.SignedInVisit, process: int) -> HttpResponse:
    """A repair is shown first with what would come of it; the second press does it."""
    found = instance_for_operator(request.user, process, request.now)
    sent = read_repair(request.POST.dict())
    if sent.repair is None:
        return _show(request, found, sent, status=_REFUSED)
    seen = request.POST.get("seen", "")
    try:
        if request.POST.get("sure") and seen.isdecimal() and len(seen) <= 18:
            _carry_out(request, found, sent.repair, int(seen))
            return redirect(f"{reverse('processes:instance', args=[process])}?done=repair")
        return _confirm(request, found, sent, sent.repair)
    except Stale as stale:
        return _show(request, Instance.objects.get(pk=process), sent, stale=stale, status=_CONFLICT)
    except DomainError as error:
        refused = Typed(sent.act, sent.typed, None, (Fault(_field(sent), error.sentence),))
        return _show(request, found, refused, status=_REFUSED)


@gate.officer
@require_POST
def resume(request: gate.SignedInVisit, process: int) -> HttpResponse:
    """Let a process that has stopped go on."""
    found = instance_for_operator(request.user, process, request.now)
    resume_instance(actor=request.user.actor(request.now), instance_id=found.pk, now=request.now)
    return redirect(f"{reverse('processes:instance', args=[process])}?done=resume")


def _carry_out(request: gate.SignedInVisit, found: Instance, wanted: Repair, seen: int) -> None:
    actor = request.user.actor(request.now)
    repair_instance(actor=actor, instance_id=found.pk, repair=wanted, seen=seen, now=request.now)


def _field(sent: Typed) -> str:
    """Beside which field a refusal of the engine stands."""
    return {"skip": "skip-token", "move": "move-to", "retry": "retry-token"}.get(sent.act, "variable-name")


def _confirm(request: gate.SignedInVisit, found: Instance, sent: Typed, wanted: Repair) -> HttpResponse:
    step = foreseen(found, wanted)
    definition, state, trouble = read(found)
    if definition is None or state is None:
        raise DomainError(trouble)
    page: dict[str, Any] = {
        "nav": "stopped",
        "instance": found,
        "act": act_told(definition, state, wanted.details, wanted.verb),
        "consequences": list(dict.fromkeys(consequences(definition, state, step))),
        "sent": {"act": sent.act, "seen": found.version, **{name: text for name, text in sent.typed.items() if text}},
        "crumbs": [
            {"href": reverse("processes:stopped"), "text": "停住的流程"},
            {"href": reverse("processes:instance", args=[found.pk]), "text": found.subject_ref},
        ],
    }
    return render(request, "processes/confirm.html", page)


def _show(
    request: gate.SignedInVisit,
    found: Instance,
    sent: Typed | None = None,
    *,
    done: str = "",
    stale: Stale | None = None,
    status: int = 200,
) -> HttpResponse:
    page = page_of(found, sent.typed if sent else {}, sent.faults if sent else ())
    open_act = sent.act if sent else ""
    return render(
        request, "processes/instance.html", {**page, "done": done, "stale": stale, "open": open_act}, status=status
    )
