"""The page of an outage: the database does not answer, so neither a row nor a session is read to say so.

``views.server_error`` asks `is_outage` about the error and answers with `page_of_outage`. What was typed into a form
comes back with the page, ready to be sent again.
"""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language_from_path, gettext, override

from yimen.ui import context

RETRY_AFTER = 60
_KEPT_AT_MOST = 200_000
_UNREADABLE = (BadRequest, RequestDataTooBig, SuspiciousOperation, UnreadablePostError, OSError)
Pairs = Sequence[tuple[str, str]]


def is_outage(error: BaseException | None) -> bool:
    """Whether it is the database that does not answer: lost, refused, starting, or too busy for now."""
    return isinstance(error, OperationalError | InterfaceError)


def page_of_outage(request: HttpRequest) -> HttpResponse:
    """503 in the language of the address: a page, or a problem (RFC 9457) for a program."""
    code = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with override(code):
        answer = _problem() if _is_program(request) else _page(request)
    answer["Retry-After"] = str(RETRY_AFTER)
    answer["Content-Language"] = code
    add_never_cache_headers(answer)
    return answer


def _is_program(request: HttpRequest) -> bool:
    """Scripts of our own pages (autosave, uploads) and others that do not ask for a page."""
    asked = request.headers.get("Accept", "")
    sends_json = request.content_type == "application/json"
    return sends_json or "X-Autosave" in request.headers or "Tus-Resumable" in request.headers or _wants_json(asked)


def _wants_json(accept: str) -> bool:
    return "json" in accept and "text/html" not in accept


def _problem() -> HttpResponse:
    told = {
        "type": "about:blank",
        "title": gettext("系统暂时没有应答"),
        "status": 503,
        "detail": gettext("刚才这一次没有存上。以前存上的都在。过一分钟再试。"),
        "code": "unavailable",
    }
    return JsonResponse(told, status=503, content_type="application/problem+json")


def _page(request: HttpRequest) -> HttpResponse:
    sent = request.method not in ("GET", "HEAD")
    again = request.get_full_path()
    shown: Mapping[str, object] = {
        "brand": context.brand(),
        "path": "/" if sent else again,
        "again": again,
        "sent": sent,
        "typed": typed(request) if sent else (),
        **context.reading(request),
        **context.languages("/" if sent else again),
    }
    return HttpResponse(render_to_string("503.html", shown), status=503)


def typed(request: HttpRequest) -> Pairs:
    """What a form has sent, to be sent again as it is; nothing where that cannot be: files, a password, very much."""
    if request.content_type != "application/x-www-form-urlencoded":
        return ()
    try:
        pairs = [(name, one) for name, values in request.POST.lists() for one in values]
    except _UNREADABLE:
        return ()
    much = sum(len(name) + len(text) for name, text in pairs) > _KEPT_AT_MOST
    return () if much or any("password" in name for name, _ in pairs) else pairs
