"""What every operation shares: who may ask and how often, ETag, HEAD, and no method but reading."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

from yimen.ground.accounts import gate
from yimen.portals.api.errors import MethodNotAllowed, TooMany

WINDOW = 60
READS = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponse]


def served(view: View) -> View:
    """The view as the interface offers it. Public: nothing that lies behind it is about a person."""

    @wraps(view)
    def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in READS:
            raise MethodNotAllowed(request.method or "", READS)
        if request.method == "OPTIONS":
            return _open(HttpResponse(status=204, headers={"Allow": ", ".join(READS)}))
        left = _left(request)
        # Whoever asks for the head alone gets what reading would say; the server leaves the body out.
        request.method = "GET"
        response = view(request, *args, **kwargs)
        response.headers["RateLimit"] = f'"address";r={left};t={WINDOW}'
        response.headers["RateLimit-Policy"] = f'"address";q={settings.YIMEN_API_PER_MINUTE};w={WINDOW}'
        return _open(_conditional(request, response))

    return gate.public(serve)


def _open(response: HttpResponse) -> HttpResponse:
    """Pages of other sites may read it too: it is public, and no cookie is looked at."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = ", ".join(READS)
    response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
    return response


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code != 200:
        return response
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = etag
    response.headers.setdefault("Cache-Control", "public, max-age=60")
    patch_vary_headers(response, ["Accept-Encoding"])
    found = get_conditional_response(request, etag=etag, response=response)
    return found if isinstance(found, HttpResponse) else response


def _left(request: HttpRequest) -> int:
    """How often this address may still ask within the minute. Raises TooMany."""
    address = hashlib.sha256(f"{settings.SECRET_KEY}{_address(request)}".encode()).hexdigest()[:24]
    key = f"api-{address}"
    cache.add(key, 0, WINDOW)
    try:
        asked = cache.incr(key)
    except ValueError:
        # The minute has just ended, or nothing is kept at all.
        asked = 1
    if asked > settings.YIMEN_API_PER_MINUTE:
        raise TooMany(WINDOW)
    return int(settings.YIMEN_API_PER_MINUTE - asked)


def _address(request: HttpRequest) -> str:
    if settings.SECURE_PROXY_SSL_HEADER:
        # Behind a proxy of our own the last name in the list is the one that the proxy has seen.
        return str(request.headers.get("X-Forwarded-For", "")).rsplit(",", 1)[-1].strip() or _peer(request)
    return _peer(request)


def _peer(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
