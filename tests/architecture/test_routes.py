"""Every address of the product: who may open it is said, enforced, and nobody gets to see what is somebody else's."""

import re
from collections.abc import Mapping

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.architecture.routes import MARKS, NAMES, PATTERNS, address, content, parameters, visit
from tests.architecture.town import BANK_ACCOUNT, SON, Town, another, son, values_of
from tests.cast import Cast, browser_of
from yimen.config.middleware import Gate
from yimen.domains.cases.tests import make
from yimen.ground.accounts.models import Account

KINDS = {"public", "signed-in", "citizen", "filler", "officer"}
# Whoever makes a page public says so here as well.
PUBLIC = {
    "citizen:home",
    "citizen:search",
    "citizen:wish",
    "citizen:browse",
    "citizen:browse-life",
    "citizen:browse-department",
    "citizen:browse-region",
    "citizen:browse-letter",
    "citizen:service",
    "citizen:guide",
    "citizen:blank",
    "catalogue:versions",
    "standards:standards",
    "standards:standard",
    "standards:version",
    "standards:table",
    "reports:reports",
    "reports:burden",
    "reports:burden-file",
    "reports:freshness",
    "reports:freshness-file",
    "directory:item",
    "certificates:verify-form",
    "certificates:verify",
    "evaluation:visit",
    *(f"law:{name}" for name in ("index", "document", "document-version", "article", "article-version")),
    *(f"powers:{name}" for name in ("index", "table", "body", "power", "power-version")),
    "accounts:sign-in",
    "accounts:code",
    "accounts:staff",
    "accounts:demo",
    "ui:prefs",
    "ui:worker",
    "ui:manifest",
    "ui:offline",
    "ui:design",
    "describe-api",
    *(f"api:{name}" for name in ("index", "openapi-json", "services", "service", "versions", "version")),
    *(f"api:{name}" for name in ("file", "changes", "bodies", "schemas", "schema", "cpsv", "service-cpsv", "unknown")),
    *(f"api:{name}" for name in ("items", "item", "burden", "freshness", "lacks", "downloads")),
}
# Public pages that answer a plain visit otherwise than with a page: they lead on, or exist in a demo only.
OTHERWISE = {"citizen:wish": 422, "accounts:code": 302, "accounts:demo": 404, "ui:prefs": 302, "ui:design": 404}
OTHERWISE |= {"api:unknown": 404}
SIGNED_IN = {"accounts:sign-out", "accounts:stay", "accounts:confirm-identity", "demo:phone"}
FILLER = {
    f"cases:{name}"
    for name in (
        *("hub", "check", "materials", "correction", "file", "blank", "section"),
        *("uploads", "upload", "page"),
    )
}
# Nothing lies behind them in the town: an upload on its way, and a page that an officer has marked.
NOT_IN_TOWN = {"cases:uploads", "cases:upload", "cases:page"}
# What an officer of any body is answered instead of 404, and why: nothing on these pages is about somebody's case.
EVERY_OFFICER = {
    "desk:worklist": (200, "the own posts' tasks; another post has other ones"),
    "desk:next": (302, "takes the own next task, and there is none"),
    "desk:batch-accept": (422, "nothing was ticked"),
    "desk:window": (403, "says which posts take in applications"),
    "desk:window-enter": (409, "nobody was named at the window"),
    "desk:window-take-over": (409, "nobody was named at the window"),
    "desk:processes": (200, "how many are in each process: numbers only"),
    "desk:process-figures": (200, "how long its steps take: numbers only"),
    "desk:bpmn": (200, "the definition of a process, the same for everybody's case"),
    "calendar:year": (200, "the working days of the city are no secret among officers"),
    "calendar:daily": (403, "says who looks after the daily jobs; nothing on it is about a case"),
    "processes:stopped": (403, "says who looks after what has stopped"),
    "search:wishes": (403, "says who reads what people could not find; nobody is named on it"),
    "desk:answering": (403, "says who sets which posts answer other bodies; nothing on it is about a case"),
    "reports:lacks": (200, "what the published services lack; nothing on it is about a case"),
    "reports:lacks-file": (200, "the same as a table"),
    "reports:downloads": (200, "how often forms are downloaded: numbers only"),
    "reports:downloads-file": (200, "the same as a table"),
    "messages:desk-inbox": (200, "the own notices"),
    "supervision:findings": (200, "what concerns oneself; of others nothing"),
    "supervision:rules": (200, "whoever is watched knows by what"),
    "catalogue:begin": (403, "says who writes the catalogue; nothing is written"),
    "catalogue:overview": (403, "says who writes and reviews the catalogue; nothing on it is about a case"),
    "catalogue:desk-versions": (403, "says who writes and reviews the catalogue; what is published is public"),
    "benefits:alive": (200, "the checks of the own village, street or county"),
}
SECRETS = (
    *("张伟", "990181199005120110", "15400000001", "桂花路 18 号 2 单元", "云溪市桂花路小面馆"),
    *("陈静", "990181198711030281", "15400000002", "云溪市学府路餐饮服务部", "林芳", "990181198904150626"),
    *("王桂英", "990181194304080427", "云岭村 3 组 9 号", BANK_ACCOUNT, "王建", "990181196809150418", SON),
    *("何寿昌", "990181192611300435", "6299018100000000443", "窗口说话很冲"),
)
# The public page of a certificate names its holder to whoever has the code: that is what it is for.
NAMED_IN_PUBLIC = {"certificates:verify": {"张伟", "云溪市桂花路小面馆"}}


