"""A food licence in each stage of its handling, made as people make it: by the actions, and by the desk's own pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from tests.cast import NOW, browser_of
from yimen.config import middleware
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.add_material import add_material
from yimen.domains.cases.actions.confirm_inspection import confirm_inspection
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.actions.save_section import save_section
from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of
from yimen.domains.cases.tests import make as cases
from yimen.domains.catalogue.queries import current_version
from yimen.ground.accounts.models import Account
from yimen.ground.files.tests import uploads
from yimen.ground.processes.models import Task

FOOD = "food-business-license"
TYPED: Mapping[str, object] = {
    "sell_scope": "散装食品、餐饮服务或食品经营管理",
    "format": "餐饮服务经营者",
    "projects": ["热食类食品制售", "冷食类食品制售"],
    "online_sale": "true",
    "uscc": "92990181MA0F000198",
    "subject_name": "云溪市学府路餐饮服务部",
    "rep_name": "陈静",
    "rep_id_kind": "居民身份证",
    "rep_id": "990181198711030281",
    "home": "云溪市滨河街道学府路 12 号 1 层",
    "biz_address": {"street": "990181002", "detail": "学府路 12 号 1 层"},
    "floor_area": "86",
    "kitchen_area": "30",
    "staff_count": "6",
    "ready_food_staff": "4",
    "healthy_staff": "4",
    "safety_manager": "林芳",
    "safety_manager_id": "990181198904150626",
    "safety_manager_pass": "true",
    "safety_rules": ["从业人员健康管理制度", "进货查验和记录制度", "餐具饮具清洗消毒制度"],
    "contact_name": "陈静",
    "contact_mobile": "15400000002",
    "is_agent": "false",
}
FOUND: Mapping[str, str] = {
    "site_pollution_m": "100",
    "site_no_cross": "true",
    "site_facilities": "true",
    "site_special_room": "true",
    "site_health_cards": "4",
    "site_address_same": "true",
}


@dataclass(frozen=True, slots=True)
class Staff:
    """The officers of the market regulator who handle a food licence, and others who do not."""

    wang_fang: Account
    wu_lei: Account
    sun_jian: Account
    zheng_hong: Account
    ma_jianguo: Account
    li_min: Account
    zhou_tao: Account


def staff() -> Staff:
    found = {one.login: one for one in Account.objects.filter(kind=Account.STAFF)}
    names = ("wangfang", "wulei", "sunjian", "zhenghong", "majianguo", "limin", "zhoutao")
    return Staff(*(found[name] for name in names))


def filled(account: Account, *, now: datetime = NOW, layout: bool = True, **typed: object) -> Case:
    """A draft with every section saved and, with ``layout``, the drawing handed in."""
    person = account.person
    assert person is not None
    version = current_version(FOOD)
    case = start_draft(actor=account.actor(now), person=person, account=account, version=version, told={}, now=now)
    given = {**TYPED, **typed}
    for part in form_of(case).sections:
        of_part = {field.key: given[field.key] for field in part.fields if field.key in given}
        case = save_section(
            actor=account.actor(now),
            case=case,
            section=part.id,
            typed=of_part,
            page="a-page",
            seen="",
            disputed=frozenset(),
            now=now,
        ).case
    if layout:
        upload = uploads.upload(uploads.pdf(), "布局图.pdf", "application/pdf")
        add_material(actor=account.actor(now), case=case, material="m3", upload=upload, now=now)
    return case


def received(account: Account, *, now: datetime = NOW, **typed: object) -> Case:
    """Waits for the acceptor."""
    case = submit(actor=account.actor(now), case=filled(account, now=now, **typed), now=now)
    cases.drain(now)
    return cases.fresh(case)


def accepted(account: Account, officers: Staff, *, now: datetime = NOW, **typed: object) -> Case:
    """Waits for the reviewer."""
    case = received(account, now=now, **typed)
    accept(actor=officers.wang_fang.actor(now), case=case, task=task_of(case), now=now)
    cases.drain(now)
    return cases.fresh(case)


def reviewed(account: Account, officers: Staff, *, now: datetime = NOW, **typed: object) -> Case:
    """Waits for two inspectors."""
    case = accepted(account, officers, now=now, **typed)
    give_opinion(
        actor=officers.wu_lei.actor(now),
        case=case,
        task=task_of(case),
        outcome="agree",
        text="材料齐全，场所布局合理",
        now=now,
    )
    cases.drain(now)
    return cases.fresh(case)


def inspected(
    account: Account, officers: Staff, *, now: datetime = NOW, found: Mapping[str, str] = FOUND, **typed: object
) -> Case:
    """Waits for the decision."""
    case = reviewed(account, officers, now=now, **typed)
    task = task_of(case)
    row = record_inspection(
        officer=officers.wu_lei,
        case=case,
        task=task,
        visited_at=now,
        second=officers.sun_jian,
        found=found,
        note="",
        now=now,
    )
    confirm_inspection(officer=officers.sun_jian, case=case, task=task, seen_at=row.recorded_at, now=now)
    cases.drain(now)
    return cases.fresh(case)


def task_of(case: Case) -> Task:
    return cases.task_of(case)


@dataclass
class Window:
    """A browser of one officer before one case: pages and forms as a person meets them."""

    browser: Client
    case: Case

    def page(self, name: str = "review") -> str:
        answer = self.browser.get(self.path(name))
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def post(self, name: str = "review", **values: object) -> SimpleNamespace:
        """Send a form with the mark of the page as it is now; ``seen`` may be told to be an older one."""
        values.setdefault("seen", self.mark())
        answer = self.browser.post(self.path(name), values)
        return SimpleNamespace(status=answer.status_code, html=answer.content.decode(), answer=answer)

    def claim(self) -> None:
        assert self.browser.post(self.path("claim")).status_code == 302

    def path(self, name: str) -> str:
        return reverse(f"desk:{name}", args=[self.case.number])

    def mark(self) -> str:
        html = self.browser.get(self.path("review")).content.decode()
        _, found, rest = html.partition('name="seen" value="')
        return rest.partition('"')[0] if found else ""


def window(account: Account, case: Case) -> Window:
    return Window(browser_of(account), case)


def words(html: str) -> str:
    """What a person reads on the page, in one line."""
    return " ".join(strip_tags(html).split())


def at(monkeypatch: object, moment: datetime) -> None:
    """Requests happen at this moment."""
    monkeypatch.setattr(middleware, "now", lambda: moment)  # type: ignore[attr-defined]
