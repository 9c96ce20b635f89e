"""Anyone verifies a certificate: by its code, or by the file itself."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDictKeyError
from django.views.decorators.http import require_http_methods, require_safe

from yimen.domains.certificates.access import certificate_by_code
from yimen.domains.certificates.models import Certificate
from yimen.domains.certificates.states import State
from yimen.domains.certificates.verify import Verdict, verify_file
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import CITY, legal_day

_TITLES = {State.VALID: "这张证照是真的，有效", State.EXPIRED: "这张证照已过有效期", State.REVOKED: "这张证照已作废"}
_MOST = 20 * 1024 * 1024


@gate.public
@require_http_methods(["GET", "POST"])
def form(request: gate.Visit) -> HttpResponse:
    """Type a code, or hand in the PDF."""
    if request.method == "GET":
        return render(request, "certificates/verify_form.html", {"nav": "verify"})
    code = "".join(request.POST.get("code", "").upper().split()).replace("-", "")
    if code:
        return redirect("certificates:verify", code=code[:40])
    try:
        handed_in = request.FILES["file"]
    except MultiValueDictKeyError:
        return _refused(request, "code", "填写核验码，或者选一个 PDF 文件")
    if not isinstance(handed_in, UploadedFile):
        return _refused(request, "file", "一次传一个 PDF 文件")
    if handed_in.size is None or handed_in.size > _MOST:
        return _refused(request, "file", "文件超过 20 MB，证照文件没有这么大，看看是不是选错了")
    verdict = verify_file(handed_in.read(), legal_day(request.now))
    return render(request, "certificates/verify.html", _page(request, verdict.certificate, verdict))


@gate.public
@require_safe
def verify(request: gate.Visit, code: str) -> HttpResponse:
    """What a QR code opens: valid, expired, revoked, or not known."""
    found = certificate_by_code("".join(code.upper().split()))
    return render(request, "certificates/verify.html", _page(request, found), status=200 if found else 404)


def _page(request: gate.Visit, found: Certificate | None, verdict: Verdict | None = None) -> dict[str, Any]:
    checks = verdict.checks if verdict else []
    whole = all(check["ok"] for check in checks)
    state = found.state_on(legal_day(request.now)) if found and whole else None
    result: dict[str, Any] = {
        "state": str(state) if state else "unknown",
        "title": _TITLES[state] if state else _unknown_title(found, whole),
        "text": _text(found, state),
        "rows": _rows(found) if found and whole else [],
        "checks": checks,
        "checked_at": f"{request.now.astimezone(CITY):%Y-%m-%d %H:%M}",
    }
    return {"nav": "verify", "result": result, "known": found is not None}


def _unknown_title(found: Certificate | None, whole: bool) -> str:
    return "查不到这张证照" if found is None and whole else "这个文件不能作为证照使用"


def _text(found: Certificate | None, state: State | None) -> str:
    if found is None or state is None:
        return "看看核验码有没有抄错；由本市签发的电子证照都能在这里查到。怀疑是假的，打 12345 告诉我们。"
    if state is State.REVOKED and found.revoked_on:
        return f"{found.revoked_on:%Y年%-m月%-d日}起作废，原因：{found.revoked_reason}"
    if state is State.EXPIRED and found.valid_until:
        return f"有效期到{found.valid_until:%Y年%-m月%-d日}"
    return f"由{found.body.name}签发，内容以本页显示的为准。"


def _rows(found: Certificate) -> list[dict[str, str]]:
    """Only what may be public; an empty entry is left out."""
    return [{"label": label, "value": text} for label, text in found.fields if label in found.public_fields and text]


def _refused(request: gate.Visit, key: str, sentence: str) -> HttpResponse:
    page = {"nav": "verify", "errors": [{"key": key, "sentence": sentence}], "fault": {key: sentence}}
    return render(request, "certificates/verify_form.html", page, status=422)
