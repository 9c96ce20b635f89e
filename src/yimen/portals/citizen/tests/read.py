"""Pages as a browser gets them, and what a person reads on them."""

import html
import re

from django.http import HttpResponse
from django.urls import reverse

from tests.cast import browser_of, person_of
from yimen.domains.cases.models import Case
from yimen.ground.accounts.models import Account


def open_case(account: Account, case: Case, page: str = "case") -> HttpResponse:
    """A page of this case: case, clock, withdraw, urge, answers."""
    return browser_of(account).get(reverse(f"citizen:{page}", args=[case.number]))


def post_to(account: Account, case: Case, page: str, **typed: str) -> HttpResponse:
    return browser_of(account).post(reverse(f"citizen:{page}", args=[case.number]), typed)


def lend(case: Case, account: Account) -> None:
    """The old person has no account: somebody else of the cast lends eyes to read the page."""
    Case.objects.filter(pk=case.pk).update(applicant=person_of(account))


def text_of(answer: HttpResponse) -> str:
    """What stands on the page, without its marks."""
    whole = answer.content.decode()
    body = whole.partition("<main")[2].partition("</main>")[0] or whole
    return _plain(f"<main{body}")


def top(answer: HttpResponse) -> str:
    """What stands above the first section: word, outcome, whose clock, the sentence with what follows from it."""
    return _plain(answer.content.decode().partition("<main")[2].partition("<h2")[0].partition(">")[2])


def section(answer: HttpResponse, heading: str) -> str:
    """The text under a heading, up to the next one."""
    found = re.search(rf"<h2[^>]*>{heading}</h2>(.*?)(?:<h2|</main>)", answer.content.decode(), re.S)
    assert found, f"no heading {heading}"
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", found[1])))


def cells(answer: HttpResponse, lane: int = 0) -> list[str]:
    """The marks of a bar: on, soon, late, pz or nothing."""
    bars = re.findall(r'<div class="days"[^>]*>(.*?)</div>', answer.content.decode())
    return re.findall(r'<i(?: class="(\w+)")?></i>', bars[lane])


def _plain(marked: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", marked)))
