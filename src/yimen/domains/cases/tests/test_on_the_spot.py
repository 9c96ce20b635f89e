"""秒批: when every condition is known to hold, the rules decide and the certificate comes out."""

from datetime import date

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases import capabilities
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make
from yimen.domains.certificates.models import Certificate
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.ground.audit.models import Entry
from yimen.ground.documents.check import check_seals
from yimen.ground.documents.models import Document
from yimen.ground.processes.models import Instance, Task


@pytest.fixture
def case(granted: str, cast: Cast) -> Case:
    return make.numbered(granted)


def test_a_case_in_order_ends_with_a_sealed_certificate(case: Case) -> None:
    assert (case.status, case.word) == ("granted", "已办结")
    assert case.decided_at == case.closed_at == NOW
    certificate = certificate_of_subject("case", case.number)
    assert certificate is not None
    assert (certificate.title, certificate.number) == ("营业执照", case.result_number)
    told = dict(certificate.fields)
    assert told["名称"] == "云溪市桂花路小面馆"
    assert told["经营场所"] == "云溪市城关街道桂花路 18 号 1 层"
    assert told["经营范围"] == "餐饮服务"
    assert told["注册日期"] == "2026年11月20日"
    (seal,) = check_seals(certificate.document.read())
    assert seal.good


def test_nobody_was_asked_and_the_process_has_ended(case: Case) -> None:
    assert not Task.objects.exists()
    instance = Instance.objects.get(subject_ref=case.number)
    assert (instance.ended_with, instance.ended_at) == ("granted", NOW)


def test_the_history_can_be_read_step_by_step(case: Case) -> None:
    assert list(case.steps.values_list("kind", "by")) == [
        ("submitted", "张伟"),
        ("accepted", "一门系统"),
        ("reserved", "一门系统"),
        ("granted", "一门系统"),
        ("issued", "一门系统"),
        ("delivered", "一门系统"),
    ]


def test_the_limits_run_from_acceptance_on_a_working_day(case: Case) -> None:
    assert case.accepted_at == NOW
    assert case.promised_on == date(2026, 11, 20)
    assert case.statutory_on == date(2026, 11, 25)


def test_the_decision_rests_on_a_record_of_rules_and_facts(case: Case) -> None:
    decision = case.decisions.get(decision="outcome")
    assert decision.outputs == "grant"
    assert len(decision.facts_hash) == 64
    read = {one["name"]: one for one in decision.facts}
    assert read["identity_ok"] == {"name": "identity_ok", "value": True, "source": "人口库（云溪市公安局）"}
    assert {one["source"] for one in decision.facts} >= {"申请人填写"}
    known = {fact.name: fact for fact in case.facts.all()}
    assert known["identity_ok"].value is True
    assert known["premises_forbidden"].value is False
    assert known["identity_ok"].source == "人口库（云溪市公安局）"
    assert known["identity_ok"].as_of is not None


def test_every_act_left_evidence(case: Case) -> None:
    acts = list(Entry.objects.filter(object_kind="case", object_ref=case.number).values_list("action", "actor_kind"))
    assert [act for act in acts if act[0] != "save-section"] == [
        ("start-draft", "citizen"),
        ("submit", "citizen"),
        ("start-process", "citizen"),
        ("accept", "system"),
        ("collect-facts", "system"),
        ("granted", "system"),
        ("issue-certificate", "system"),
        ("deliver", "system"),
    ]
    assert acts.count(("save-section", "citizen")) == 4
    assert Entry.objects.filter(action="make-document").count() == Document.objects.count() == 3


def test_the_evidence_holds_nobodys_number(case: Case) -> None:
    told = " ".join(f"{one.object_ref} {one.details}" for one in Entry.objects.all())
    assert "990181199005120110" not in told
    assert "15400000001" not in told


@pytest.mark.parametrize("step", ["receipt", "accept", "collect-facts", "grant", "issue", "deliver"])
def test_a_step_asked_twice_finds_its_work_done(case: Case, step: str) -> None:
    before = (make.fresh(case).__dict__ | {"_state": None}, case.steps.count(), Document.objects.count())
    capabilities.CAPABILITIES[step](case.number, now=NOW)
    after = (make.fresh(case).__dict__ | {"_state": None}, case.steps.count(), Document.objects.count())
    assert _values(before[0]) == _values(after[0])
    assert before[1:] == after[1:]
    assert Certificate.objects.count() == 1


def test_a_shop_without_a_name_needs_none(cast: Cast) -> None:
    case = make.handled(cast.zhang_wei, use_name="否", trade_name="")
    assert case.status == "granted"
    certificate = certificate_of_subject("case", case.number)
    assert certificate is not None
    assert dict(certificate.fields)["名称"] == ""


def test_a_minor_who_lives_on_the_own_work_is_registered(cast: Cast) -> None:
    case = make.handled(
        cast.zhou_xiaoyu,
        own_income="是",
        trade_name="云溪市小雨手工店",
        premises_kind="网络经营场所",
        online_premises="云溪集市 https://shop.example/xiaoyu",
        scope_items=["B0204"],
    )
    assert case.status == "granted"


def _values(row: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if not key.startswith("_")}
