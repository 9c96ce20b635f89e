"""The one place that turns a refusal into a page and knows status codes."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.ground.errors import DomainError, NotAllowed, NotFound, Stale, Unavailable

_STATUS: dict[type[DomainError], int] = {NotFound: 404, NotAllowed: 403, Stale: 409, Unavailable: 503}


def status_of(error: DomainError) -> int:
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 422)


class SentencesToPages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        return render(
            request,
            "ym/refused.html",
            {"sentence": error.sentence, "advice": error.advice, "code": error.code},
            status=status_of(error),
        )
