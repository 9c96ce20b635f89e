"""The addresses of the product as data: name, pattern, mark; and how a test visits one."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from yimen.config import urls
from yimen.ground.accounts.gate import access_of

_PARAMETER = re.compile(r"<(\w+):(\w+)>")


def every_route() -> Iterator[tuple[str, URLPattern]]:
    for name, _, route in _routes(get_resolver(urls.__name__).url_patterns, "", ""):
        yield name, route


def _routes(
    patterns: list[URLPattern | URLResolver], namespace: str, before: str
) -> Iterator[tuple[str, str, URLPattern]]:
    for one in patterns:
        path = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, one.namespace or namespace, path)
        else:
            yield f"{namespace}:{one.name}" if namespace else str(one.name), path, one


PATTERNS = {name: path for name, path, _ in _routes(get_resolver(urls.__name__).url_patterns, "", "")}
NAMES = list(PATTERNS)
MARKS = {name: mark[0] if (mark := access_of(route.callback)) else None for name, route in every_route()}


def parameters(name: str) -> dict[str, str]:
    """The parts of an address that stand for something: their names and kinds (``str``, ``slug``, ``int``)."""
    return {key: kind for kind, key in _PARAMETER.findall(PATTERNS[name])}


def address(name: str, values: Mapping[str, object]) -> str:
    """The path, put together without asking whether the values fit: browsers do not ask either."""
    return "/" + _PARAMETER.sub(lambda found: quote(str(values[found[2]]), safe=""), PATTERNS[name])


def visit(browser: Client, path: str) -> HttpResponse:
    """The page; where only a form is taken, an empty form is sent."""
    answer = browser.get(path)
    return browser.post(path) if answer.status_code == 405 else answer


def content(answer: HttpResponse) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content
