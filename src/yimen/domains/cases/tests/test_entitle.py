"""Whose the right is: the person's whom the application names, not the applicant's."""

from typing import Any
from unittest.mock import patch

import pytest

from tests.cast import NOW, Cast, browser_of, person_of
from yimen.domains.benefits.models import Entitlement
from yimen.domains.benefits.queries import has_entitlement
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.entitle import applied_for
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of, service_of
from yimen.domains.cases.tests import make_allowance as make
from yimen.domains.cases.tests.make import drain, fresh, save, task_of
from yimen.domains.cases.tests.make_food import raw
from yimen.domains.catalogue.models import Item
from yimen.domains.catalogue.queries import current_version
from yimen.ground.accounts import ports as accounts
from yimen.ground.accounts.models import Account, Person
from yimen.ground.accounts.ports import Identity
from yimen.ground.audit.models import Entry
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import NotFound
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.models import Task

ELDER = "990181194304080427"
BY_SON = {
    "is_agent": True,
    "agent_name": "王建",
    "agent_id": "990181196809150418",
    "agent_relation": "子女",
    "agent_mobile": "15400000007",
}


@pytest.fixture
def wang_jian(cast: Cast) -> Account:
    return Account.objects.select_related("person").get(login="15400000007")


def filed_online(account: Account, **instead: Any) -> Case:
    """王建 applies at home for his mother."""
    version, person = current_version(make.SERVICE), person_of(account)
    case = start_draft(actor=account.actor(NOW), person=person, account=account, version=version, told={}, now=NOW)
    scenario = next(one for one in service_of(case).scenarios if one.file == make.GRANTED)
    answers = {**scenario.given.answers, **BY_SON, **instead}
    for part in form_of(case).sections:
        given = {one.key: raw(one, answers[one.key]) for one in part.fields if one.key in answers}
        case = save(case, part.id, given).case
    case = submit(actor=account.actor(NOW), case=case, now=NOW)
    drain(NOW)
    return fresh(case)


def through(cast: Cast, case: Case) -> Case:
    """Accepted, seen, reviewed, confirmed."""
    accept(actor=cast.gao_feng.actor(NOW), case=case, task=task_of(case), now=NOW)
    drain(NOW)
    told: dict[str, Any] = {"visited_at": NOW, "second": None, "found": make.SEEN, "note": "", "now": NOW}
    record_inspection(officer=cast.tian_xiu, case=fresh(case), task=task_of(case), **told)
    drain(NOW)
    opinion: dict[str, Any] = {"outcome": "agree", "text": "符合条件，拟同意", "now": NOW}
    give_opinion(actor=cast.he_miao.actor(NOW), case=fresh(case), task=task_of(case), **opinion)
    drain(NOW)
    grant: dict[str, Any] = {"outcome": "grant", "grounds": [], "note": "核对过", "now": NOW}
    decide(actor=cast.luo_lan.actor(NOW), case=fresh(case), task=task_of(case), **grant)
    drain(NOW)
    return fresh(case)


def test_what_an_agent_applied_for_is_the_old_persons_right(cast: Cast, wang_jian: Account) -> None:
    case = through(cast, filed_online(wang_jian))
    right = Entitlement.objects.select_related("person", "filed_by").get(case_number=case.number)
    assert (right.person.name, right.person.id_number) == ("王桂英", ELDER)
    assert right.filed_by == wang_jian.person
    assert right.person.verified_by == "人口库（云溪市公安局）"
    assert Entry.objects.get(action="confirm-recipient").details["case"] == case.number
    assert has_entitlement(right.person) and has_entitlement(person_of(wang_jian))
    paper = documents_of(Subject("case", case.number)).get(kind="grant-old-age-allowance")
    assert paper.addressee == "王桂英"


def test_the_agent_sees_it_marked_and_others_do_not(cast: Cast, wang_jian: Account) -> None:
    through(cast, filed_online(wang_jian))
    page = browser_of(wang_jian).get("/me/benefits/").content.decode()
    assert "您代办的" in page and "王桂英" in page
    assert "6299018100000000427" not in page
    assert "王桂英" not in browser_of(cast.zhang_wei).get("/me/benefits/").content.decode()


def test_entered_for_a_person_who_is_present_there_is_no_agent(cast: Cast) -> None:
    right = Entitlement.objects.select_related("person").get(case_number=make.granted(cast).number)
    assert (right.person.name, right.filed_by) == ("王桂英", None)


def test_somebody_whom_the_register_does_not_know_waits_for_a_person(cast: Cast, wang_jian: Account) -> None:
    case = through(cast, filed_online(wang_jian, elder_name="王桂瑛", account_name="王桂瑛"))
    assert not Entitlement.objects.exists()
    assert not Person.objects.filter(id_number=ELDER).exists()
    incident = task_of(case)
    assert incident.kind == Task.INCIDENT
    assert "人口库里没有“王桂瑛”和申请里身份证号这一对" in incident.reason
    assert ELDER not in incident.reason


def test_another_name_than_the_known_one_must_be_the_registers(cast: Cast, wang_jian: Account) -> None:
    make.elder()
    case = through(cast, filed_online(wang_jian, elder_name="王桂瑛", account_name="王桂瑛"))
    assert not Entitlement.objects.exists()
    renamed = _Knows("王桂瑛")
    with patch.object(accounts, "_identity_register", [renamed]):
        retry(actor=cast.luo_lan.actor(NOW), incident=task_of(case), now=NOW)
        drain(NOW)
    right = Entitlement.objects.select_related("person").get(case_number=case.number)
    assert (right.recipient, right.person.id_number) == ("王桂瑛", ELDER)


class _Knows:
    def __init__(self, name: str) -> None:
        self.name = name

    def confirm(self, name: str, id_number: str) -> Identity | None:
        birth = make.elder().birth
        assert birth is not None
        return Identity(name, "居民身份证", id_number, birth, "人口库") if name == self.name else None


def test_who_has_applied_is_told_by_the_number_in_the_answers(cast: Cast, wang_jian: Account) -> None:
    other = "99018119361210043X"
    assert applied_for(make.SERVICE, [ELDER, other]) == set()
    case = filed_online(wang_jian)
    assert applied_for(make.SERVICE, [ELDER, other]) == {ELDER}
    assert applied_for(make.SERVICE, [other, BY_SON["agent_id"]]) == set()
    assert applied_for("individual-business-registration", [ELDER]) == set()
    through(cast, case)
    assert applied_for(make.SERVICE, [ELDER]) == set()


def test_who_applied_before_the_service_ended_is_still_known(wang_jian: Account) -> None:
    filed_online(wang_jian)
    Item.objects.filter(slug=make.SERVICE).update(ended_on=NOW.date())
    assert applied_for(make.SERVICE, [ELDER]) == {ELDER}
    with pytest.raises(NotFound):
        applied_for("no-such-service", [ELDER])


def test_a_draft_is_no_application(cast: Cast) -> None:
    make.entered(cast)
    assert applied_for(make.SERVICE, [ELDER]) == set()
