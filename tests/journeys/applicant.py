"""陈静 opens her restaurant, step by step: the same steps with script or without, in large letters, in English."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys import restaurant, walk
from tests.journeys.conftest import Enter
from tests.journeys.restaurant import PLACES
from yimen.portals.citizen.present import moment_text

SIGN_WIDTH = "6.2"


@dataclass
class Applicant:
    """In one manner. ``say``: what a page says for a Chinese sentence; ``check``: looks at a page and gives it a name;
    ``settings``: of the browser; ``prefix``: of every address; ``script``: pages do things by themselves."""

    enter: Enter
    check: Callable[[Page, str], None]
    say: Callable[[str], str] = str
    settings: Mapping[str, Any] = field(default_factory=dict)
    prefix: str = ""
    script: bool = True
    number: str = ""

    def come_in(self) -> None:
        self.page = self.enter("陈静", **self.settings)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.prefix}{path}")

    def sees(self, sentence: str) -> None:
        expect(self.page.locator("main")).to_contain_text(self.say(sentence))

    def _button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=re.compile(f"^{re.escape(self.say(words))}")).last

    def _link(self, words: str) -> Locator:
        return self.page.get_by_role("link", name=re.compile(f"^{re.escape(self.say(words))}")).first

    def asks_the_guide(self) -> None:
        """One question after the other, from the page of the service on; the answers go along into the form."""
        self.go(f"/s/{restaurant.SERVICE}/")
        self.check(self.page, "service")
        asked = 0
        for one in restaurant.the_service().meta["situations"]:
            question = self.page.locator(f'main form input[name="{one["id"]}"]:not([type=hidden])')
            if question.count():
                asked += 1
                self._tell(question, restaurant.ANSWERS.get(one.get("field", ""), "unsure"))
            if asked == 3:
                self.check(self.page, "guide")
        assert asked > 5
        expect(self.page.get_by_role("heading", name=self.say("您要准备的"))).to_be_visible()
        expect(self.page.locator("main .rows").first.locator("li")).to_have_count(4)
        self.check(self.page, "what to prepare")

    def _tell(self, question: Locator, value: object) -> None:
        told = str(value).lower()
        if question.first.get_attribute("type") == "radio":
            question.and_(self.page.locator(f'[value="{told}"]')).check()
        else:
            question.fill(told)
        self.page.locator("main form .btn").first.click()
        self.page.wait_for_load_state()

    def fills_the_one_form(self) -> None:
        self._link("开始办理").click()
        self.check(self.page, "begin")
        self._button("好，开始填").click()
        self.page.wait_for_url(f"**{self.prefix}/apply/**")
        self.number = self.page.url.rstrip("/").rsplit("/", 1)[1]
        for section in restaurant.the_service().form.sections:
            keys = [one.key for one in section.fields]
            given = restaurant.typed({key: value for key, value in restaurant.ANSWERS.items() if key in keys})
            if given:
                self.go(f"/apply/{self.number}/{section.id}/")
                self.check(self.page, section.id)
                self._answer(given)
        self.go(f"/apply/{self.number}/")
        self.check(self.page, "hub")

    def _answer(self, given: dict[str, Any]) -> None:
        """Without script, what comes up by an answer comes up when the page is saved."""
        while given:
            here = [name for name in given if self.script or self.page.locator(f'[name="{name}"]').count()]
            assert here, (self.page.url, given)
            walk.answer(self.page, {name: given.pop(name) for name in here})
            self._button("保存并继续").click()
            self.page.wait_for_load_state()

    def hands_in(self) -> None:
        """One drawing by the page, the others by the same form."""
        self.go(f"/apply/{self.number}/materials/")
        self.check(self.page, "materials")
        button = self.page.locator("button[name=upload]").first
        material = str(button.get_attribute("value"))
        self.page.locator(f"[name=file-{material}]").set_input_files(restaurant.DRAWING)
        button.click()
        expect(self.page.get_by_role("link", name=restaurant.DRAWING["name"]).first).to_be_visible()
        restaurant.hand_in(self.page, self.number, but=material)

    def submits(self) -> None:
        self.go(f"/apply/{self.number}/check/")
        self.check(self.page, "check")
        self.page.locator("main form .btn").last.click()
        expect(self.page.get_by_role("alert")).to_be_visible()
        self.page.locator("[name=promise]").check()
        self.page.locator("main form .btn").last.click()
        self.page.wait_for_url(f"**{self.prefix}/cases/{self.number}/")
        expect(self.page.get_by_role("heading", name=self.say("收件凭证")).first).to_be_visible()

    def sees_four_lanes(self) -> None:
        self._page_says("4 个部门分头在办，还有 4 件没办完")
        expect(self.page.locator(".lane")).to_have_count(4)
        self.check(self.page, "case, begun")

    def _page_says(self, sentence: str) -> None:
        """With script the page goes on by itself; without, a person presses the link."""
        progress, words = self.page.locator("#progress"), self.say(sentence)
        if self.script:
            return expect(progress).to_contain_text(words, timeout=30_000)
        for _ in range(100):
            if words in progress.inner_text():
                return None
            self.page.wait_for_timeout(300)
            self._link("点这里刷新").click()
        raise AssertionError(progress.inner_text())

    def corrects_the_sign(self) -> None:
        walk.wait_for(self.page, f"{self.prefix}/cases/{self.number}/", self.say("其他部分照常办，不用等。"))
        self.go("/me/inbox/")
        self.check(self.page, "inbox")
        self.go(f"/cases/{self.number}/")
        self.check(self.page, "case, one part to be corrected")
        self._link("去补正").click()
        self.check(self.page, "correction")
        self.page.locator("[name=sign_width]").fill(SIGN_WIDTH)
        self._button("交回补正材料").click()
        self.page.wait_for_url(f"**{self.prefix}/cases/{self.number}-{PLACES['sign']}/")
        self.sees("补正的材料收到了")

    def sees_the_visit(self, at: datetime) -> None:
        self.go(f"/cases/{self.number}/")
        self.sees(f"{moment_text(at)} 各部门一起上门看现场，只来这一次。")
        self.check(self.page, "case, one visit")

    def reads_what_came_of_it(self) -> None:
        """Three papers, handed over together, and a refusal with its choices; a licence that anybody can verify."""
        walk.wait_for(self.page, f"{self.prefix}/cases/{self.number}/", self.say("办好 3 件，1 件没办成"))
        self.go(f"/cases/{self.number}/")
        self.check(self.page, "case, concluded")
        expect(self.page.locator(".cert")).to_have_count(3)
        self.go(f"/cases/{self.number}-{PLACES['tobacco']}/")
        expect(self.page.locator("#progress")).to_contain_text("20")
        # In English too they stand in brackets, to be shown at a counter.
        for words in ("行政复议", "行政诉讼"):
            expect(self.page.locator("#progress")).to_contain_text(words)
        self.check(self.page, "part, refused")
        self._applies_for_it_again()
        self.go(f"/cases/{self.number}-{PLACES['food']}/")
        self.check(self.page, "part, granted")
        self.go("/me/certs/")
        self.check(self.page, "my certificates")
        self.page.locator(".cert a").first.click()
        self.check(self.page, "certificate")

    def _applies_for_it_again(self) -> None:
        """What was refused, alone: filled in as before, with the reason to put right."""
        self._button("重新申请").click()
        self.page.wait_for_url(f"**{self.prefix}/apply/**")
        self.sees("上次没办成的理由，这次改好再交")
        self.check(self.page, "applied for again")
        self.go(f"/cases/{self.number}/")
        self.sees("您已经重新申请这一部分：")
        self.check(self.page, "case, applied for again")
