"""Every address of the product: who may open it is said, enforced, and nobody gets to see what is somebody else's."""

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import SERVICE, Cast, browser_of, person_of
from yimen.config import urls
from yimen.domains.cases.tests import make
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.ground.accounts.gate import access_of
from yimen.ground.accounts.models import Account

# Whoever makes a page public says so here as well.
PUBLIC = {
    "citizen:home",
    "citizen:search",
    "citizen:service",
    "citizen:guide",
    "citizen:blank",
    "certificates:verify-form",
    "certificates:verify",
    "accounts:sign-in",
    "accounts:code",
    "accounts:staff",
    "accounts:demo",
    "ui:prefs",
    "ui:design",
}
# Public pages that answer a plain visit otherwise than with a page: they lead on, or exist in a demo only.
OTHERWISE = {"accounts:code": 302, "accounts:demo": 404, "ui:prefs": 302, "ui:design": 404}
SIGNED_IN = {"accounts:sign-out", "accounts:stay", "accounts:confirm-identity"}
# Anybody's own lists and beginnings; every other page for citizens belongs to one case or one certificate.
OWN = {"citizen:begin", "citizen:start", "citizen:my-cases", "citizen:my-certificates"}


def every_route() -> Iterator[tuple[str, URLPattern]]:
    yield from _routes(get_resolver(urls.__name__).url_patterns, "")


def _routes(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, one.namespace or namespace)
        else:
            yield f"{namespace}:{one.name}", one


NAMES = [name for name, _ in every_route()]
MARKS = {name: mark[0] if (mark := access_of(route.callback)) else None for name, route in every_route()}


@pytest.fixture
def his(granted: str, cast: Cast) -> dict[str, str]:
    """What the addresses of 张伟's things are made of."""
    certificate = certificate_of_subject("case", granted)
    assert certificate is not None
    return {
        "slug": SERVICE,
        "number": granted,
        "code": certificate.code,
        "kind": "receipt",
        "section": "operator",
        "name": "application-form.txt",
    }


@pytest.fixture(autouse=True)
def no_demo_door(settings: object) -> None:
    # The sign-in page of a demo lists the cast by name and number; a real one shows nobody.
    settings.YIMEN_DEMO = False


def enter(settings: object, account: Account | None) -> Client:
    settings.YIMEN_DEMO = True
    browser = browser_of(account)
    settings.YIMEN_DEMO = False
    return browser


def address(name: str, values: dict[str, str]) -> str:
    wanted = re.findall(r"<\w+:(\w+)>", str(dict(every_route())[name].pattern))
    return reverse(name, kwargs={key: values[key] for key in wanted})


def visit(browser: Client, name: str, values: dict[str, str]) -> HttpResponse:
    """The page; where only a form is taken, an empty form is sent."""
    path = address(name, values)
    answer = browser.get(path)
    return browser.post(path) if answer.status_code == 405 else answer


def shows_nothing_of_his(answer: HttpResponse, cast: Cast, name: str) -> None:
    assert answer.status_code < 500
    page = b"".join(answer) if answer.streaming else answer.content
    person = person_of(cast.zhang_wei)
    for secret in (person.id_number, cast.zhang_wei.login, "桂花路 18 号 2 单元"):
        assert secret.encode() not in page
    # The public page of a certificate names its holder to whoever has the code: that is what it is for.
    if name != "certificates:verify":
        assert person.name.encode() not in page
        assert "云溪市桂花路小面馆".encode() not in page


@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_who_may_open_it(name: str) -> None:
    assert MARKS[name] in {"public", "signed-in", "citizen", "officer"}


def test_the_public_pages_are_these_and_no_others() -> None:
    assert {name for name, mark in MARKS.items() if mark == "public"} == PUBLIC
    assert {name for name, mark in MARKS.items() if mark == "signed-in"} == SIGNED_IN


def test_no_address_is_written_twice() -> None:
    patterns = [str(route.pattern) for _, route in every_route()]
    assert len(set(patterns)) == len(patterns)
    assert len(set(NAMES)) == len(NAMES)


def test_a_page_without_a_mark_is_refused(rf: object, cast: Cast) -> None:
    from django.core.exceptions import PermissionDenied

    from yimen.config.middleware import Gate

    def unmarked(request: object) -> HttpResponse:
        return HttpResponse("open to all")

    with pytest.raises(PermissionDenied, match="does not say who may open it"):
        Gate(unmarked).process_view(rf.get("/"), unmarked, (), {})


