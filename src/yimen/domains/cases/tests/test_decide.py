from collections.abc import Sequence

import pytest
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of, person_of
from yimen.domains.cases.access import case_for_applicant, case_for_officer, draft_for_applicant, task_for_officer
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.errors import NoteTooLong, ReasonMissing, WrongOutcome
from yimen.domains.cases.handling import TEXT_LENGTH
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make
from yimen.domains.certificates.models import Certificate
from yimen.ground.accounts.models import Account, organisations_of, posts_of
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.moment import now
from yimen.ground.documents.check import check_seals
from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import NotFound, Stale
from yimen.ground.processes.models import Instance, Task

NOTE = "学府路 6 号在本市公布的禁设区域内"


@pytest.fixture
def waiting(cast: Cast) -> Case:
    """陈静's shop beside a school, before the officer's eyes."""
    return make.in_review(cast.chen_jing)


def say(
    case: Case, officer: Account, outcome: str, *, grounds: Sequence[str] = (), note: str = "", task: Task | None = None
) -> None:
    decide(
        actor=officer.actor(NOW),
        case=case,
        task=task or make.task_of(case),
        outcome=outcome,
        grounds=grounds,
        note=note,
        now=NOW,
    )


def nothing_happened(case: Case) -> bool:
    return make.fresh(case).status == "accepted" and make.task_of(case).closed_at is None


@pytest.mark.printed
def test_a_refusal_carries_reasons_articles_and_remedies(cast: Cast, waiting: Case) -> None:
    case = make.decided(waiting, cast.li_min, "refuse", note=NOTE)
    assert (case.status, case.word) == ("refused", "未办成")
    (reason,) = case.reasons
    assert reason["sentence"] == "经营场所在法规规定不能设店的区域里"
    assert reason["basis"].startswith("市场主体登记管理条例第十一条第三款")
    document = document_of(Subject("case", case.number), "refuse-registration")
    assert document is not None
    assert document.data["facts"] == [NOTE]
    assert document.data["reasons"] == case.reasons
    assert document.data["body"]["review_body"] == "云溪市人民政府"
    assert document.data["body"]["court"] == "云溪市人民法院"
    assert check_seals(document.read())[0].good
    assert not Certificate.objects.exists()
    assert Instance.objects.get(subject_ref=case.number).ended_with == "refused"


def test_a_refusal_without_a_ground_is_refused(cast: Cast, waiting: Case) -> None:
    with pytest.raises(ReasonMissing, match="不予登记要写明理由"):
        say(waiting, cast.li_min, "refuse", note=NOTE)
    assert nothing_happened(waiting)


def test_a_ground_that_the_checklist_does_not_have_is_no_ground(cast: Cast, waiting: Case) -> None:
    with pytest.raises(ReasonMissing):
        say(waiting, cast.li_min, "refuse", grounds=["c99"], note=NOTE)


def test_a_refusal_against_the_checklist_is_said_to_be_one(cast: Cast, waiting: Case) -> None:
    say(waiting, cast.li_min, "refuse", grounds=["c6"], note=NOTE)
    assert Entry.objects.get(action="decide", object_ref=waiting.number).details["against_checklist"]


def test_a_refusal_without_the_facts_found_is_refused(cast: Cast, waiting: Case) -> None:
    with pytest.raises(ReasonMissing, match="查明的事实"):
        say(waiting, cast.li_min, "refuse", grounds=["c5"], note="  \n ")
    assert nothing_happened(waiting)


def test_a_grant_against_the_checklist_needs_a_note_and_then_issues(cast: Cast, waiting: Case) -> None:
    with pytest.raises(ReasonMissing, match="核对表里还有没通过的条目"):
        say(waiting, cast.li_min, "grant")
    assert nothing_happened(waiting)
    case = make.decided(waiting, cast.li_min, "grant", note=make.FOUND)
    assert case.status == "granted"
    assert case.reasons == []
    assert Certificate.objects.get().number == case.result_number
    entry = Entry.objects.get(action="decide")
    assert entry.details == {"outcome": "grant", "grounds": [], "against_checklist": True}


def test_the_evidence_names_the_officer_and_the_post(cast: Cast, waiting: Case) -> None:
    make.decided(waiting, cast.li_min, "refuse")
    entry = Entry.objects.get(action="decide")
    assert (entry.actor_name, entry.actor_kind) == ("李敏", "staff")
    assert "云溪市市场监督管理局 登记审查员" in entry.authority
    assert entry.details == {"outcome": "refuse", "grounds": ["c5"], "against_checklist": False}


def test_the_document_says_whether_a_person_or_the_rules_decided(cast: Cast, waiting: Case) -> None:
    by_officer = make.decided(waiting, cast.li_min, "grant")
    by_rules = make.granted(cast.zhang_wei)
    for case, automatic in ((by_officer, False), (by_rules, True)):
        document = document_of(Subject("case", case.number), "grant-registration")
        assert document is not None
        assert document.data["automatic"] is automatic


