from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.urls.resolvers import URLPattern

from yimen.portals.api.errors import NoOperation
from yimen.portals.api.interface import interface
from yimen.portals.api.served import served


def _unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    raise NoOperation()


def _served(pattern: URLPattern) -> URLPattern:
    callback: Callable[..., Any] = served(pattern.callback)
    # Nothing is written here, and no cookie is asked for.
    callback.csrf_exempt = True  # type: ignore[attr-defined]
    pattern.callback = callback
    return pattern


_operations: list[URLPattern] = interface.urls[0]  # type: ignore[assignment]
app_name = "api"
urlpatterns = [
    # The root of the library would say the same as ``index``.
    *(_served(one) for one in _operations if one.name != "api-root"),
    path("<path:rest>", served(_unknown), name="unknown"),
]
