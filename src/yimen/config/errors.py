"""The one place that turns a refusal into a page and knows status codes."""

import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from yimen.ground.errors import DomainError, NotAllowed, NotFound, Stale, Unavailable
from yimen.portals.api.errors import Broken, MethodNotAllowed, NoOperation, TooMany, Unreadable
from yimen.ui import views
from yimen.ui.outage import is_outage

_STATUS: dict[type[DomainError], int] = {NotFound: 404, NotAllowed: 403, Stale: 409, Unavailable: 503}
_STATUS |= {MethodNotAllowed: 405, TooMany: 429, Unreadable: 400, Broken: 500}


def status_of(error: DomainError) -> int:
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 422)


def problem(error: DomainError) -> HttpResponse:
    """The refusal as a problem object (RFC 9457), for programs."""
    told = {
        "type": "about:blank",
        "title": error.sentence,
        "status": status_of(error),
        "detail": error.advice,
        "code": error.code,
        "errors": [{"name": fault.key, "reason": fault.sentence} for fault in getattr(error, "faults", ())],
    }
    answer = JsonResponse(told, status=told["status"], content_type="application/problem+json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    for name, value in getattr(error, "headers", {}).items():
        answer.headers[name] = value
    return answer


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(Unreadable()) if _by_a_program(request) else views.bad_request(request, exception)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(NoOperation()) if _by_a_program(request) else views.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled: an outage of the database is told as one."""
    if not _by_a_program(request):
        return views.server_error(request)
    return problem(Unavailable("数据库现在连不上", "过几分钟再问。") if is_outage(sys.exception()) else Broken())


def _by_a_program(request: HttpRequest) -> bool:
    return request.path_info.startswith(reverse("api:index"))


class SentencesToPages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        if request.resolver_match is not None and request.resolver_match.namespaces[:1] == ["api"]:
            return problem(error)
        return render(
            request,
            "ym/refused.html",
            {"sentence": error.sentence, "advice": error.advice, "code": error.code},
            status=status_of(error),
        )
