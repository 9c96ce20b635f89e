"""Every page that people reach: accessible, not scrolling sideways, light, silent, with every icon it names.

The content security policy is on, as in the city.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests import axe
from tests.journeys import walk
from tests.journeys.conftest import Granted

WIDTHS = (320, 390, 1280)
HEAVIEST = 100 * 1024
Visit = tuple[str, str, Callable[[Page], None] | None]


def press(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=name).first.click()


def nobody(granted: Granted, waiting: str, draft: str) -> list[Visit]:
    guide = f"{walk.SERVICE}guide/"
    return [
        ("home", "/", None),
        ("all services", "/s/", None),
        ("search", "/s/?q=开店", None),
        ("search without result", "/s/?q=护照丢了", None),
        ("service", walk.SERVICE, None),
        ("guide", guide, None),
        ("guide, nothing chosen", f"{guide}?at=s1", None),
        ("guide, second question", f"{guide}?s1=租赁&at=s1", None),
        ("guide, result", f"{guide}?s1=租赁&s2=家庭经营&s3=unsure", None),
        ("sign in", "/sign-in/", None),
        ("sign in, refused", "/sign-in/", press("发送验证码")),
        ("staff sign in, refused", "/sign-in/staff/", press("登录")),
        ("verify", "/verify/", None),
        ("verify, refused", "/verify/", press("核验")),
        ("verify, valid", f"/verify/{granted.code}/", None),
        ("verify, unknown", "/verify/ABCDEFGHJKLMNPQR/", None),
        ("no such page", "/nothing/", None),
        ("no such service", "/s/nothing/", None),
    ]


def citizen(granted: Granted, waiting: str, draft: str) -> list[Visit]:
    return [
        ("home, signed in", "/", None),
        ("begin", f"{walk.SERVICE}begin/", None),
        ("my cases", "/me/cases/", None),
        ("case, granted", f"/cases/{granted.number}/", None),
        ("answers", f"/cases/{granted.number}/answers/", None),
        ("my certificates", "/me/certs/", None),
        ("certificate", f"/me/certs/{granted.code}/", None),
        ("somebody else's case", f"/cases/{waiting}/", None),
        ("the desk, which is not for citizens", "/desk/", None),
    ]


def applicant(granted: Granted, waiting: str, draft: str) -> list[Visit]:
    sections = [(name, f"/apply/{draft}/{name}/", None) for name in ("operator", "name", "premises", "contact")]
    return [
        ("hub", f"/apply/{draft}/", None),
        *sections,
        ("section, refused", f"/apply/{draft}/business/", lambda page: walk.go_on(page)),
        ("section, a registered value is wrong", f"/apply/{draft}/operator/?wrong=operator_home", None),
        ("check, not complete", f"/apply/{draft}/check/", None),
        ("no certificates", "/me/certs/", None),
    ]


def reviewed(granted: Granted, waiting: str, draft: str) -> list[Visit]:
    return [("case, waiting for an officer", f"/cases/{waiting}/", None)]


def officer(granted: Granted, waiting: str, draft: str) -> list[Visit]:
    return [
        ("work list", "/desk/", None),
        ("work list, nothing of this kind", "/desk/?light=late", None),
        ("review", f"/desk/cases/{waiting}/", None),
        ("review, refused", f"/desk/cases/{waiting}/", press("作出决定")),
        ("review of a decided case", f"/desk/cases/{granted.number}/", None),
    ]


ROLES = {
    "nobody": ("", nobody),
    "citizen": ("张伟", citizen),
    "applicant": (walk.HE_TING, applicant),
    "reviewed": ("陈静", reviewed),
    "officer": ("李敏", officer),
}


def faults_of(page: Page, visit: Visit) -> Iterator[str]:
    """Opens the page with an empty cache and looks at it at every width."""
    name, url, act = visit
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # The browser itself logs an answer of 4xx; that is what some of these pages are.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    heavy = axe.weight(page, url)
    if heavy > HEAVIEST:
        yield f"{name}: {heavy} bytes"
    if act is not None:
        act(page)
        page.wait_for_load_state()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        if axe.scrolls_sideways(page):
            yield f"{name} at {width}: scrolls sideways"
        yield from (f"{name} at {width}: {fault}" for fault in axe.violations(page))
    yield from (f"{name}: no icon {icon}" for icon in axe.missing_icons(page))
    yield from (f"{name}: {words}" for words in said)
    page.remove_listener("console", hear)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_light_and_fits(
    enter: Callable[..., Page], role: str, granted: Granted, waiting: str, draft: str
) -> None:
    who, visits = ROLES[role]
    page = enter(who)
    assert [fault for visit in visits(granted, waiting, draft) for fault in faults_of(page, visit)] == []
