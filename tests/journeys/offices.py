"""What the four departments do with a joint application, one after the other, by the forms of their desks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from playwright.sync_api import BrowserContext

from tests.journeys import food, walk
from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Enter
from tests.journeys.days import Days
from tests.journeys.restaurant import PLACES
from yimen.ground.calendar.moment import CITY

FIRST = {"food": "吴磊", "fire-inspection": "秦朗", "sign": "陆平", "tobacco": "贺东"}
SECOND = {"food": "孙健", "fire-inspection": "韩雪", "sign": "梁静", "tobacco": "丁敏"}
HEAD = {"food": "郑红", "fire-inspection": "韩雪", "sign": "梁静", "tobacco": "丁敏"}
WINDOW = "王芳"
FOUND: Mapping[str, Mapping[str, str]] = {
    "food": food.FOUND,
    "fire-inspection": {"site_exits_clear": "true", "site_exits_found": "2", "site_fire_equipment": "true"},
    "sign": {"site_sign_place": "true", "site_sign_clear": "true"},
    "tobacco": {"site_apart": "true", "site_school_m": "20", "site_place_same": "true"},
}
WHY_WIDTH = "效果图上的宽度和填的不一样，核对后改"
# 合理布局: it is seen on site that the school is too near.
REFUSED = {"ground": "k2", "note": "现场量到离学府小学大门 20 米，不符合本地合理布局规定的 50 米。"}


@dataclass
class Offices:
    """Four departments before one joint application. What is not said to be drawn is sent without drawing a page."""

    enter: Enter
    number: str
    _desks: dict[str, BrowserContext] = field(default_factory=dict)

    def desk(self, part: str, who: str) -> food.Desk:
        """An officer before one part, or before the whole (part empty)."""
        if who not in self._desks:
            self._desks[who] = self.enter.unseen(who)
        return food.Desk(self._desks[who], f"{self.number}-{PLACES[part]}" if part else self.number)

    def leave(self) -> None:
        """Everybody signs in anew after the clock has been moved."""
        self._desks.clear()

    def ask_to_correct_the_sign(self) -> None:
        sign = self.desk("sign", FIRST["sign"])
        sign.take()
        asked = walk.wait_for(sign.officer, f"{sign.path}correct/", "why.field.sign_width")
        sign.send(asked, "correct/", point="field.sign_width", **{"why.field.sign_width": WHY_WIDTH})

    def accept(self, *parts: str) -> None:
        for part in parts:
            self.desk(part, WINDOW if part == "food" else FIRST[part]).do(outcome="accept")

    def agree(self, part: str, note: str) -> None:
        self.desk(part, FIRST[part]).do(outcome="agree", note=note)

    def arrange_the_visit(self, at: datetime) -> None:
        food_desk = self.desk("food", FIRST["food"])
        food_desk.send(food_desk.take(), "joint-visit/", visit_day=f"{at:%Y-%m-%d}", visit_clock=f"{at:%H:%M}")

    def write_down_what_they_saw(self, days: Days) -> None:
        """All on the date that was arranged."""
        when = food.visit(days.now)
        for part, found in FOUND.items():
            first = self.desk(part, FIRST[part])
            # The visit of food is in hand since the date was arranged.
            act = first.go_on if part == "food" else first.do
            act(outcome="done", **when, **{f"item.{key}": value for key, value in found.items()})
            self.desk(part, SECOND[part]).confirm()

    def grant_three_and_refuse_one(self) -> None:
        self.desk("tobacco", FIRST["tobacco"]).do(outcome="object", note="离小学 20 米，不符合合理布局")
        for part in ("food", "fire-inspection", "sign"):
            self.desk(part, HEAD[part]).do(outcome="grant")
        self.desk("tobacco", HEAD["tobacco"]).do(outcome="refuse", **REFUSED)

    def hand_over_together(self) -> None:
        self.desk("", WINDOW).do(outcome="done", received_by="陈静", place="政务服务中心 3 号窗口")


def through_four_departments(applicant: Applicant, days: Days) -> None:
    """The whole life of an application, with one correction, one visit and one refusal: the applicant before pages, the
    offices by their forms."""
    applicant.come_in()
    applicant.asks_the_guide()
    applicant.fills_the_one_form()
    applicant.hands_in()
    applicant.submits()
    applicant.sees_four_lanes()
    offices = Offices(applicant.enter, applicant.number)
    offices.ask_to_correct_the_sign()
    offices.accept("food")
    applicant.corrects_the_sign()
    offices.accept("sign", "fire-inspection", "tobacco")
    offices.agree("food", "材料齐全，拟同意")
    offices.agree("sign", "尺寸合适，拟同意")
    visit = datetime.combine(days.next_working_day(), time(9, 30), CITY)
    offices.arrange_the_visit(visit)
    applicant.sees_the_visit(visit)
    days.move_to(visit.date())
    offices.leave()
    offices.write_down_what_they_saw(days)
    offices.grant_three_and_refuse_one()
    offices.hand_over_together()
    applicant.come_in()
    applicant.reads_what_came_of_it()
