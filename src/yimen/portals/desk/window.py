"""The window: an officer whose post takes in applications enters one for a person who is present (代录).

The person is named by name and identity number; the identity register confirms the pair. Who is meant then travels in
a signed address that lasts for two hours and for this officer only: no identity number stands in an address, and two
pages for two persons do not get mixed up.
"""

from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yimen.domains.cases.access import case_for_applicant
from yimen.domains.cases.actions.enter import enter, takes_in_at
from yimen.domains.cases.actions.take_over import take_over
from yimen.domains.cases.queries import cases_of
from yimen.domains.cases.states import Status
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import current_version, definition, published, search
from yimen.engines.forms.identity import check_idcard
from yimen.ground.accounts import gate
from yimen.ground.accounts.actions.confirm_person import confirm_person
from yimen.ground.accounts.forms import plain
from yimen.ground.accounts.models import Person
from yimen.ground.errors import DomainError, NotAllowed, Stale
from yimen.ground.places.models import Organisation, Post
from yimen.portals.desk.window_list import entries_today, open_entries, person_cases

_SALT = "desk-window-person"
_LASTS = 2 * 60 * 60
WINDOW = "window"


@gate.officer
@require_http_methods(["GET", "POST"])
def start(request: gate.SignedInVisit) -> HttpResponse:
    """Who is at the window, which service it is, and what this officer has entered today."""
    body = takes_in_at(request.user, request.now)
    if body is None:
        page = {"nav": WINDOW, "posts": _posts_that_take_in()}
        return render(request, "desk/window_closed.html", page, status=403)
    if request.method == "POST":
        return _name_person(request, body)
    person = _person_of(request, request.GET.get("for", ""))
    if person is None and request.GET.get("for"):
        raise Stale("这位申请人的核对已经过了 2 小时", "回到窗口页面，重新核对姓名和身份证号码。")
    return _show(request, body, person=person)


@gate.officer
@require_POST
def begin(request: gate.SignedInVisit) -> HttpResponse:
    """开始代录: a draft in the person's name, or the one that was begun online."""
    person = _person_of(request, request.POST.get("for", ""))
    if person is None:
        raise Stale("这位申请人的核对已经过了 2 小时", "回到窗口页面，重新核对姓名和身份证号码。")
    version = current_version(request.POST.get("service", ""))
    if not _at_window(version):
        raise NotAllowed("这个事项没有开窗口办理", "让申请人在网上办，或者打 12345 问。")
    case = enter(officer=request.user, person=person, version=version, now=request.now)
    return redirect("cases:hub", number=case.number)


@gate.officer
@require_POST
def correct(request: gate.SignedInVisit) -> HttpResponse:
    """代为补正: the applicant has come with a correction notice of an application that was filed online."""
    person = _person_of(request, request.POST.get("for", ""))
    if person is None:
        raise Stale("这位申请人的核对已经过了 2 小时", "回到窗口页面，重新核对姓名和身份证号码。")
    case = case_for_applicant(person, request.POST.get("number", ""))
    take_over(officer=request.user, case=case, person=person, now=request.now)
    return redirect("cases:correction", number=case.number)


def _name_person(request: gate.SignedInVisit, body: Organisation) -> HttpResponse:
    typed = {
        "name": request.POST.get("name", "").strip(),
        "id_number": plain(request.POST.get("id_number", "")).upper(),
    }
    told = _faults(typed)
    if not told:
        try:
            person = confirm_person(actor=request.user.actor(request.now), now=request.now, **typed)
            query = urlencode({"for": _token(request, person)})
            return redirect(f"{reverse('desk:window')}?{query}")
        except DomainError as error:
            told = {"id_number": f"{error.sentence}。{error.advice}"}
    return _show(request, body, typed=typed, told=told)


def _faults(typed: dict[str, str]) -> dict[str, str]:
    told = {} if typed["name"] else {"name": "填写姓名，和证件上的一样"}
    checked = check_idcard(typed["id_number"]) if typed["id_number"] else "填写身份证号码"
    return {**told, "id_number": checked} if isinstance(checked, str) else told


def _show(
    request: gate.SignedInVisit,
    body: Organisation,
    *,
    person: Person | None = None,
    typed: dict[str, str] | None = None,
    told: dict[str, str] | None = None,
) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    page: dict[str, Any] = {
        "nav": WINDOW,
        "body": body,
        "person": person,
        "typed": typed or {},
        "told": told or {},
        "errors": [{"key": key, "sentence": sentence} for key, sentence in (told or {}).items()],
        "today": entries_today(request.user, request.now),
        "left": open_entries(request.user, request.now),
    }
    if person is not None:
        page.update(
            token=request.GET["for"],
            query=query,
            services=_services(query),
            cases=person_cases(request.user, body, person),
            correcting=[one for one in cases_of(person)[:50] if one.status == Status.CORRECTING],
        )
    return render(request, "desk/window.html", page, status=422 if told else 200)


def _services(query: str) -> list[dict[str, str]]:
    """Services that can be handled at a window; found by everyday words as citizens find them."""
    found = search(query) if query else list(published())
    return [
        {
            "slug": one.item.slug,
            "name": one.name,
            "plain": definition(one).meta.get("plain_name", ""),
            "note": next(str(way["note"]) for way in definition(one).meta["channels"] if way["kind"] == WINDOW),
        }
        for one in found
        if _at_window(one)
    ]


def _at_window(version: Version) -> bool:
    service = definition(version)
    return not service.guide_only and any(way["kind"] == WINDOW for way in service.meta["channels"])


def _posts_that_take_in() -> list[str]:
    posts = Post.objects.filter(takes_in=True).select_related("organisation").order_by("organisation__code", "code")
    return [f"{one.organisation.name} {one.name}" for one in posts]


def _token(request: gate.SignedInVisit, person: Person) -> str:
    return signing.dumps([request.user.pk, person.pk], salt=_SALT)


def _person_of(request: gate.SignedInVisit, token: str) -> Person | None:
    """Who is at the window; None when nobody is named, or by another officer, or too long ago."""
    try:
        officer, person = signing.loads(token, salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=person).first() if officer == request.user.pk else None
