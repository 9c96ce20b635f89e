"""Reading preferences, the pattern page, and the pages for when something goes wrong."""

import sys

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.ground.accounts.gate import public
from yimen.ground.accounts.way_back import way_back
from yimen.ui import context, contrast, shell
from yimen.ui import design as samples
from yimen.ui.outage import is_outage, page_of_outage

YEAR = 365 * 24 * 3600
ASKED_EVERY = 600


@public
@require_safe
@never_cache
def prefs(request: HttpRequest) -> HttpResponse:
    """Set or end what reading needs (`mode`, `size`, `contrast`, `pointer`; empty ends, absent leaves) and go back."""
    response = HttpResponseRedirect(way_back(request))
    for parameter, cookie, allowed in context.READING:
        if parameter not in request.GET:
            continue
        value = request.GET[parameter]
        if value in allowed:
            response.set_cookie(cookie, value, YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
        else:
            response.delete_cookie(cookie, samesite="Lax")
    return response


@public
@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every component with its states; `?form=errors` shows a refused form. Only in demo or debug."""
    if not (getattr(settings, "YIMEN_DEMO", False) or settings.DEBUG):
        raise Http404
    if request.GET.get("part") == "polling":
        return render(request, "ym/design_polling.html", {"nav": "design"})
    refused = request.GET.get("form") == "errors"
    shown = {"nav": "design", **samples.samples(refused), "palette": contrast.table(contrast.tokens())}
    return render(request, "ym/design.html", shown, status=422 if refused else 200)


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to know to put the site among its apps."""
    response = JsonResponse(shell.manifest(), content_type="application/manifest+json")
    response["Cache-Control"] = f"max-age={ASKED_EVERY}"
    return response


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; browsers ask for it again at a visit, but not more often than every few minutes."""
    response = HttpResponse(shell.worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = f"max-age={ASKED_EVERY}"
    return response


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page that the service worker shows without network: the same bytes for everybody."""
    response = HttpResponse(shell.offline_page())
    response["Cache-Control"] = "no-cache"
    return response


def trouble(request: HttpRequest | None, template: str, status: int) -> HttpResponse:
    """An error page without context processors: they belong to others and may need what is broken just now."""
    reading = context.reading(request) if request is not None else {}
    path = request.get_full_path() if request is not None and request.method == "GET" else "/"
    shown = {"brand": context.brand(), "path": path, **reading, **context.languages(path)}
    return HttpResponse(render_to_string(template, shown), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return trouble(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return trouble(request, "403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return trouble(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled: an outage of the database has a page of its own."""
    if is_outage(sys.exception()):
        return page_of_outage(request)
    return trouble(request, "500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return trouble(request, "403_csrf.html", 403)
