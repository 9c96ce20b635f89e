"""Every page that people reach: accessible, not scrolling sideways, light, silent, with every icon it names.

The content security policy is on, as in the city.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests import axe
from tests.cast import REGULATOR
from tests.journeys import food, restaurant, walk
from tests.journeys.conftest import Doors, Granted

Visit = tuple[str, str, Callable[[Page], None] | None]


@dataclass(frozen=True)
class Known:
    """Numbers of what there is to look at: somebody's granted case, one that waits for an officer, and two drafts."""

    granted: Granted
    waiting: str
    draft: str
    food: str


@pytest.fixture(scope="module")
def known(doors: Doors, granted: Granted, waiting: str, draft: str) -> Known:
    page = doors.enter("张伟")
    number = food.begun(page)
    walk.open_section(page, number, "business")
    walk.answer(page, food.ANSWERS["business"])
    walk.go_on(page)
    page.context.close()
    return Known(granted, waiting, draft, number)


def press(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=name).first.click()


def take_and_press(name: str) -> Callable[[Page], None]:
    """As the desk asks for it: whoever acts on a case takes it first."""

    def act(page: Page) -> None:
        if page.get_by_role("button", name=food.TAKE).count():
            page.get_by_role("button", name=food.TAKE).click()
        page.get_by_role("button", name=name).first.click()

    return act


def ask_for_a_code(page: Page) -> None:
    page.get_by_label("手机号", exact=True).fill("15400000009")
    page.get_by_role("button", name="发送验证码").click()
    page.wait_for_url("**/sign-in/code/**")


def nobody(known: Known) -> list[Visit]:
    guide = f"{walk.SERVICE}guide/"
    return [
        ("home", "/", None),
        ("all services", "/s/", None),
        ("search", "/s/?q=开店", None),
        ("search without result", "/s/?q=护照丢了", None),
        ("service", walk.SERVICE, None),
        ("guide", guide, None),
        ("library of standards", "/standards/", None),
        ("a standard", "/standards/service-quality/", None),
        ("reports", "/reports/", None),
        ("burden", "/reports/burden/", None),
        ("freshness", "/reports/freshness/", None),
        ("guide, nothing chosen", f"{guide}?at=s1", None),
        ("guide, second question", f"{guide}?s1=租赁&at=s1", None),
        ("guide, result", f"{guide}?s1=租赁&s2=家庭经营&s3=unsure", None),
        ("sign in", "/sign-in/", None),
        ("sign in, refused", "/sign-in/", press("发送验证码")),
        ("staff sign in, refused", "/sign-in/staff/", press("登录")),
        ("verify", "/verify/", None),
        ("verify, refused", "/verify/", press("核验")),
        ("verify, valid", f"/verify/{known.granted.code}/", None),
        ("verify, unknown", "/verify/ABCDEFGHJKLMNPQR/", None),
        ("sign in, code", "/sign-in/", ask_for_a_code),
        ("code without a number", "/sign-in/code/", None),
        ("without network", "/offline/", None),
        ("search for the elder version", "/s/?q=亲情版", None),
        ("no such page", "/nothing/", None),
        ("no such service", "/s/nothing/", None),
        ("service of an officer's decision", food.SERVICE, None),
        ("guide of that", f"{food.SERVICE}guide/", None),
        ("service with a benefit", "/s/old-age-allowance/", None),
        ("guide, a number", f"/s/{restaurant.SERVICE}/guide/?s1=false", None),
        ("guide, no number", f"/s/{restaurant.SERVICE}/guide/?s1=false&at=s3&s3=很大", None),
        ("part of a joint service", "/s/open-restaurant-sign/", None),
        ("legal library", "/law/", None),
        ("legal library, nothing found", "/law/?q=没有这部法", None),
        ("a law", "/law/administrative-licensing-law/", None),
        ("a long law, one chapter", "/law/company-law/?part=6", None),
        ("a law that is not in force", "/law/social-assistance-measures/", None),
        ("a version of a law", "/law/road-transport-regulations/v1/", None),
        ("an article", "/law/administrative-licensing-law/32/", None),
        ("an article of a version", "/law/food-safety-law/v1/33/", None),
        ("powers", "/powers/", None),
        ("powers of a body", f"/powers/{REGULATOR}/", None),
        ("a power", f"/powers/{REGULATOR}/food-business-licence/", None),
        ("a version of a power", f"/powers/{REGULATOR}/food-business-licence/v1/", None),
        ("an item whose guide is incomplete", "/items/1/", None),
        ("open interface", "/api/", None),
        ("browse", "/browse/", None),
        ("browse by stage of life", "/browse/life/opening/", None),
        ("browse by department", "/browse/department/市场监督管理/", None),
        ("browse by region", "/browse/region/云溪市/", None),
        ("browse by letter", "/browse/letter/S/", None),
    ]


