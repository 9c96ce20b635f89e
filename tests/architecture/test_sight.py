"""按岗位只显示办理需要的内容: what a post does not see stands on no page of the desk, and no file of it is given."""

from dataclasses import dataclass
from functools import cached_property

import pytest
from django.test import Client

from tests.architecture.routes import address
from tests.architecture.town import BANK_ACCOUNT, Town, another
from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.correct_on_the_spot import correct_on_the_spot
from yimen.domains.cases.display import text_of
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.posts import sees, sees_key
from yimen.domains.cases.queries import form_of, lists_of, service_of, visible_of
from yimen.domains.cases.tests import make
from yimen.ground.accounts.models import Account, posts_of
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject

# Shorter answers (是, 6, 子女) stand on every page for other reasons.
DISTINCT = 4
PAGES = ("desk:review", "desk:clock", "desk:correct")


@dataclass
class Eyes:
    """An officer before a case: what may be seen of it, and what stands on the pages."""

    who: str
    stage: str
    account: Account
    case: Case
    browser: Client

    @cached_property
    def allowed(self) -> frozenset[str]:
        return sees(self.case, posts_of(self.account, NOW))

    def sees(self, key: str) -> bool:
        return sees_key(self.allowed, self.case, key)

    @cached_property
    def page(self) -> str:
        """All that the desk shows of the case, one page after the other."""
        answers = [self.browser.get(address(name, {"number": self.case.number})) for name in PAGES]
        assert answers[0].status_code == 200
        return "".join(one.content.decode() for one in answers)

    @cached_property
    def answers(self) -> dict[str, str]:
        """What was answered, as people read it."""
        asked, lists = visible_of(self.case, legal_day(NOW)).fields, lists_of(self.case)
        fields = {key: field for key, field in form_of(self.case).fields.items() if key in asked}
        return {key: text_of(field, self.case.answers.get(key), lists) for key, field in fields.items()}

    @cached_property
    def hidden(self) -> dict[str, str]:
        """Answers that this officer may not see and that stand in no answer that may be seen."""
        seen = " ".join(text for key, text in self.answers.items() if self.sees(key)) + self.case.applicant.name
        # Who applies stands at the head of the page for every colleague, as how far it is.
        whose = service_of(self.case).meta.get("addressee")
        told = {key: text for key, text in self.answers.items() if key != whose and not self.sees(key)}
        return {key: text for key, text in told.items() if len(text) >= DISTINCT and text not in seen}


LOOKERS = [
    *((who, "decision") for who in ("wang_fang", "wu_lei", "sun_jian", "zheng_hong", "ma_jianguo", "li_min")),
    *((who, "received") for who in ("wang_fang", "wu_lei")),
    *((who, "allowance") for who in ("gao_feng", "tian_xiu", "he_miao", "luo_lan", "xu_jing")),
    *((who, "village_check") for who in ("gao_feng", "tian_xiu", "luo_lan")),
    *((who, "registration") for who in ("li_min", "ma_jianguo", "wu_lei")),
]
# They see every answer; from the others something is always kept.
SEES_EVERY_ANSWER = {
    *(("wang_fang", "decision"), ("wu_lei", "decision"), ("ma_jianguo", "decision"), ("li_min", "registration")),
    *(("wang_fang", "received"), ("wu_lei", "received")),
    *(("gao_feng", "allowance"), ("luo_lan", "allowance"), ("gao_feng", "village_check"), ("luo_lan", "village_check")),
}


@pytest.fixture(params=LOOKERS, ids=lambda one: f"{one[0]} {one[1]}")
def eyes(request: pytest.FixtureRequest, town: Town, cast: Cast) -> Eyes:
    who, stage = request.param
    case = make.numbered(town.food.get(stage) or getattr(town, stage))
    mark(case)
    account = getattr(cast, who)
    return Eyes(who, stage, account, case, browser_of(account))


def mark(case: Case) -> None:
    """Every answer in words becomes one that stands nowhere else: 陈静 is the applicant and the contact at once."""
    for place, field in enumerate(form_of(case).fields.values()):
        if case.answers.get(field.key) and field.type in ("text", "mobile", "bank_account"):
            case.answers[field.key] = f"答{place:02}案{field.key}"
        elif case.answers.get(field.key) and field.type == "idcard":
            case.answers[field.key] = f"{case.answers[field.key][:14]}{place:02}9X"
    case.save(update_fields=["answers"])


def test_of_a_field_that_a_post_does_not_see_nothing_stands_on_the_page(eyes: Eyes) -> None:
    told = [text for key, text in eyes.answers.items() if len(text) >= DISTINCT and eyes.sees(key)]
    assert {key: text for key, text in eyes.hidden.items() if text in eyes.page} == {}
    # The test would say the same of an empty page.
    assert all(text in eyes.page for text in told) and bool(told) == bool(eyes.allowed)
    assert bool(eyes.hidden) == ((eyes.who, eyes.stage) not in SEES_EVERY_ANSWER)


