"""Signing in, confirming one's identity, signing out."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yimen.engines.forms.identity import check_idcard
from yimen.ground.accounts import gate
from yimen.ground.accounts.actions.confirm_identity import confirm_identity as confirm
from yimen.ground.accounts.actions.send_code import send_code
from yimen.ground.accounts.actions.sign_in import sign_in_by_code, sign_in_by_password
from yimen.ground.accounts.forms import code_fault, mobile_fault, plain
from yimen.ground.accounts.models import Account
from yimen.ground.accounts.queries import demo_cast
from yimen.ground.accounts.way_back import way_back
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import DomainError

_NOBODY = Actor(id="", name="未登录", kind="anonymous")


@gate.public
@require_http_methods(["GET", "POST"])
def sign_in(request: gate.Visit) -> HttpResponse:
    """First half for citizens: the mobile number, to which a code goes."""
    page: dict[str, Any] = {"next": way_back(request), "mobile": plain(request.POST.get("mobile", ""))}
    if settings.YIMEN_DEMO:
        page["cast"] = demo_cast()
    if request.method == "GET":
        return render(request, "accounts/sign_in.html", page)
    if fault := mobile_fault(page["mobile"]):
        return _refused(request, "accounts/sign_in.html", page, "mobile", fault)
    try:
        sent = send_code(actor=_NOBODY, mobile=page["mobile"], now=request.now)
    except DomainError as error:
        return _refused(request, "accounts/sign_in.html", page, "mobile", f"{error.sentence}。{error.advice}")
    request.session["signing_in"] = {"mobile": page["mobile"], "shown": sent.shown}
    return redirect(f"{reverse('accounts:code')}?{urlencode({'next': page['next']})}")


@gate.public
@require_http_methods(["GET", "POST"])
def code(request: gate.Visit) -> HttpResponse:
    """Second half: the code."""
    signing_in = request.session.get("signing_in")
    if not signing_in:
        return redirect("accounts:sign-in")
    page = {"next": way_back(request), **signing_in, "code": plain(request.POST.get("code", ""))}
    if request.method == "GET":
        return render(request, "accounts/code.html", page)
    if fault := code_fault(page["code"]):
        return _refused(request, "accounts/code.html", page, "code", fault)
    try:
        account = sign_in_by_code(actor=_NOBODY, mobile=signing_in["mobile"], code=page["code"], now=request.now)
    except DomainError as error:
        return _refused(request, "accounts/code.html", page, "code", f"{error.sentence}，{error.advice}")
    del request.session["signing_in"]
    return _enter(request, account, page["next"])


@gate.public
@require_http_methods(["GET", "POST"])
def staff(request: gate.Visit) -> HttpResponse:
    """Officers: name and password."""
    page: dict[str, Any] = {"next": way_back(request), "login": request.POST.get("login", "").strip()}
    if request.method == "GET":
        return render(request, "accounts/staff.html", page)
    password = request.POST.get("password", "")
    missing = {"login": "" if page["login"] else "填写用户名", "password": "" if password else "填写密码"}
    if any(missing.values()):
        return _staff_refused(request, page, missing)
    try:
        account = sign_in_by_password(actor=_NOBODY, login=page["login"], password=password, now=request.now)
    except DomainError as error:
        return _staff_refused(request, page, {"login": f"{error.sentence}，{error.advice}"})
    return _enter(request, account, page["next"])


@gate.public
@require_POST
def demo(request: gate.Visit) -> HttpResponse:
    """Enter as one of the sample persons. There is no such way in outside a demo."""
    if not settings.YIMEN_DEMO:
        raise Http404
    person = next((one for one in demo_cast() if one["key"] == request.POST.get("person")), None)
    if person is None:
        return redirect("accounts:sign-in")
    account = Account.objects.get(login=person["key"])
    record(
        account.actor(request.now), "sign-in-demo", object_kind="account", object_ref=str(account.pk), at=request.now
    )
    return _enter(request, account, way_back(request))


@gate.signed_in
@require_POST
def sign_out(request: gate.SignedInVisit) -> HttpResponse:
    record(
        request.user.actor(request.now),
        "sign-out",
        object_kind="account",
        object_ref=str(request.user.pk),
        at=request.now,
    )
    logout(request)
    return redirect("/")


@gate.signed_in
@require_POST
def stay(request: gate.SignedInVisit) -> HttpResponse:
    """Extend the session by one click (WCAG 2.2.1)."""
    request.session.modified = True
    if "text/html" not in request.headers.get("Accept", ""):
        # Asked by the script of a page that stays as it is.
        return HttpResponse(status=204)
    return redirect(way_back(request))


@gate.signed_in
@require_http_methods(["GET", "POST"])
def confirm_identity(request: gate.SignedInVisit) -> HttpResponse:
    """实名核验, asked when it is needed first."""
    page: dict[str, Any] = {
        "next": way_back(request),
        "name": request.POST.get("name", "").strip(),
        "id_number": plain(request.POST.get("id_number", "")).upper(),
    }
    if request.user.is_staff:
        raise Http404
    if request.method == "GET":
        return render(request, "accounts/confirm_identity.html", page)
    failures = _identity_failures(page)
    if not failures:
        try:
            confirm(
                actor=request.user.actor(request.now),
                account=request.user,
                name=page["name"],
                id_number=page["id_number"],
                now=request.now,
            )
        except DomainError as error:
            failures = [{"key": "id_number", "sentence": f"{error.sentence}。{error.advice}"}]
    if failures:
        told = {one["key"]: one["sentence"] for one in failures}
        return render(request, "accounts/confirm_identity.html", {**page, "errors": failures, "told": told}, status=422)
    request.session["assurance"] = gate.REAL_NAME
    return redirect(page["next"])


def _identity_failures(page: dict[str, Any]) -> list[dict[str, str]]:
    failures = []
    if not page["name"]:
        failures.append({"key": "name", "sentence": "填写姓名，和身份证上的一样"})
    checked = check_idcard(page["id_number"]) if page["id_number"] else "填写身份证号码"
    if isinstance(checked, str):
        failures.append({"key": "id_number", "sentence": checked})
    return failures


def _enter(request: gate.Visit, account: Account, target: str) -> HttpResponse:
    # What an ended session held back (a half-filled form) belongs to the next page, so it survives the new session.
    held = request.session.get("held_form")
    login(request, account)
    if held is not None:
        request.session["held_form"] = held
    request.session["assurance"] = gate.REAL_NAME if account.is_staff or account.person_id else gate.MOBILE
    return redirect(target if target != "/" or not account.is_staff else "/desk/")


def _refused(request: gate.Visit, template: str, page: dict[str, Any], key: str, sentence: str) -> HttpResponse:
    errors = [{"key": key, "sentence": sentence}]
    return render(request, template, {**page, "errors": errors, "fault": sentence}, status=422)


def _staff_refused(request: gate.Visit, page: dict[str, Any], told: dict[str, str]) -> HttpResponse:
    errors = [{"key": key, "sentence": sentence} for key, sentence in told.items() if sentence]
    return render(request, "accounts/staff.html", {**page, "errors": errors, "told": told}, status=422)