@pytest.fixture(autouse=True)
def no_demo_door(settings: object) -> None:
    # The sign-in page of a demo lists the cast by name and number; a real one shows nobody.
    settings.YIMEN_DEMO = False


def enter(settings: object, account: Account | None) -> Client:
    settings.YIMEN_DEMO = True
    browser = browser_of(account)
    settings.YIMEN_DEMO = False
    return browser


def open_as(browser: Client, name: str, town: Town) -> HttpResponse:
    return visit(browser, address(name, values_of(name, town)))


def shows_nobody(answer: HttpResponse, name: str) -> None:
    assert answer.status_code < 500, name
    page = content(answer).decode("utf-8", "replace")
    found = {secret for secret in SECRETS if secret in page}
    assert found <= NAMED_IN_PUBLIC.get(name, set()), name


@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_who_may_open_it(name: str) -> None:
    assert MARKS[name] in KINDS


def test_the_pages_with_each_wider_mark_are_these_and_no_others() -> None:
    assert {name for name, mark in MARKS.items() if mark == "public"} == PUBLIC
    assert {name for name, mark in MARKS.items() if mark == "signed-in"} == SIGNED_IN
    assert {name for name, mark in MARKS.items() if mark == "filler"} == FILLER


def test_no_address_is_written_twice() -> None:
    assert len(set(PATTERNS.values())) == len(NAMES) == len(set(NAMES))


def test_a_page_without_a_mark_is_refused(rf: object) -> None:
    def unmarked(request: object) -> HttpResponse:
        return HttpResponse("open to all")

    with pytest.raises(PermissionDenied, match="does not say who may open it"):
        Gate(unmarked).process_view(rf.get("/"), unmarked, (), {})


def test_who_has_not_signed_in_gets_public_pages_and_the_sign_in_page_elsewhere(town: Town) -> None:
    for name in NAMES:
        answer = open_as(Client(), name, town)
        shows_nobody(answer, name)
        if name in PUBLIC:
            assert answer.status_code == OTHERWISE.get(name, 200), name
        else:
            assert answer.status_code == 302, name
            assert answer["Location"].startswith(reverse("accounts:sign-in")), name


def test_another_citizen_does_not_learn_that_anything_exists(town: Town, cast: Cast, settings: object) -> None:
    for name in NAMES:
        answer = open_as(enter(settings, cast.zhou_xiaoyu), name, town)
        shows_nobody(answer, name)
        match MARKS[name]:
            case "public":
                assert answer.status_code == OTHERWISE.get(name, 200), name
            case "officer":
                assert answer.status_code == 403, name
            case "citizen" | "filler" if parameters(name).keys() - {"slug"}:
                assert answer.status_code == 404, name
            case _:
                assert answer.status_code in (200, 204, 302, 404 if name == "demo:phone" else 200), name


def test_an_officer_of_another_department_does_not_learn_that_anything_exists(
    town: Town, cast: Cast, settings: object
) -> None:
    for name in NAMES:
        answer = open_as(enter(settings, cast.zhou_tao), name, town)
        shows_nobody(answer, name)
        match MARKS[name]:
            case "public":
                expected = 403 if name == "evaluation:visit" else OTHERWISE.get(name, 200)
                assert answer.status_code == expected, name
            case "citizen":
                assert answer.status_code == 403, name
            case "officer" | "filler":
                assert answer.status_code == EVERY_OFFICER.get(name, (404, ""))[0], name


@pytest.mark.parametrize(
    ("post", "organisation"),
    [
        ("acceptor", "11990181000002022K"),
        ("reviewer", "11990181000002022K"),
        ("helper", "54990181000003033H"),
        ("operator", "119901810000010380"),
    ],
)
def test_the_same_post_of_another_street_village_or_body_learns_nothing_either(
    town: Town, cast: Cast, settings: object, post: str, organisation: str
) -> None:
    """Of cases, drafts and windows: a street's acceptor is no other street's, an operator no other body's."""
    browser = enter(settings, another(post, organisation))
    its_own = {"desk:window", "desk:window-enter", "desk:window-take-over", *EVERY_OFFICER}
    for name in NAMES:
        if MARKS[name] not in ("officer", "filler") or name in its_own or not parameters(name):
            continue
        answer = open_as(browser, name, town)
        shows_nobody(answer, name)
        assert answer.status_code == 404, name
    for name in ("benefits:alive", "benefits:soon", "evaluation:follow-ups", "desk:worklist", "messages:desk-inbox"):
        shows_nobody(open_as(browser, name, town), name)