def test_the_stored_answer_does_not_stand_there_in_another_form_either(eyes: Eyes) -> None:
    for key in eyes.hidden:
        raw = eyes.case.answers[key]
        for one in raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else [raw]:
            assert len(str(one)) < DISTINCT or str(one) not in eyes.page, key


def test_a_field_that_is_not_seen_is_not_mended_either(eyes: Eyes) -> None:
    at = address("desk:mend", {"number": eyes.case.number})
    for key, text in eyes.hidden.items():
        answer = eyes.browser.get(at, {"key": key})
        assert answer.status_code == 404, key
        assert text not in answer.content.decode()


def test_of_a_fact_that_a_post_does_not_see_neither_name_nor_value_stands_there(eyes: Eyes) -> None:
    labels = {one["name"]: one.get("label", one["name"]) for one in service_of(eyes.case).meta["facts"]}
    visible = " ".join(label for name, label in labels.items() if eyes.sees(name))
    known = set(eyes.case.facts.values_list("name", flat=True)) & labels.keys()
    for name in known:
        if not eyes.sees(name) and labels[name] not in visible:
            assert f">{labels[name]}<" not in eyes.page, name


def test_a_file_is_given_to_whoever_sees_its_material_and_to_nobody_else(eyes: Eyes, town: Town) -> None:
    row = Material.objects.filter(case__number=town.food["decision"])[0]
    for told in service_of(eyes.case).meta["materials"]:
        Material.objects.filter(pk=row.pk).update(case=eyes.case, material=told["id"])
        path = address("desk:material", {"number": eyes.case.number, "row": row.pk})
        answer = eyes.browser.get(path)
        assert answer.status_code == (200 if eyes.sees(told["id"]) else 404), told["id"]
        page = eyes.browser.get(address("desk:review", {"number": eyes.case.number})).content.decode()
        assert (path in page) == eyes.sees(told["id"]), told["id"]


def test_a_paper_that_a_post_may_open_tells_nothing_that_it_may_not_see(town: Town, cast: Cast) -> None:
    told = []
    for who, stage in LOOKERS:
        case = make.numbered(town.food.get(stage) or getattr(town, stage))
        eyes = Eyes(who, stage, getattr(cast, who), case, browser_of(getattr(cast, who)))
        for paper in documents_of(Subject("case", case.number)):
            answer = eyes.browser.get(address("desk:paper", {"number": case.number, "kind": paper.kind}))
            assert answer.status_code == (200 if eyes.allowed else 403 if who != "li_min" else 200), (who, paper.kind)
            words = str(paper.data) if answer.status_code == 200 else ""
            told += [(who, paper.kind, key) for key, text in eyes.hidden.items() if len(text) > 5 and text in words]
    assert told == []


def test_a_village_helper_sees_no_bank_account(town: Town, cast: Cast) -> None:
    browser = browser_of(cast.tian_xiu)
    for number in (town.village_check, town.allowance):
        for name in ("desk:review", "desk:clock", "desk:worklist", "benefits:alive"):
            assert BANK_ACCOUNT not in browser.get(address(name, {"number": number})).content.decode(), name
    assert BANK_ACCOUNT[:4] not in str(browser.get(address("desk:review", {"number": town.village_check})).content)
    assert browser.get(address("benefits:entitlement", {"number": town.allowance})).status_code == 404


def test_nor_at_the_window_once_the_application_is_handed_in(town: Town, cast: Cast) -> None:
    # Whoever enters it types the account; afterwards it is for those who pay, not for the village's colleagues.
    colleague = another("helper", "54990181000003041C")
    for account in (cast.tian_xiu, colleague):
        page = browser_of(account).get(address("desk:window-case", {"number": town.waiting}))
        assert page.status_code == 200
        assert "王桂英" in page.content.decode()
        assert BANK_ACCOUNT not in page.content.decode().replace(" ", "")


def test_what_was_corrected_on_the_spot_is_not_told_to_who_does_not_see_it(town: Town, cast: Cast) -> None:
    case, other = make.numbered(town.waiting), "6299018100000000443"
    correct_on_the_spot(
        actor=cast.gao_feng.actor(NOW), case=case, key="bank_account", typed=[other], agreed_by="家属电话确认", now=NOW
    )
    accept(actor=cast.gao_feng.actor(NOW), case=make.fresh(case), task=make.task_of(case), now=NOW)
    make.drain()
    for account, seen in ((cast.gao_feng, True), (cast.tian_xiu, False)):
        page = browser_of(account).get(address("desk:review", {"number": case.number}))
        assert page.status_code == 200
        assert (other in page.content.decode().replace(" ", "")) == seen
        assert seen or BANK_ACCOUNT not in page.content.decode().replace(" ", "")
