"""Requests that no person makes get a plain answer, on both databases: never a page that has fallen over."""

import logging
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.architecture.forms import Form, forms_of
from tests.architecture.routes import MARKS, NAMES, address, parameters
from tests.architecture.town import Town, son, values_of
from tests.cast import Cast, browser_of

STRANGE = ("\0", "x" * 500, "😀'; --", "%2e%2e%2f", "990181199005120110", "９９", "9" * 40)
HUGE = "9" * 5000
RUBBISH = ("x" * 3000, HUGE, "-1.5e999", "NaN", "2026-02-30", "\u0663\u00b2 😀 '; --\u200b\ufeff")
PLAIN = (302, 400, 403, 404, 405)
ANSWERS = {200, 204, *PLAIN, 409, 413, 422}

# What pages ask in an address; who is refused for the words of the second line never gets to the first.
ASKED = (
    *("page", "after", "before", "light", "holder", "tab", "act", "show", "grade", "next"),
    *("q", "wrong", "then", "added", "saved", "form", "elder", "code"),
)
REFUSED = ("number", "service", "year", "for", "key", "procedure")
WORDS = (
    *("act", "outcome", "seen", "note", "reason", "text", "name", "code", "number", "month", "service", "document"),
    *("received_by", "place", "point", "task", "procedure", "key", "page", "asked", "wrong", "remark", "grade", "file"),
    *("mobile", "login", "password", "person", "id_number", "lines", "source", "day", "kind", "finding", "amount"),
)
FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
NO_FORMS = (
    (FILES, b'--x\r\nContent-Disposition: form-data; name="act"\r\n\r\nhalf'),
    (FILES, b'--x\r\nContent-Disposition: form-data; name="f"; filename="a\x00.png"\r\n\r\n!!!\r\n--x--\r\n'),
    ("multipart/form-data", b"no boundary"),
    (FORM, b"act=%ff%fe%ed%a0%80&=&&;&%&act"),
    (FORM, "&".join(f"k{n}=1" for n in range(3000)).encode()),
    (f"{FORM}; charset=utf-16", b"act=day&outcome=accept"),
    (f"{FORM}; charset=nonsense", b"act=day&outcome=accept"),
    ("application/json", b'{"act": ["day"]}'),
    ("", b"\x00\x01\x02"),
)
# Whose page it is, for pages with forms: (address, stage of the case).
PAGES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "nobody": (
        ("accounts:sign-in", ""),
        ("accounts:staff", ""),
        ("evaluation:visit", ""),
        ("certificates:verify-form", ""),
    ),
    "shen_qing": (("law:alarm", ""),),
    "zhang_wei": (("evaluation:case", ""), ("citizen:begin", "")),
    "chen_jing": (
        *(("cases:section", ""), ("cases:materials", ""), ("cases:check", ""), ("cases:correction", "")),
        *(("citizen:urge", "received"), ("citizen:withdraw", "review"), ("messages:inbox", "")),
    ),
    "li_min": (("desk:worklist", ""), ("calendar:year", ""), ("desk:review", "registration")),
    "wang_fang": (
        *(("desk:worklist", ""), ("desk:review", "received"), ("desk:correct", "received")),
        *(("desk:marks", "received"), ("desk:window", "")),
        ("supervision:finding", ""),
    ),
    "wu_lei": (("desk:review", "review"), ("desk:review", "visit")),
    "gao_feng": (("desk:review", "waiting"), ("desk:correct", "waiting")),
    "zheng_hong": (("desk:review", "decision"),),
    "ma_jianguo": (("desk:review", "decision"), ("evaluation:follow-up", "")),
    "tian_xiu": (("desk:review", "village_check"), ("desk:window-case", ""), ("benefits:alive-record", "")),
    "xu_jing": (("benefits:entitlement", "allowance"), ("benefits:entitlement", "checked"), ("benefits:lists", "")),
}
EVERYBODY = ("nobody", "zhou_xiaoyu", "zhou_tao", "tian_xiu")
# They stand in the frame of every page, and are tried as addresses of their own.
FRAME = ("/sign-out/", "/stay/", "/prefs/")
OWNERS = {
    "cases": "chen_jing",
    "desk": "wang_fang",
    "benefits": "xu_jing",
    "calendar": "li_min",
    "demo": "chen_jing",
    "supervision": "fang_yuan",
    "law": "shen_qing",
    "powers": "shen_qing",
}
OWNER = {
    **dict.fromkeys(("benefits:mine", "benefits:my-paper"), "son"),
    **dict.fromkeys(("benefits:alive", "benefits:alive-record", "benefits:soon"), "tian_xiu"),
    **dict.fromkeys(("desk:window", "desk:window-enter", "desk:window-take-over"), "tian_xiu"),
    **dict.fromkeys(("desk:window-case", "desk:window-paper", "desk:window-hand-over"), "tian_xiu"),
    **dict.fromkeys(("evaluation:follow-ups", "evaluation:follow-up"), "ma_jianguo"),
    **dict.fromkeys(("messages:desk-inbox", "messages:desk-open"), "wu_lei"),
}


