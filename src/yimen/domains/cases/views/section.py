"""One section of the form: what was posted is stored, then the page says what is wrong or what comes next."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yimen.domains.cases.actions.save_section import Saved, save_section
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of
from yimen.domains.cases.sections import after_sections, next_section, section_of
from yimen.domains.cases.states import Status
from yimen.domains.cases.typed_in import typed_in
from yimen.domains.cases.views.filling import case_of, elsewhere, saved_text
from yimen.domains.cases.views.section_page import asked, show
from yimen.engines.forms import Section
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ui.fields import anchor


@gate.filler
@require_http_methods(["GET", "POST"])
def section(request: gate.SignedInVisit, number: str, section: str) -> HttpResponse:
    """One section of the form. Whatever was typed is stored, wrong or right; what is wrong is said."""
    case = case_of(request, number)
    if away := elsewhere(request, case, Status.DRAFT):
        return away
    part = section_of(form_of(case), section)
    if request.method == "GET":
        held = _held(request)
        if held is not None:
            kept = _saved_now(request, case, part, held)
            return show(request, kept.case, part, kept, held="1")
        return show(request, case, part, None)
    saved = _saved_now(request, case, part, request.POST)
    if request.headers.get("X-Autosave"):
        return JsonResponse({"saved": saved_text(saved.case)}, status=409 if saved.conflicts else 200)
    return _answer(request, part, saved)


def _answer(request: gate.SignedInVisit, part: Section, saved: Saved) -> HttpResponse:
    """What a saved page is followed by: itself with what is to be said, or the page that the pressed button names."""
    case = saved.case
    more = [one for one in part.fields if one.key in asked(case, part, request) - _asked_before(request)]
    if saved.conflicts:
        return show(request, case, part, saved, status=422)
    if named := _named(request, case, part):
        return redirect(named)
    if request.POST.get("ask_again"):
        return show(request, case, part, _known_failures(saved, request), more=more)
    if request.POST.get("add_row") or request.POST.get("remove_row"):
        return show(request, case, part, None, rows_of=request.POST)
    if more:
        # An answer has brought up a further question: it is shown before anything is called wrong.
        return show(request, case, part, None, more=more)
    if saved.failures:
        return show(request, case, part, saved, status=422)
    return _on(request, case, part)


def _on(request: gate.SignedInVisit, case: Case, part: Section) -> HttpResponse:
    if request.POST.get("then") == "check":
        return redirect("cases:check", number=case.number)
    following = next_section(case, part.id, legal_day(request.now))
    if following:
        return redirect("cases:section", case.number, following)
    return redirect(after_sections(case, request.now), number=case.number)


def _saved_now(request: gate.SignedInVisit, case: Case, part: Section, posted: QueryDict) -> Saved:
    return save_section(
        actor=request.user.actor(request.now),
        case=case,
        section=part.id,
        typed=typed_in(part.fields, posted),
        page=posted.get("page", "")[:32],
        seen=posted.get("seen", "")[:32],
        disputed=frozenset(posted.getlist("wrong")),
        now=request.now,
        leaves=not (request.headers.get("HX-Request") or request.headers.get("X-Autosave")),
    )


def _named(request: gate.SignedInVisit, case: Case, part: Section) -> str:
    """Where the other buttons of the form lead once what was typed is stored: 稍后再填, 有误 at a registered value."""
    if request.POST.get("later"):
        return reverse("cases:hub", args=[case.number])
    key = request.POST.get("say_wrong", "")
    if key not in {one.key for one in part.fields}:
        return ""
    query = urlencode({"wrong": key, **({"then": "check"} if request.POST.get("then") == "check" else {})})
    return f"{reverse('cases:section', args=[case.number, part.id])}?{query}#{anchor(key)}"


def _asked_before(request: gate.SignedInVisit) -> set[str]:
    """The questions that stood on the page that was sent, the locked ones too."""
    return set(request.POST.getlist("asked"))


def _known_failures(saved: Saved, request: gate.SignedInVisit) -> Saved | None:
    """What a refused page goes on saying; a question that has just come up is not called wrong."""
    if not request.POST.get("refused"):
        return None
    return replace(saved, failures=[one for one in saved.failures if one.key in _asked_before(request)])


def _held(request: gate.SignedInVisit) -> QueryDict | None:
    """What was posted after the session had ended, kept over signing in: nothing that was typed is lost."""
    held = request.session.get("held_form")
    if held is None or held["path"] != request.path:
        return None
    del request.session["held_form"]
    return QueryDict(held["body"])
