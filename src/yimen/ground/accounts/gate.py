"""Who may open a page: said at the view, enforced in one place (config.middleware), refused when nothing is said.

The marks answer the first question only (what kind of viewer); whose case it is stands in each domain's ``access``.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Literal, TypeVar

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from yimen.ground.accounts.models import Account, Person
from yimen.ground.places.models import Post

Answer = Literal["yes", "sign-in", "confirm-identity", "no"]
View = TypeVar("View", bound=Callable[..., Any])

MOBILE, REAL_NAME = 1, 2


class Visit(HttpRequest):
    """A request as the middleware hands it on: one time for all of it."""

    now: datetime
    viewer: object
    unread: object
    posts: object
    htmx: HtmxDetails


class SignedInVisit(Visit):
    """What a view marked ``signed_in`` or ``officer`` gets."""

    user: Account
    # The officer's own posts; the frame and the page ask for them, and they are read once.
    held: Sequence[Post]


class CitizenVisit(SignedInVisit):
    """What a view marked ``citizen`` gets: the person is known by real name."""

    person: Person


def assurance(request: HttpRequest) -> int:
    """Assurance level of this session: 0 nobody, 1 a mobile number, 2 a real name."""
    return int(request.session.get("assurance", 0))


def public(view: View) -> View:
    """Anyone may open it. Said aloud, so that nothing is public by forgetting."""
    return _mark(view, "public", lambda request: "yes")


def signed_in(view: View) -> View:
    return _mark(view, "signed-in", lambda request: "yes" if request.user.is_authenticated else "sign-in")


def citizen(view: View) -> View:
    """A citizen with a confirmed real name."""
    return _mark(view, "citizen", _admit_citizen)


def filler(view: View) -> View:
    """Whoever may fill in an application: a citizen by real name, or an officer who enters it for a person present."""
    return _mark(view, "filler", _admit_filler)


def officer(view: View) -> View:
    return _mark(view, "officer", _admit_officer)


def access_of(view: Callable[..., Any]) -> tuple[str, Callable[[HttpRequest], Answer]] | None:
    return getattr(view, "_yimen_access", None)


def _mark(view: View, name: str, admit: Callable[[HttpRequest], Answer]) -> View:
    view._yimen_access = (name, admit)  # type: ignore[attr-defined]
    return view


def _admit_citizen(request: HttpRequest) -> Answer:
    if not request.user.is_authenticated:
        return "sign-in"
    if request.user.is_staff:
        return "no"
    return "yes" if assurance(request) >= REAL_NAME and request.user.person_id else "confirm-identity"


def _admit_filler(request: HttpRequest) -> Answer:
    if request.user.is_authenticated and request.user.is_staff:
        return "yes"
    return _admit_citizen(request)


def _admit_officer(request: HttpRequest) -> Answer:
    if not request.user.is_authenticated:
        return "sign-in"
    return "yes" if request.user.is_staff else "no"