def test_a_window_of_another_body_sees_nothing_of_a_case_it_did_not_take_in(
    town: Town, cast: Cast, settings: object
) -> None:
    for account in (cast.wang_fang, cast.gao_feng):
        browser = enter(settings, account)
        for name in ("desk:window-case", "desk:window-paper", "desk:window-hand-over", "cases:hub"):
            at = address(name, values_of(name, town) | {"number": town.waiting})
            answer = browser.post(at) if name == "desk:window-hand-over" else browser.get(at)
            shows_nobody(answer, name)
            assert answer.status_code == 404, name
    assert open_as(enter(settings, cast.tian_xiu), "desk:window-case", town).status_code == 200


OWN: Mapping[str, tuple[str, ...]] = {
    "zhang_wei": (
        *("citizen:case", "citizen:answers", "citizen:clock", "citizen:paper", "citizen:paper-nth"),
        *("citizen:certificate", "citizen:certificate-file", "evaluation:case"),
    ),
    "chen_jing": (*(name for name in sorted(FILLER - NOT_IN_TOWN)), "messages:inbox"),
    "son": ("benefits:mine", "benefits:my-paper"),
    "li_min": ("desk:paper", "desk:clock", "evaluation:follow-ups"),
    "qinlang": ("desk:opinion", "desk:opinion-material"),
    "wang_fang": ("desk:review", "desk:material", "desk:window", "messages:desk-inbox", "supervision:finding"),
    "tian_xiu": ("desk:window-case", "desk:window-paper", "benefits:alive", "benefits:alive-record", "benefits:soon"),
    "luo_lan": ("benefits:lists", "benefits:list", "benefits:file", "benefits:entitlement", "benefits:paper"),
    "xu_jing": ("benefits:lists", "benefits:list", "benefits:file", "benefits:entitlement", "benefits:paper"),
    "ma_jianguo": ("evaluation:follow-up", "desk:review", "supervision:finding", "supervision:body"),
    "shen_qing": ("law:alarms", "law:alarm", "powers:gaps"),
    "fang_yuan": tuple(f"supervision:{one}" for one in ("findings", "finding", "bodies", "body", "rules")),
}


@pytest.mark.parametrize(("who", "names"), OWN.items())
def test_each_opens_what_is_the_own(town: Town, cast: Cast, settings: object, who: str, names: tuple[str, ...]) -> None:
    accounts = {"son": son(), "qinlang": Account.objects.get(login="qinlang")}
    browser = enter(settings, accounts.get(who) or getattr(cast, who))
    for name in names:
        assert open_as(browser, name, town).status_code == 200, name
    if who == "zhang_wei":
        assert town.registration.encode() in open_as(browser, "citizen:my-cases", town).content


def test_who_is_rated_does_not_handle_the_rating(town: Town, cast: Cast, settings: object) -> None:
    # Of the operators and heads of the regulator: nobody else reads what was said about colleagues.
    for account in (cast.wang_fang, cast.wu_lei, cast.zheng_hong, cast.luo_lan):
        answer = open_as(enter(settings, account), "evaluation:follow-up", town)
        shows_nobody(answer, "evaluation:follow-up")
        assert answer.status_code == 404


def test_what_does_not_exist_and_what_is_somebody_elses_look_alike(town: Town, cast: Cast, settings: object) -> None:
    nowhere = {"number": "YX20261120-99999", "code": "A" * 16}
    nowhere |= dict.fromkeys(("document", "row", "notice", "process", "alarm"), 99999)
    for account in (cast.zhou_xiaoyu, cast.zhou_tao):
        browser = enter(settings, account)
        for name in NAMES:
            values = values_of(name, town)
            if MARKS[name] == "public" or not values.keys() & nowhere.keys() & parameters(name).keys():
                continue
            kinds = parameters(name)
            # Drafts have numbers, cases have names.
            missing = values | {key: 99999 if kinds[key] == "int" else nowhere[key] for key in nowhere if key in kinds}
            his, none = (visit(browser, address(name, told)) for told in (values, missing))
            assert _plain(his, values) == _plain(none, missing), name


def test_a_draft_is_nobodys_business_not_even_the_officers(town: Town, cast: Cast, settings: object) -> None:
    draft = make.filled(cast.zhang_wei)
    browser = enter(settings, cast.li_min)
    for name in NAMES:
        if name.startswith("desk:") and "number" in parameters(name):
            values = values_of(name, town) | {"number": draft.number}
            answer = visit(browser, address(name, values))
            shows_nobody(answer, name)
            assert answer.status_code == 404, name


def _plain(answer: HttpResponse, values: Mapping[str, object]) -> tuple[int, str]:
    """A page without what differs by itself: its address, what was asked for, the token of its forms."""
    text = re.sub(r"\b\w{64}\b", "", answer.content.decode()).replace(answer.wsgi_request.path, "")
    text = re.sub(r'(?<=href=")[^"]*next=[^"]*', "", text)
    number = str(values["number"])
    # A short number is part of others on every page.
    return answer.status_code, text.replace(number, "") if len(number) > len("99999") else text
