"""The officer's pages. An officer sees the tasks of the own posts and the cases that the own body decides."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.domains.cases.access import case_for_officer, task_for_officer
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.result import answers_told
from yimen.domains.cases.queries import checklist_of, grounds_of, lists_of, service_of
from yimen.domains.certificates.actions.revoke import revoke
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.ground.accounts import gate
from yimen.ground.accounts.models import organisations_of, posts_of
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.queries import document_of, documents_of
from yimen.ground.documents.response import pdf_response
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import DomainError, NotFound, Stale
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import open_tasks
from yimen.portals.desk.present import fact_rows, history, light, moment_text, places_of, stats, task_rows


@gate.officer
@require_safe
def worklist(request: gate.SignedInVisit) -> HttpResponse:
    """Open tasks of the own posts, the most urgent first."""
    posts = posts_of(request.user, request.now)
    rows = task_rows(list(open_tasks(posts)[:200]), legal_day(request.now))
    wanted = request.GET.get("light", "")
    page = {
        "nav": "desk",
        "places": places_of(posts),
        "today": moment_text(request.now),
        "rows": [row for row in rows if not wanted or row["state"] == wanted],
        "total": len(rows),
        "stats": stats(rows, wanted),
        "wanted": wanted,
    }
    return render(request, "desk/worklist.html", page)


@gate.officer
@require_http_methods(["GET", "POST"])
def review(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """Materials and answers, the checklist of the rules with reasons, and the decision."""
    found = case_for_officer(organisations_of(request.user, request.now), number)
    task = task_for_officer(posts_of(request.user, request.now), found)
    if request.method == "GET":
        _read(request, found, "read-case")
        return render(request, "desk/review.html", _page(request, found, task))
    if task is None or task.kind != Task.WORK:
        raise Stale("这一步刚刚已经办完", "刷新页面看最新进度。")
    try:
        decide(
            actor=request.user.actor(request.now),
            case=found,
            task=task,
            outcome=request.POST.get("outcome", ""),
            grounds=request.POST.getlist("ground"),
            note=request.POST.get("note", ""),
            now=request.now,
        )
    except Stale:
        raise
    except DomainError as error:
        return _refused(request, found, task, _field_of(error, request, found), error)
    return redirect("desk:review", number=number)


@gate.officer
@require_POST
def again(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """Try a failed step again."""
    found = case_for_officer(organisations_of(request.user, request.now), number)
    task = task_for_officer(posts_of(request.user, request.now), found)
    if task is None or task.kind != Task.INCIDENT:
        raise Stale("这个问题刚刚已经处理", "刷新页面看最新进度。")
    retry(actor=request.user.actor(request.now), incident=task, now=request.now)
    return redirect("desk:review", number=number)


@gate.officer
@require_POST
def revoke_certificate(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """作废 the certificate of a case that the own body decided; the public page says so at once."""
    found = case_for_officer(organisations_of(request.user, request.now), number)
    certificate = certificate_of_subject("case", found.number)
    if certificate is None:
        raise NotFound("这件办件没有证照", "办成并签发以后才有。")
    reason = request.POST.get("reason", "")
    try:
        revoke(actor=request.user.actor(request.now), certificate=certificate, reason=reason, now=request.now)
    except Stale:
        raise
    except DomainError as error:
        task = task_for_officer(posts_of(request.user, request.now), found)
        return _refused(request, found, task, "reason", error)
    return redirect("desk:review", number=number)


@gate.officer
@require_safe
def paper(request: gate.SignedInVisit, number: str, kind: str) -> HttpResponse:
    found = case_for_officer(organisations_of(request.user, request.now), number)
    document = document_of(Subject("case", found.number), kind)
    if document is None:
        raise NotFound("这份文书还没有出具", "办到那一步就会有。")
    _read(request, found, "read-paper", kind=kind)
    return pdf_response(document)


def _page(request: gate.SignedInVisit, found: Case, task: Task | None) -> dict[str, Any]:
    checklist = checklist_of(found)
    return {
        "nav": "desk",
        "case": found,
        "meta": service_of(found).meta,
        "task": task,
        "incident": task is not None and task.kind == Task.INCIDENT,
        "answers": answers_told(found, request.now),
        "checklist": [{**one, "condition": one["text"]} for one in checklist],
        "grounds": grounds_of(found),
        "certificate": certificate_of_subject("case", found.number),
        "facts": fact_rows(found, service_of(found).meta, lists_of(found)),
        "history": history(found),
        "due": light(task.due_on, legal_day(request.now)) if task else None,
        "documents": documents_of(Subject("case", found.number)),
        "typed": {
            "outcome": request.POST.get("outcome", ""),
            "grounds": request.POST.getlist("ground"),
            "note": request.POST.get("note", ""),
            "reason": request.POST.get("reason", ""),
        },
    }


def _refused(request: gate.SignedInVisit, found: Case, task: Task | None, key: str, error: DomainError) -> HttpResponse:
    """The same page with what was typed, and what is missing said at its field."""
    sentence = _sentence(error)
    page = {**_page(request, found, task), "errors": [{"key": key, "sentence": sentence}], "told": {key: sentence}}
    return render(request, "desk/review.html", page, status=422)


def _field_of(error: DomainError, request: gate.SignedInVisit, found: Case) -> str:
    """Where the officer mends it: the decision, the grounds of a refusal, or the note."""
    if error.code == "wrong-outcome":
        return "outcome"
    lacks_ground = request.POST.get("outcome") == "refuse" and not request.POST.getlist("ground")
    return "ground" if lacks_ground and grounds_of(found) else "note"


def _read(request: gate.SignedInVisit, found: Case, act: str, **details: str) -> None:
    """An officer who looks at somebody's file leaves a row: the log says who touched what."""
    record(
        request.user.actor(request.now),
        act,
        object_kind="case",
        object_ref=found.number,
        at=request.now,
        details=details,
    )


def _sentence(error: DomainError) -> str:
    return f"{error.sentence}。{error.advice}" if error.advice else error.sentence
