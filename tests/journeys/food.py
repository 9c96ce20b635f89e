"""A food licence over the counter: what 陈静 types, what the officers do with it.

Where a journey is about something later, the way up to there is gone by the same forms without drawing each page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from playwright.sync_api import Page, expect

from tests.journeys import walk
from tests.journeys.conftest import Enter
from yimen.ground.calendar.moment import CITY
from yimen.ground.files.tests import uploads

SERVICE = "/s/food-business-license/"
SERVICE_NAME = "食品经营许可（新办）"
SHOP = "云溪市学府路餐饮服务部"
MENU = ["热食类食品制售", "冷食类食品制售"]
TAKE = "领取并办理"
RULES = ["从业人员健康管理制度", "进货查验和记录制度", "餐具饮具清洗消毒制度"]
ANSWERS: Mapping[str, Mapping[str, object]] = {
    "business": {
        "sell_scope": "散装食品、餐饮服务或食品经营管理",
        "format": "餐饮服务经营者",
        "projects": MENU,
        "online_sale": "true",
    },
    "subject": {
        "uscc": "92990181MA0F000198",
        "subject_name": SHOP,
        "rep_name": "陈静",
        "rep_id_kind": "居民身份证",
        "rep_id": "990181198711030281",
        "home": "云溪市滨河街道学府路 12 号 1 层",
    },
    "premises": {
        "biz_address.street": "990181002",
        "biz_address.detail": "学府路 12 号 1 层",
        "floor_area": "86",
        "kitchen_area": "30",
    },
    "staff": {"staff_count": "6", "ready_food_staff": "4", "healthy_staff": "4"},
    "safety": {
        "safety_manager": "林芳",
        "safety_manager_id": "990181198904150626",
        "safety_manager_pass": "true",
        "safety_rules": RULES,
    },
    "contact": {"contact_name": "陈静", "contact_mobile": "15400000002", "is_agent": "false"},
}
FOUND: Mapping[str, str] = {
    "site_pollution_m": "100",
    "site_no_cross": "true",
    "site_facilities": "true",
    "site_special_room": "true",
    "site_health_cards": "4",
    "site_address_same": "true",
}
DRAWING = {"name": "布局图.png", "mimeType": "image/png", "buffer": uploads.png()}
# What a task's form holds that nobody types: the mark of the page, the moment of the record, the only colleague.
_READY = re.compile(r'name="(seen|seen_at|second)" value="([^"]*)"')


def begun(applicant: Page) -> str:
    """The number of a new draft."""
    applicant.goto(f"{SERVICE}begin/")
    applicant.get_by_role("button", name="好，开始填").click()
    applicant.wait_for_url("**/apply/**")
    return applicant.url.rstrip("/").rsplit("/", 1)[1]


def submitted(applicant: Page, **instead: object) -> str:
    """Hand in an application; the number of the case, which goes to the window."""
    number = begun(applicant)
    for section, answers in ANSWERS.items():
        typed = {key: instead.get(key, value) for key, value in answers.items()}
        told = {"page": "a-page", "seen": "", "field": sorted({key.partition(".")[0] for key in typed})}
        assert walk.post(applicant, f"/apply/{number}/{section}/", **told, **typed).ok
    walk.post_file(applicant, f"/apply/{number}/materials/", "m3", DRAWING)
    assert walk.post(applicant, f"/apply/{number}/check/", promise="yes").url.endswith(f"/cases/{number}/")
    return number


@dataclass
class Desk:
    """An officer before one case; the page is opened when it is looked at."""

    officer: walk.Visitor
    number: str

    @cached_property
    def page(self) -> Page:
        return self.officer if isinstance(self.officer, Page) else self.officer.new_page()

    @property
    def path(self) -> str:
        return f"/desk/cases/{self.number}/"

    def take_up(self) -> None:
        """Open the case as soon as its task is there, and take it."""
        walk.wait_for(self.officer, self.path, TAKE)
        self.page.goto(self.path)
        self.page.get_by_role("button", name=TAKE).click()
        expect(self.page.get_by_role("button", name="退回待领取")).to_be_visible()

    def take(self) -> str:
        """Take it without a look; the page as it is then."""
        walk.wait_for(self.officer, self.path, TAKE)
        return walk.post(self.officer, f"{self.path}claim/").text()

    def do(self, **values: object) -> None:
        """Take it and send the form of the task, without a look; what the page holds ready goes along."""
        self.send(self.take(), **values)

    def go_on(self, **values: object) -> None:
        """Send the form of a task that the officer has in hand already."""
        self.send(walk.wait_for(self.officer, self.path, "退回待领取"), **values)

    def confirm(self) -> None:
        """Confirm what a colleague wrote down on site."""
        self.send(walk.wait_for(self.officer, self.path, "我在现场，确认记录"), outcome="confirm")

    def send(self, shown: str, act: str = "", **values: object) -> None:
        """Send a form of the page that is shown."""
        ready = dict(_READY.findall(shown))
        assert walk.post(self.officer, f"{self.path}{act}", **{**ready, **values}).ok


def visit(ended: datetime | None = None) -> dict[str, str]:
    """Day and time of a site visit that has just ended."""
    ended = ended or datetime.now(CITY)
    return {"visited_on": f"{ended:%Y-%m-%d}", "visited_time": f"{ended:%H:%M}"}


def found(**instead: str) -> dict[str, str]:
    """What two officers write down on site."""
    return {f"item.{key}": value for key, value in {**FOUND, **instead}.items()}


def inspected(enter: Enter, number: str, **instead: str) -> None:
    """From the window to the approver: accepted, reviewed, visited by two."""
    Desk(enter.unseen("王芳"), number).do(outcome="accept")
    first = Desk(enter.unseen("吴磊"), number)
    first.do(outcome="agree", note="材料齐全，拟同意")
    first.do(outcome="done", **visit(), **found(**instead))
    Desk(enter.unseen("孙健"), number).confirm()
