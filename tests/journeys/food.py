"""A food licence over the counter: what 陈静 types, what the officers do with it.

Where a journey is about something later, the way up to there is gone by the same forms without drawing each page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import APIResponse, Page, expect

from tests.journeys import walk
from yimen.ground.files.tests import uploads

SERVICE = "/s/food-business-license/"
SHOP = "云溪市学府路餐饮服务部"
MENU = ["热食类食品制售", "冷食类食品制售"]
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
_SEEN = re.compile(r'name="seen" value="([^"]*)"')


def submitted(applicant: Page, **instead: object) -> str:
    """Hand in an application; the number of the case, which waits for the window."""
    applicant.goto(f"{SERVICE}begin/")
    applicant.get_by_role("button", name="好，开始填").click()
    applicant.wait_for_url("**/apply/**")
    number = applicant.url.rstrip("/").rsplit("/", 1)[1]
    for section, answers in ANSWERS.items():
        typed = {key: instead.get(key, value) for key, value in answers.items()}
        fields = list({key.partition(".")[0] for key in typed})
        assert post(applicant, f"/apply/{number}/{section}/", page="a-page", seen="", field=fields, **typed).ok
    form = {"file-m3": DRAWING, "upload": "m3", "csrfmiddlewaretoken": _token(applicant)}
    assert applicant.request.post(f"/apply/{number}/materials/", multipart=form).ok
    assert post(applicant, f"/apply/{number}/check/", promise="yes").url.endswith(f"/cases/{number}/")
    return number


def post(page: Page, path: str, /, **values: object) -> APIResponse:
    """Send a form as the page would."""
    body = urlencode({"csrfmiddlewaretoken": _token(page), **values}, doseq=True)
    return page.request.post(path, data=body, headers={"Content-Type": "application/x-www-form-urlencoded"})


def _token(page: Page) -> str:
    return page.locator("[name=csrfmiddlewaretoken]").first.input_value()


def wait_for(page: Page, path: str, words: str) -> str:
    """Look until the machine has done its part; the page as it is then."""
    for _ in range(120):
        text = page.request.get(path).text()
        if words in text:
            return text
        page.wait_for_timeout(250)
    raise AssertionError(f"{path} does not say {words}: {page.request.get(path).text()}")


@dataclass(frozen=True)
class Hands:
    """An officer who has one case in hand."""

    page: Page
    number: str

    @property
    def path(self) -> str:
        return f"/desk/cases/{self.number}/"

    def open(self, button: str = "领取并办理") -> None:
        """The case, once the task is there; taken, when nobody has it."""
        wait_for(self.page, self.path, button)
        self.page.goto(self.path)
        if button == "领取并办理":
            self.page.get_by_role("button", name=button).click()

    def do(self, name: str = "", **values: object) -> None:
        """The same without a look: take it, send the form."""
        text = wait_for(self.page, self.path, "领取并办理")
        if self.page.url == "about:blank":
            self.page.goto("/desk/")
        assert post(self.page, f"{self.path}claim/").ok
        text = self.page.request.get(self.path).text()
        seen = _SEEN.search(text)
        assert seen, text
        assert post(self.page, self.path + name, seen=seen[1], **values).ok
