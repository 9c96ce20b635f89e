"""Large files in parts: the core of tus 1.0.0 (tus.io) with creation, termination and expiration.

``POST`` announces a file (``Upload-Length``, ``Upload-Metadata``: ``filename``, ``material``, ``sha256``) and is told
its address; ``HEAD`` asks how much is there (``Upload-Offset``); ``PATCH`` adds the next part; ``DELETE`` gives it up.
The last part hands the file in by the same action as the plain form. Where that refuses, the answer is 422 and says
``sentence``, ``advice`` and ``code``, and ``words`` in the language of the page; a ``PATCH`` without content at the end
asks for the same answer again. Beyond tus: announced again with the same content (``sha256``), a file that broke off
gets its old address, also after a reload.
"""

import base64
import binascii
from datetime import UTC

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods, require_POST

from yimen.domains.cases.actions.add_material import add_material, check_open
from yimen.domains.cases.models import Case
from yimen.domains.cases.views.filling import case_of
from yimen.ground.accounts import gate
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import DomainError, NotFound, Stale, Unavailable
from yimen.ground.files.actions.add_part import add_part
from yimen.ground.files.actions.begin_incoming import begin_incoming
from yimen.ground.files.actions.drop_incoming import drop_incoming
from yimen.ground.files.actions.finish_incoming import finish_incoming
from yimen.ground.files.check import LARGEST
from yimen.ground.files.incoming import received
from yimen.ground.files.models import Incoming
from yimen.ground.files.queries import incoming_by_code
from yimen.ground.language import say

VERSION = "1.0.0"
PART_TYPE = "application/offset+octet-stream"
MOST_IN_PART = 2**20


@gate.filler
@require_POST
def begin(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """Announce a file for a material of the own application."""
    case = case_of(request, number)
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    size = _whole_number(request.headers.get("Upload-Length", ""))
    if size is None:
        return _answer(400)
    try:
        check_open(case, told.get("material", ""), request.now)
        incoming = begin_incoming(
            actor=request.user.actor(request.now),
            subject=Subject("case", case.number),
            slot=told["material"],
            name=told.get("filename", ""),
            size=size,
            sha256=told.get("sha256", ""),
            now=request.now,
        )
    except DomainError as error:
        return _refusal(error, 413 if size > LARGEST else 422)
    place = reverse("cases:upload", args=[case.number, incoming.code])
    return _answer(201, incoming, {"Location": place})


@gate.filler
@require_http_methods(["HEAD", "GET", "PATCH", "DELETE"])
def upload(request: gate.SignedInVisit, number: str, code: str) -> HttpResponse:
    """How much of it is there; the next part; or never mind."""
    case = case_of(request, number)
    actor = request.user.actor(request.now)
    incoming = incoming_by_code(actor, Subject("case", case.number), code, request.now)
    if incoming is None:
        raise NotFound("没有找到传了一半的文件", "再选一次这个文件，从头传。")
    if request.method == "DELETE":
        drop_incoming(incoming=incoming)
        return _answer(204)
    if request.method == "PATCH":
        return _take_part(request, case, incoming)
    return _answer(204 if request.method == "GET" else 200, incoming)


def _take_part(request: gate.SignedInVisit, case: Case, incoming: Incoming) -> HttpResponse:
    offset = _whole_number(request.headers.get("Upload-Offset", ""))
    length = _whole_number(request.headers.get("Content-Length") or "0")
    if offset is None or length is None:
        return _answer(400)
    if length > MOST_IN_PART:
        return _answer(413)
    if length and request.content_type != PART_TYPE:
        return _answer(415)
    try:
        if incoming.ended_at is None:
            add_part(incoming=incoming, offset=offset, content=request.body)
        if incoming.ended_at is None and received(incoming) < incoming.size:
            return _answer(204, incoming)
        finish_incoming(
            incoming=incoming,
            hand_in=lambda file: add_material(
                actor=request.user.actor(request.now), case=case, material=incoming.slot, upload=file, now=request.now
            ),
            now=request.now,
        )
    except (Stale, Unavailable):
        raise
    except DomainError as error:
        return _refusal(error, 422)
    return _answer(204, incoming)


def _answer(status: int, incoming: Incoming | None = None, more: dict[str, str] | None = None) -> HttpResponse:
    response = HttpResponse(
        status=status, headers={"Tus-Resumable": VERSION, "Cache-Control": "no-store", **(more or {})}
    )
    if incoming is not None:
        offset = incoming.size if incoming.ended_at else received(incoming)
        response["Upload-Offset"], response["Upload-Length"] = str(offset), str(incoming.size)
        response["Upload-Expires"] = http_date(incoming.expires_at.astimezone(UTC).timestamp())
    return response


def _refusal(error: DomainError, status: int) -> HttpResponse:
    words = say(f"{error.sentence}。{error.advice}")
    told = {"sentence": error.sentence, "advice": error.advice, "code": error.code, "words": words}
    return JsonResponse(told, status=status, headers={"Tus-Resumable": VERSION})


def _metadata(header: str) -> dict[str, str]:
    """``key base64,key base64``; what is no such pair says nothing."""
    found = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode().replace("\0", "")
        except (binascii.Error, ValueError):
            continue
    return found


def _whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
