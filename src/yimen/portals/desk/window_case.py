"""One case that was entered at the window: what was entered, its papers, what comes next, the word of the person."""

import base64
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yimen.domains.cases.actions.enter import takes_in_at
from yimen.domains.cases.actions.hand_over import hand_over
from yimen.domains.cases.actions.read_document import NOT_DELIVERED
from yimen.domains.cases.display import material_rows
from yimen.domains.cases.events import CaseSubmitted, CorrectionSupplied
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.result import answers_told
from yimen.domains.cases.posts import sees, sees_key
from yimen.domains.cases.states import Status
from yimen.domains.evaluation.actions.record_visit import record_visit
from yimen.domains.evaluation.models import Visit
from yimen.domains.evaluation.queries import visit_of_case
from yimen.ground.accounts import gate
from yimen.ground.accounts.models import posts_of
from yimen.ground.audit.models import Entry
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.documents.glyphs import missing_glyphs
from yimen.ground.documents.models import Document
from yimen.ground.documents.qr import qr_svg
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.response import pdf_response
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import DomainError, NotFound, Stale
from yimen.portals.desk.window_list import may_open

_SOON = timedelta(minutes=1)
_UNKNOWN = ("没有找到这个办件", "回到窗口页面，从今天代录的办件里打开。")


@gate.officer
@require_safe
def entry(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """The case as the window keeps it. While the receipt is being made the page asks for it every two seconds."""
    found = case_at_window(request, number)
    if not request.htmx:
        _note_reading(request, found, "read-case")
    template = "desk/window_case_part.html" if request.htmx else "desk/window_case.html"
    return render(request, template, {**_page(request, found), "part": bool(request.htmx)})


@gate.officer
@require_http_methods(["GET", "POST"])
def give(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """直接送达: a printed document is handed over, with the name of who took it and the place."""
    found = case_at_window(request, number)
    if request.method == "GET":
        return redirect("desk:window-case", number=number)
    document = _document(found, request.POST.get("document", ""))
    typed = {name: request.POST.get(name, "") for name in ("received_by", "place")}
    try:
        actor = request.user.actor(request.now)
        hand_over(actor=actor, case=found, document=document, now=request.now, **typed)
    except Stale:
        raise
    except DomainError as error:
        told = {
            "document": document.pk,
            "key": _fault_at(typed),
            "sentence": f"{error.sentence}。{error.advice}",
            **typed,
        }
        return render(request, "desk/window_case.html", _page(request, found, told), status=422)
    return redirect("desk:window-case", number=number)


@gate.officer
@require_safe
def paper(request: gate.SignedInVisit, number: str, document: int) -> HttpResponse:
    """A document of the case, to open and to print."""
    found = case_at_window(request, number)
    row = _document(found, str(document))
    _note_reading(request, found, "read-paper", kind=row.kind)
    return pdf_response(row)


def case_at_window(request: gate.SignedInVisit, number: str) -> Case:
    """A case that this officer has entered, or that was handed in at the officer's own window.

    Raises:
        NotFound: there is none, or it is none of the officer's business.
    """
    # PostgreSQL answers a NUL in a text with an error instead of finding nothing.
    rows = Case.objects.select_related(
        *("version__item", "applicant", "body", "region", "correction", "extension", "entered_by", "entered_at_body")
    ).filter(number=number)
    found = rows.first() if number.isprintable() else None
    if found is None or not may_open(found, request.user, takes_in_at(request.user, request.now)):
        raise NotFound(*_UNKNOWN)
    return found


def record_visit_of(event: CaseSubmitted | CorrectionSupplied, now: datetime) -> None:
    """A person came, and an officer typed for them: from now on that visit can be rated (一次一评).

    Nothing for what the applicant has handed in alone, and for an officer who has left the post meanwhile.
    """
    case = Case.objects.select_related("entered_by", "entered_at_body", "applicant").get(pk=event.case)
    officer, action = case.entered_by, "submit" if isinstance(event, CaseSubmitted) else "supply-correction"
    if officer is None or case.entered_at_body is None:
        return
    latest = Entry.objects.filter(object_kind="case", object_ref=case.number, action=action).order_by("-pk").first()
    post = next(
        (one for one in posts_of(officer, now) if one.takes_in and one.organisation == case.entered_at_body), None
    )
    if latest is None or latest.actor_id != str(officer.pk) or post is None:
        return
    record_visit(
        actor=officer.actor(now),
        officer=officer,
        post=post,
        person=case.applicant,
        case_number=case.number,
        now=now,
    )


def _sight(request: gate.SignedInVisit, found: Case) -> Callable[[str], bool]:
    """Who enters sees what is typed; once it is handed in, only what the own posts need (a helper no account)."""
    if found.status in (Status.DRAFT, Status.CORRECTING):
        return bool
    allowed = sees(found, posts_of(request.user, request.now))
    return lambda key: sees_key(allowed, found, key)


def _page(request: gate.SignedInVisit, found: Case, told: dict[str, Any] | None = None) -> dict[str, Any]:
    documents = list(documents_of(Subject("case", found.number)))
    receipt = next((one for one in documents if one.kind == "receipt"), None)
    visit = visit_of_case(found, request.user)
    is_mine = found.entered_by_id == request.user.pk
    return {
        "nav": "window",
        "case": found,
        "is_mine": is_mine,
        "draft": found.status == Status.DRAFT,
        "correcting": found.status == Status.CORRECTING,
        "next": _next(found),
        "answers": answers_told(found, request.now, _sight(request, found)),
        "materials": material_rows(found, request.now),
        "receipt": _receipt(found, receipt),
        "working": _is_working(found, receipt, visit, request.now),
        "papers": _papers(found, documents, told or {}),
        "rating": _rating(visit) if visit and is_mine else None,
        "errors": [{"href": f"#f-{told['key']}-{told['document']}", "sentence": told["sentence"]}] if told else [],
    }


def _is_working(found: Case, receipt: Document | None, visit: Visit | None, now: datetime) -> bool:
    """Whether the worker still owes the receipt, or, soon after submission, the link for rating."""
    if found.submitted_at is None:
        return False
    return receipt is None or (visit is None and now - found.submitted_at < _SOON)


def _next(found: Case) -> str:
    """What the person at the window is told to expect, with its day."""
    match Status(found.status):
        case Status.DRAFT:
            return "还没有提交。和申请人核对后提交。"
        case Status.CORRECTING:
            return "告知书列出的内容要补正。办理期限还没有开始算。"
        case Status.SUBMITTED if found.answer_by is not None:
            return f"{_day(found.answer_by)}前告知是否受理。"
        case Status.ACCEPTED if found.promised_on is not None:
            return f"已受理，承诺 {_day(found.promised_on)}前作出决定。"
    return f"{found.body.short_name}已经办完，结果在下面的文书里。" if found.closed_at else "正在办。"


def _receipt(found: Case, document: Document | None) -> dict[str, str] | None:
    if found.submitted_at is None or document is None or found.entered_at_body is None:
        return None
    return {
        "number": found.number,
        "service": found.version.name,
        "received_at": found.submitted_at.astimezone(CITY).strftime("%Y年%-m月%-d日 %H:%M"),
        "received_by": found.entered_at_body.name,
        # Once it is accepted, the promise to tell is kept: the receipt itself still says what it said.
        "promise": "" if found.accepted_at or not found.answer_by else f"{_day(found.answer_by)}前告知是否受理",
        "href": reverse("desk:window-paper", args=[found.number, document.pk]),
    }


def _papers(found: Case, documents: list[Document], told: dict[str, Any]) -> list[dict[str, Any]]:
    """The documents but the receipt: each with its proof of delivery, or the form to hand it over."""
    delivered = {one.document_id: one for one in found.deliveries.all()}
    return [
        {
            "pk": one.pk,
            "card": {
                "title": one.title,
                "number": one.number,
                "issuer": one.body.name,
                "date": f"{one.made_at.astimezone(CITY):%-m月%-d日 %H:%M}",
                "href": reverse("desk:window-paper", args=[found.number, one.pk]),
                "size": "PDF",
            },
            "delivery": delivered.get(one.pk),
            "to_give": one.kind not in NOT_DELIVERED and one.pk not in delivered,
            "typed": told if told.get("document") == one.pk else {"received_by": found.applicant.name},
        }
        for one in documents
        if one.kind != "receipt"
    ]


def _rating(visit: Visit) -> dict[str, str]:
    address = settings.YIMEN_ADDRESS + reverse("evaluation:visit", args=[visit.code])
    picture = base64.b64encode(qr_svg(address)).decode()
    return {"address": address, "picture": f"data:image/svg+xml;base64,{picture}", "day": _day(legal_day(visit.at))}


def _fault_at(typed: dict[str, str]) -> str:
    """Which of the two lines a refusal is about."""
    who = typed["received_by"].strip()
    return "received_by" if not who or missing_glyphs(who) else "place"


def _document(found: Case, told: str) -> Document:
    pk = int(told) if told.isascii() and told.isdigit() and len(told) < 12 else 0
    row = documents_of(Subject("case", found.number)).filter(pk=pk).first()
    if row is None:
        raise NotFound("没有找到这份文书", "回到办件页面看看；出具后会显示在那里。")
    return row


def _day(day: date) -> str:
    return f"{day:%-m月%-d日}"


def _note_reading(request: gate.SignedInVisit, found: Case, act: str, **details: str) -> None:
    """An officer who looks at somebody's file leaves a row: the log says who touched what."""
    actor = request.user.actor(request.now)
    record(actor, act, object_kind="case", object_ref=found.number, at=request.now, details=details)