def test_who_has_not_signed_in_gets_public_pages_and_the_sign_in_page_elsewhere(
    cast: Cast, his: dict[str, str]
) -> None:
    for name in NAMES:
        answer = visit(Client(), name, his)
        shows_nothing_of_his(answer, cast, name)
        if name in PUBLIC:
            assert answer.status_code == OTHERWISE.get(name, 200), name
        else:
            assert answer.status_code == 302, name
            assert answer["Location"].startswith(reverse("accounts:sign-in")), name


def test_another_citizen_does_not_learn_that_his_case_exists(cast: Cast, his: dict[str, str], settings: object) -> None:
    for name in NAMES:
        answer = visit(enter(settings, cast.chen_jing), name, his)
        shows_nothing_of_his(answer, cast, name)
        match MARKS[name]:
            case "public":
                assert answer.status_code == OTHERWISE.get(name, 200), name
            case "officer":
                assert answer.status_code == 403, name
            case "citizen" if name not in OWN:
                assert answer.status_code == 404, name
            case _:
                assert answer.status_code in (200, 204, 302), name


def test_an_officer_of_another_department_does_not_learn_that_his_case_exists(
    cast: Cast, his: dict[str, str], settings: object
) -> None:
    for name in NAMES:
        answer = visit(enter(settings, cast.zhou_tao), name, his)
        shows_nothing_of_his(answer, cast, name)
        match MARKS[name]:
            case "public":
                assert answer.status_code == OTHERWISE.get(name, 200), name
            case "citizen":
                assert answer.status_code == 403, name
            case "officer":
                assert answer.status_code == (200 if name == "desk:worklist" else 404), name


def test_he_himself_opens_all_that_is_his(cast: Cast, his: dict[str, str], settings: object) -> None:
    browser = enter(settings, cast.zhang_wei)
    for name in ("citizen:case", "citizen:answers", "citizen:paper", "citizen:certificate", "citizen:certificate-file"):
        assert visit(browser, name, his).status_code == 200, name
    assert his["number"].encode() in visit(browser, "citizen:my-cases", his).content


def test_the_officer_who_decides_opens_his_case(cast: Cast, his: dict[str, str], settings: object) -> None:
    browser = enter(settings, cast.li_min)
    for name in ("desk:review", "desk:paper"):
        assert visit(browser, name, his).status_code == 200, name


def test_a_number_that_does_not_exist_and_one_of_somebody_else_look_alike(
    cast: Cast, his: dict[str, str], settings: object
) -> None:
    browser = enter(settings, cast.chen_jing)
    nowhere = {**his, "number": "YX20261120-99999", "code": "A" * 16}
    for name in ("citizen:case", "cases:hub", "citizen:certificate"):
        his_answer, no_answer = visit(browser, name, his), visit(browser, name, nowhere)
        assert _plain(his_answer, his) == _plain(no_answer, nowhere), name


@pytest.mark.parametrize("strange", ["\0", "x" * 500, "😀", "'; --", "%2e%2e", "990181199005120110"])
def test_a_strange_address_is_not_found_and_breaks_nothing(cast: Cast, settings: object, strange: str) -> None:
    values = {"number": strange, "code": strange, "name": strange, "slug": SERVICE, "kind": "receipt", "section": "x"}
    for who in (None, cast.zhang_wei, cast.li_min):
        browser = enter(settings, who)
        for name, route in every_route():
            if any(f"<str:{key}>" in str(route.pattern) for key in ("number", "code", "name")):
                assert visit(browser, name, values).status_code in (302, 400, 403, 404), name


def test_a_draft_is_nobodys_business_not_even_the_officers(cast: Cast, settings: object) -> None:
    draft = make.filled(cast.zhang_wei)
    for name in ("desk:review", "desk:paper"):
        answer = visit(enter(settings, cast.li_min), name, {"number": draft.number, "kind": "receipt"})
        assert answer.status_code == 404


def _plain(answer: HttpResponse, values: dict[str, str]) -> tuple[int, str]:
    """A page without what differs by itself: the number asked for, the token of its forms."""
    text = re.sub(r"\b\w{64}\b", "", answer.content.decode())
    return answer.status_code, text.replace(values["number"], "").replace(values["code"], "")
