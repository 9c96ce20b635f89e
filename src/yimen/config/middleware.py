"""What happens around every request: the time, the policy of the browser, and the door-keeper."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_from_path, override

from yimen.ground.accounts.gate import CitizenVisit, Visit, access_of
from yimen.ground.accounts.models import posts_of
from yimen.ground.calendar.moment import now
from yimen.ground.language import refresh
from yimen.ground.messages.queries import unread_acts
from yimen.ground.places.models import Post

Handler = Callable[[Any], HttpResponse]

_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)


def content_security_policy(get_response: Handler) -> Handler:
    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()")
        return response

    return handle


def language(get_response: Handler) -> Handler:
    """The address alone says the language: ``/en/…`` or none. Neither a cookie nor the browser's wish changes a page,
    so that an address shows the same to everybody; and nothing of it is left for the next request of the thread."""

    def handle(request: HttpRequest) -> HttpResponse:
        code = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with override(code):
            if code != settings.LANGUAGE_CODE:
                refresh()
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return handle


def no_nul(get_response: Handler) -> Handler:
    """Answer 400 to a NUL sign in an address or a form: no person types one, and PostgreSQL stores none."""

    def handle(request: HttpRequest) -> HttpResponse:
        is_form = request.method == "POST" and (request.content_type or "").endswith("urlencoded")
        if (
            "\0" in request.path_info
            or "%00" in request.META.get("QUERY_STRING", "")
            or (is_form and b"%00" in request.body)
        ):
            raise BadRequest("NUL")
        return get_response(request)

    return handle


def moment(get_response: Handler) -> Handler:
    """Give each request its ``now``, so that one request knows one time."""

    def handle(request: Visit) -> HttpResponse:
        request.now = now()
        return get_response(request)

    return handle


def viewer(get_response: Handler) -> Handler:
    """Tell the pages who is looking, lazily: the frame shows a name, and error pages must not need a database."""

    def handle(request: Visit) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: request.user if request.user.is_authenticated else None)
        request.held = SimpleLazyObject(lambda: _held(request))  # type: ignore[attr-defined]
        request.posts = SimpleLazyObject(lambda: _post_codes(request.held))  # type: ignore[attr-defined]
        request.unread = SimpleLazyObject(lambda: unread_acts(request.user) if request.user.is_authenticated else 0)
        return get_response(request)

    return handle


def _held(request: Visit) -> list[Post]:
    """The reader's own posts."""
    return posts_of(request.user, request.now) if request.user.is_authenticated and request.user.is_staff else []


def _post_codes(held: Sequence[Post]) -> frozenset[str]:
    """The same for the frame: ``code``, ``role/code``, and ``takes-in`` where one takes in."""
    codes = {one.code for one in held} | {f"{one.organisation.role}/{one.code}" for one in held}
    return frozenset(codes | ({"takes-in"} if any(one.takes_in for one in held) else set()))


def keep_session(get_response: Handler) -> Handler:
    """Whoever is active stays signed in: the session's end moves on, written at most every few minutes."""

    def handle(request: Visit) -> HttpResponse:
        if request.user.is_authenticated:
            seconds = int(request.now.timestamp())
            if seconds - request.session.get("touched", 0) >= settings.YIMEN_SESSION_TOUCH:
                request.session["touched"] = seconds
        return get_response(request)

    return handle


_LARGEST = 2**63 - 1
_HELD_AT_MOST = 64 * 1024


class Gate:
    """Refuses every view that does not say who may open it, then asks the mark it carries."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            # Shared computers: the Back key after sign-out must not show the last person's pages.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: CitizenVisit, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if any(isinstance(value, int) and value > _LARGEST for value in kwargs.values()):
            # No database numbers its rows like this; asked for it, it would answer with an error.
            raise Http404
        if request.method == "POST" and any(
            "\0" in text for name, values in request.POST.lists() for text in (name, *values)
        ):
            # A form with files: its body was read piece by piece, so that ``no_nul`` could not look into it.
            raise BadRequest("NUL")
        access = access_of(view)
        if access is None:
            raise PermissionDenied(f"{view.__module__}.{view.__qualname__} does not say who may open it")
        match access[1](request):
            case "yes":
                if access[0] == "citizen":
                    assert request.user.person is not None
                    request.person = request.user.person
                return None
            case "sign-in":
                _hold_form(request)
                return redirect(f"{reverse('accounts:sign-in')}?{urlencode({'next': _local_path(request)})}")
            case "confirm-identity":
                return redirect(f"{reverse('accounts:confirm-identity')}?{urlencode({'next': _local_path(request)})}")
        raise PermissionDenied


def _local_path(request: HttpRequest) -> str:
    # After a POST by an ended session the form's own page is the place to come back to, not the address of the POST.
    return request.get_full_path() if request.method == "GET" else request.path


def _hold_form(request: HttpRequest) -> None:
    """A form that was posted after the session had ended is kept over signing in: nothing typed is lost.

    It is shown again only on its own page, and that page lets only the case's own applicant in.
    """
    # A form with files has been read piece by piece already: its body can no longer be asked for.
    if request.method != "POST" or not (request.content_type or "").endswith("urlencoded"):
        return
    body = request.body
    if len(body) <= _HELD_AT_MOST:
        request.session["held_form"] = {"path": request.path, "body": body.decode("utf-8", "replace")}