def citizen(known: Known) -> list[Visit]:
    return [
        ("home, signed in", "/", None),
        ("begin", f"{walk.SERVICE}begin/", None),
        ("my cases", "/me/cases/", None),
        ("case, granted", f"/cases/{known.granted.number}/", None),
        ("answers", f"/cases/{known.granted.number}/answers/", None),
        ("my certificates", "/me/certs/", None),
        ("certificate", f"/me/certs/{known.granted.code}/", None),
        ("somebody else's case", f"/cases/{known.waiting}/", None),
        ("clock of a case decided on the spot", f"/cases/{known.granted.number}/clock/", None),
        ("own papers, none", f"/cases/{known.granted.number}/materials/", None),
        ("feedback", f"/feedback/{known.granted.number}/", None),
        ("inbox, nothing to do", "/me/inbox/", None),
        ("inbox, to know", "/me/inbox/?tab=know", None),
        ("messages of the demo phone", "/demo/phone/", None),
        ("no benefits", "/me/benefits/", None),
        ("the desk, which is not for citizens", "/desk/", None),
    ]


def applicant(known: Known) -> list[Visit]:
    sections = [(name, f"/apply/{known.draft}/{name}/", None) for name in ("operator", "name", "premises", "contact")]
    return [
        ("hub", f"/apply/{known.draft}/", None),
        *sections,
        ("section, refused", f"/apply/{known.draft}/business/", lambda page: walk.go_on(page)),
        ("section, a registered value is wrong", f"/apply/{known.draft}/operator/?wrong=operator_home", None),
        ("check, not complete", f"/apply/{known.draft}/check/", None),
        ("no certificates", "/me/certs/", None),
    ]


def reviewed(known: Known) -> list[Visit]:
    return [
        ("case, waiting for an officer", f"/cases/{known.waiting}/", None),
        ("feedback before the end", f"/feedback/{known.waiting}/", None),
    ]


def eater(known: Known) -> list[Visit]:
    """A draft that wants a file."""
    return [
        ("begin, a draft is there", f"{food.SERVICE}begin/", None),
        ("hub, with materials", f"/apply/{known.food}/", None),
        ("materials, refused", f"/apply/{known.food}/materials/", press("上传")),
        *((f"food, {name}", f"/apply/{known.food}/{name}/", None) for name in ("business", "premises", "safety")),
        ("food, section refused", f"/apply/{known.food}/premises/", walk.go_on),
        ("food, check, not complete", f"/apply/{known.food}/check/", None),
    ]


def officer(known: Known) -> list[Visit]:
    return [
        ("work list", "/desk/", None),
        ("work list, nothing of this kind", "/desk/?light=late", None),
        ("review, refused", f"/desk/cases/{known.waiting}/", take_and_press("作出决定")),
        ("review", f"/desk/cases/{known.waiting}/", None),
        ("clock", f"/desk/cases/{known.waiting}/clock/", None),
        ("papers and how long they are kept", f"/desk/cases/{known.waiting}/keeping/", press("暂缓销毁")),
        ("review of a decided case", f"/desk/cases/{known.granted.number}/", None),
        ("no such case", "/desk/?number=YX20000101-00001", None),
        ("work calendar", "/desk/calendar/", None),
        ("work calendar, not announced", "/desk/calendar/?year=2027", press("保存 2027 年的安排")),
        ("daily jobs", "/desk/daily/", None),
        ("what services lack", "/desk/catalogue/lacks/", None),
        ("downloads of forms", "/desk/catalogue/downloads/", None),
        ("processes that have stopped, none", "/desk/processes/stopped/", None),
        ("a process", "/desk/processes/1/", None),
        ("posts that answer other bodies", "/desk/answering/", None),
        ("inbox of an officer", "/desk/inbox/", None),
        ("follow-ups, none", "/desk/feedback/", None),
        ("a window that is not the officer's", "/desk/window/", None),
    ]