def owner(name: str) -> str:
    """Somebody who gets furthest at this address."""
    if MARKS[name] == "public":
        return "nobody"
    return OWNER.get(name) or OWNERS.get(name.partition(":")[0], "zhang_wei")


@dataclass
class Fallen:
    """A request that broke the page."""

    who: str
    path: str
    sent: str
    why: str


class Browsers(dict[str, Client]):
    """A browser for each who is asked for, in which they have come in; it reports a fault instead of raising it."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def __missing__(self, who: str) -> Client:
        account = None if who == "nobody" else son() if who == "son" else getattr(self.cast, who)
        self[who] = browser_of(account)
        self[who].raise_request_exception = False
        return self[who]


@pytest.fixture
def browsers(town: Town, cast: Cast) -> Iterator[Browsers]:
    # Each refusal would be written down with its whole stack, thousands of times.
    logging.disable()
    yield Browsers(cast)
    logging.disable(logging.NOTSET)


def sent(browser: Client, method: str, *args: Any, **more: Any) -> HttpResponse:
    """Ask, and take back whatever it has changed: the next one meets the same town."""
    cookies = copy(browser.cookies)
    with transaction.atomic():
        answer = getattr(browser, method)(*args, **more)
        if answer.streaming:
            b"".join(answer)
        transaction.set_rollback(True)
    # Among all that is tried is the way out.
    browser.cookies = cookies
    return answer


def taking_forms(browsers: Browsers, town: Town) -> list[str]:
    """The addresses where a form is not refused for being one."""
    found = [
        name
        for name in NAMES
        if sent(browsers[owner(name)], "post", address(name, values_of(name, town))).status_code != 405
    ]
    assert len(found) > 40
    return found


def why(answer: HttpResponse) -> str:
    return repr(answer.exc_info[1])[:300] if getattr(answer, "exc_info", None) else str(answer.status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/verify/%00/", "/s/?q=%00", "/cases/%00/"])
def test_a_nul_in_an_address_is_a_bad_request(path: str) -> None:
    assert Client().get(path).status_code == 400


@pytest.mark.django_db
def test_a_nul_in_a_form_is_a_bad_request_and_the_same_form_without_it_is_read() -> None:
    assert Client().post("/verify/", "code=AB%00", content_type="application/x-www-form-urlencoded").status_code == 400
    assert Client().post("/verify/", "code=AB", content_type="application/x-www-form-urlencoded").status_code == 302


def test_a_nul_in_a_form_with_files_is_a_bad_request_too(browsers: Browsers, town: Town) -> None:
    path = address("cases:section", values_of("cases:section", town))
    for form in ({"floor_area": "8\0"}, {"floor\0area": "8"}):
        assert sent(browsers["chen_jing"], "post", path, form).status_code == 400
    assert sent(browsers["chen_jing"], "post", path, {"floor_area": "8"}).status_code in (200, 302, 422)


def test_a_strange_address_is_not_found_and_breaks_nothing(browsers: Browsers, town: Town) -> None:
    fallen = []
    for name in NAMES:
        who, values = owner(name), values_of(name, town)
        for key in parameters(name):
            for strange in STRANGE:
                path = address(name, values | {key: strange})
                answer = sent(browsers[who], "get", path)
                if answer.status_code == 405:
                    answer = sent(browsers[who], "post", path)
                # Programs are told which part of the address is wrong.
                if (
                    answer.status_code not in (*PLAIN, 422)
                    if name.startswith("api:")
                    else answer.status_code not in PLAIN
                ):
                    fallen.append(Fallen(who, name, f"{key}={strange[:20]!r}", why(answer)))
    assert fallen == []


@pytest.mark.parametrize("asked", [ASKED, REFUSED], ids=lambda one: one[0])
def test_a_strange_question_in_an_address_breaks_nothing(
    browsers: Browsers, town: Town, asked: tuple[str, ...]
) -> None:
    fallen = []
    for name in NAMES:
        path = address(name, values_of(name, town))
        for strange in (HUGE, "9" * 30, "\u0663😀'; --"):
            answer = sent(browsers[owner(name)], "get", path, dict.fromkeys(asked, strange))
            if answer.status_code not in ANSWERS:
                fallen.append(Fallen(owner(name), name, f"{asked[0]}={strange[:20]}", why(answer)))
    assert fallen == []


def test_a_form_that_is_none_breaks_nothing(browsers: Browsers, town: Town) -> None:
    """Of every address that takes one: nothing at all from each kind of visitor, files where words are expected."""
    fallen = []
    for name in taking_forms(browsers, town):
        path = address(name, values_of(name, town))
        files = {word: BytesIO(b"\x89PNG rubbish") for word in WORDS}
        for who, form in [(owner(name), files), *((who, {}) for who in EVERYBODY)]:
            answer = sent(browsers[who], "post", path, form)
            if answer.status_code not in ANSWERS:
                fallen.append(Fallen(who, name, "files" if form else "nothing", why(answer)))
    assert fallen == []


def test_a_body_that_is_no_form_breaks_nothing(browsers: Browsers, town: Town) -> None:
    """One address of each package: what is wrong is found before its page is asked."""
    fallen = []
    packages = {name.partition(":")[0]: name for name in taking_forms(browsers, town)}
    for name in packages.values():
        path = address(name, values_of(name, town))
        for kind, body in NO_FORMS:
            answer = sent(browsers[owner(name)], "generic", "POST", path, body, content_type=kind)
            if answer.status_code not in ANSWERS:
                fallen.append(Fallen(owner(name), name, f"{kind} {body[:40]!r}", why(answer)))
    assert fallen == []


@pytest.mark.parametrize(("who", "names"), PAGES.items())
def test_rubbish_in_the_forms_of_a_page_breaks_nothing(
    browsers: Browsers, town: Town, who: str, names: tuple[tuple[str, str], ...]
) -> None:
    """Every form that stands on the page, by each of its buttons: rubbish where one types, then rubbish everywhere."""
    fallen, count = [], 0
    for name, stage in names:
        values = values_of(name, town) | ({"number": _stage(town, stage)} if stage else {})
        page = address(name, values)
        if name in ("desk:review", "desk:correct", "desk:marks"):
            # What may be done is on the page of whoever has taken the task.
            browsers[who].post(address("desk:claim", values))
        shown = browsers[who].get(page)
        assert shown.status_code == 200, (name, shown.status_code)
        forms = [one for one in forms_of(shown.content.decode(), page) if one.action not in FRAME]
        for path, form in _rubbish(forms):
            answer = sent(browsers[who], "post", path.partition("#")[0], form)
            count += 1
            if answer.status_code not in ANSWERS:
                fallen.append(
                    Fallen(who, f"{name} {path}", str({k: str(v)[:20] for k, v in form.items()}), why(answer))
                )
    assert fallen == []
    assert count >= 5


def _rubbish(forms: list[Form]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for form in forms:
        for path, given in form.sendings():
            for strange in RUBBISH:
                yield path, {**given, **dict.fromkeys(form.typed, strange)}
            yield path, dict.fromkeys((*given, *form.typed), HUGE)
            files = {name: [BytesIO(b"%PDF-1.7 rubbish"), BytesIO(b"")] for name in (*form.files, *form.typed)}
            yield path, {**given, **files}


def _stage(town: Town, stage: str) -> str:
    return town.food.get(stage) or str(getattr(town, stage))