@pytest.mark.parametrize("outcome", ["", "approve", "retry"])
def test_only_the_outcomes_of_the_task_can_be_chosen(cast: Cast, waiting: Case, outcome: str) -> None:
    with pytest.raises(WrongOutcome):
        say(waiting, cast.li_min, outcome, note=NOTE)
    assert nothing_happened(waiting)


def test_the_second_of_two_officers_is_told_that_it_is_decided(cast: Cast, waiting: Case) -> None:
    task = make.task_of(waiting)
    make.decided(waiting, cast.li_min, "refuse")
    with pytest.raises(Stale):
        say(waiting, cast.li_min, "grant", note=NOTE, task=task)
    assert make.fresh(waiting).status == "refused"


def test_two_decisions_before_the_worker_comes_are_one(cast: Cast, waiting: Case) -> None:
    task = make.task_of(waiting)
    say(waiting, cast.li_min, "refuse", grounds=["c5"], note=NOTE, task=task)
    with pytest.raises(Stale):
        say(waiting, cast.li_min, "grant", note=make.FOUND, task=task)
    make.drain()
    case = make.fresh(waiting)
    assert case.status == "refused"
    assert len(case.reasons) == 1


def test_a_long_note_is_printed_whole_and_one_too_long_is_refused(cast: Cast, waiting: Case) -> None:
    with pytest.raises(NoteTooLong):
        say(waiting, cast.li_min, "refuse", grounds=["c5"], note="长" * (TEXT_LENGTH + 1))
    note = "现场核对" * (TEXT_LENGTH // 4)
    case = make.decided(waiting, cast.li_min, "refuse", note=note)
    document = document_of(Subject("case", case.number), "refuse-registration")
    assert document is not None
    assert document.data["facts"] == [note]


def test_a_note_that_cannot_be_printed_is_refused_before_it_is_decided(cast: Cast, waiting: Case) -> None:
    with pytest.raises(MissingGlyphs, match="U\\+E000"):
        say(waiting, cast.li_min, "refuse", grounds=["c5"], note=f"{NOTE}\ue000")
    assert nothing_happened(waiting)


def test_a_case_of_another_department_looks_as_if_it_were_not_there(cast: Cast, waiting: Case) -> None:
    own, others = organisations_of(cast.li_min, NOW), organisations_of(cast.zhou_tao, NOW)
    assert case_for_officer(own, waiting.number).pk == waiting.pk
    for organisations, number in ((others, waiting.number), (own, "YX20261120-99999"), ((), waiting.number)):
        with pytest.raises(NotFound, match="没有找到这个办件"):
            case_for_officer(organisations, number)
    assert task_for_officer(posts_of(cast.zhou_tao, NOW), waiting) is None


def test_a_case_of_another_citizen_looks_as_if_it_were_not_there(cast: Cast, waiting: Case) -> None:
    assert case_for_applicant(person_of(cast.chen_jing), waiting.number).pk == waiting.pk
    for fetch in (case_for_applicant, draft_for_applicant):
        with pytest.raises(NotFound, match="没有找到这个办件"):
            fetch(person_of(cast.zhang_wei), waiting.number)


def test_a_draft_is_not_for_officers(cast: Cast) -> None:
    draft = make.filled(cast.zhang_wei)
    with pytest.raises(NotFound):
        case_for_officer(organisations_of(cast.li_min, NOW), draft.number)


@pytest.mark.parametrize("who", ["zhou_tao", "zhang_wei", "chen_jing"])
def test_nobody_else_decides_over_the_web(cast: Cast, waiting: Case, who: str) -> None:
    browser = browser_of(getattr(cast, who))
    answer = browser.post(reverse("desk:review", args=[waiting.number]), {"outcome": "grant", "note": "我自己看过了"})
    assert answer.status_code == (404 if who == "zhou_tao" else 403)
    assert nothing_happened(waiting)


def test_the_officer_decides_over_the_web_and_keeps_what_was_typed(cast: Cast, waiting: Case) -> None:
    browser, path = browser_of(cast.li_min), reverse("desk:review", args=[waiting.number])
    answer = browser.post(path, {"outcome": "refuse", "note": NOTE})
    assert answer.status_code == 422
    assert NOTE in answer.content.decode()
    assert nothing_happened(waiting)
    assert browser.post(path, {"outcome": "refuse", "ground": "c5", "note": NOTE}).status_code == 302
    assert browser.post(path, {"outcome": "refuse", "ground": "c5", "note": NOTE}).status_code == 409
    make.drain(now())
    assert make.fresh(waiting).status == "refused"