def helper(known: Known) -> list[Visit]:
    return [
        ("window", "/desk/window/", None),
        ("window, refused", "/desk/window/", press("核对身份")),
        ("alive checks, none", "/desk/benefits/alive/", None),
        ("people soon entitled", "/desk/benefits/soon/", None),
        ("calendar to read", "/desk/calendar/", None),
    ]


def payer(known: Known) -> list[Visit]:
    return [("work list of nobody", "/desk/", None), ("payment lists, none", "/desk/benefits/", None)]


def editor(known: Known) -> list[Visit]:
    return [
        ("alarms of the law", "/desk/law/", None),
        ("an alarm", "/desk/law/1/", None),
        ("an alarm, refused", "/desk/law/1/", press("确认，先不处理")),
        ("powers and services", "/desk/powers/", None),
        ("directory", "/desk/directory/", None),
        ("what was not found", "/desk/wishes/", None),
        ("items to look at", "/desk/directory/items/?only=todo", None),
        ("entry", "/desk/directory/items/1/", None),
        ("entry beside others, none", "/desk/directory/items/1/others/", None),
        ("findings of the directory", "/desk/directory/findings/", None),
        ("services without cases", "/desk/directory/without-cases/", None),
        ("items without a basis", "/desk/directory/items/?only=basis", None),
        ("merge, nothing picked", "/desk/directory/merge/?q=登记", None),
        ("merge, side by side", "/desk/directory/merge/?entry=1&entry=2", None),
        ("merge, looked at", "/desk/directory/merge/?entry=1&entry=2", press("先看会改什么")),
        ("split", "/desk/directory/items/1/split/", None),
        ("split, refused", "/desk/directory/items/1/split/", press("先看会改什么")),
        ("recode", "/desk/directory/items/1/recode/", None),
        ("recode, refused", "/desk/directory/items/1/recode/", press("先看会改什么")),
        ("reform", "/desk/directory/reform/", None),
        ("reform, refused", "/desk/directory/reform/", press("先看会改哪些")),
    ]


ROLES = {
    "nobody": ("", nobody),
    "citizen": ("张伟", citizen),
    "applicant": (walk.HE_TING, applicant),
    "reviewed": ("陈静", reviewed),
    "eater": ("张伟", eater),
    "officer": ("李敏", officer),
    "helper": ("田秀", helper),
    "payer": ("徐静", payer),
    "editor": ("沈青", editor),
}


def faults_of(page: Page, visit: Visit) -> Iterator[str]:
    """Opens the page with an empty cache and looks at it at every width."""
    name, url, act = visit
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # The browser itself logs an answer of 4xx; that is what some of these pages are.
        expected = ("Failed to load resource", "registration blocked by Playwright")
        if message.type in ("error", "warning") and not any(one in message.text for one in expected):
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    heavy = axe.weight(page, url)
    if heavy > axe.HEAVIEST:
        yield f"{name}: {heavy} bytes"
    if act is not None:
        act(page)
        page.wait_for_load_state()
    yield from (f"{name} {fault}" for fault in axe.faults(page))
    yield from (f"{name}: {words}" for words in said)
    page.remove_listener("console", hear)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_light_and_fits(enter: Callable[..., Page], role: str, known: Known) -> None:
    who, visits = ROLES[role]
    page = enter(who)
    assert [fault for visit in visits(known) for fault in faults_of(page, visit)] == []
