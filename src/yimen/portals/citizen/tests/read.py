"""Pages as a browser gets them, and what a person reads on them."""

import html
import re

from django.http import HttpResponse
from django.test import Client

from tests.cast import browser_of
from yimen.ground.accounts.models import Account


def page_of(account: Account | None, path: str, **more: object) -> HttpResponse:
    """The page at an address, opened by this member of the cast."""
    return browser_of(account).get(path, **more)


def text_of(answer: HttpResponse) -> str:
    """What stands on the page: without marks, without what only screen readers say, spaces closed."""
    body = answer.content.decode().partition("<main")[2].partition("</main>")[0] or answer.content.decode()
    plain = re.sub(r'<span class="vh">.*?</span>', "", body)
    plain = re.sub(r"<(?:br|/p|/li|/h\d|/dd|/dt|/tr|/td|/th)[^>]*>", "\n", plain)
    return re.sub(r"[ \t]+", " ", html.unescape(re.sub(r"<[^>]+>", "", plain)))


def part(answer: HttpResponse, heading: str) -> str:
    """The text of the section under a heading."""
    found = re.search(rf"<section[^>]*>\s*<h2[^>]*>{heading}</h2>.*?</section>", answer.content.decode(), re.S)
    assert found, f"no section {heading}"
    return html.unescape(re.sub(r"<[^>]+>", " ", found[0]))


def browser(account: Account) -> Client:
    return browser_of(account)
