from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOW, Cast, person_of
from yimen.domains.cases.models import Case
from yimen.domains.evaluation.actions.rate import rate_visit
from yimen.domains.evaluation.actions.record_visit import record_visit
from yimen.domains.evaluation.errors import AlreadyRated, NotFinished
from yimen.domains.evaluation.grades import REASON_WORDS, REASONS, SHAPES, WORDS, Grade
from yimen.domains.evaluation.models import FollowUp, Rating, Visit
from yimen.domains.evaluation.opinions import read_opinion
from yimen.domains.evaluation.tests import make
from yimen.ground.accounts.models import Account
from yimen.ground.audit import Actor
from yimen.ground.audit.models import Entry
from yimen.ground.errors import Incomplete, NotAllowed, NotFound
from yimen.ground.outbox import registry
from yimen.ground.places.models import Organisation

SOMEBODY = Actor(id="", name="评价人", kind="anonymous")


def test_a_finished_case_is_rated(case: Case) -> None:
    rating = make.rating(case, make.GOOD)
    assert (rating.grade, rating.reasons, rating.text) == (Grade.GOOD, ["411"], "一次就办完了")
    assert (rating.body, rating.item) == (case.body, case.version.item)
    assert rating.number == "PJ20261120-00001"
    assert not FollowUp.objects.exists()


def test_a_case_that_is_still_handled_is_not_rated(cast: Cast, case: Case) -> None:
    still_open = make.case(cast, number="YX20261120-00002", closed=False)
    with pytest.raises(NotFinished):
        make.rating(still_open)
    assert not Rating.objects.exists()


def test_a_case_is_rated_once(case: Case) -> None:
    make.rating(case, make.GOOD)
    with pytest.raises(AlreadyRated):
        make.rating(case, make.BAD)
    assert Rating.objects.get().grade == Grade.GOOD
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("grade", [Grade.BAD, Grade.VERY_BAD])
def test_a_bad_rating_opens_a_follow_up_due_on_the_next_working_day(case: Case, grade: Grade) -> None:
    rating = make.rating(case, read_opinion(grade=str(int(grade)), reasons=[], text="", phone=""))
    opened = rating.follow_up
    assert opened is not None
    # Rated on Friday 20 November 2026.
    assert (opened.state, f"{opened.verify_by}", opened.handled_by) == ("open", "2026-11-23", case.body)


@pytest.mark.parametrize("grade", [Grade.VERY_GOOD, Grade.GOOD, Grade.FAIR])
def test_a_good_rating_opens_none(case: Case, grade: Grade) -> None:
    assert make.rating(case, read_opinion(grade=str(int(grade)), reasons=[], text="", phone="")).follow_up is None


def test_the_evidence_says_nothing_of_what_was_said(case: Case) -> None:
    make.rating(case, make.BAD_CALL_ME)
    rows = Entry.objects.filter(action__in=["rate", "open-follow-up"])
    assert [(row.action, row.object_kind, row.details) for row in rows.order_by("pk")] == [
        ("rate", "rating", {}),
        ("open-follow-up", "follow-up", {}),
    ]
    written = str(list(Entry.objects.values()))
    for secret in ("窗口说话很冲", "15400000001", "不满意"):
        assert secret not in written
    # The code of a reason might be part of any row's number, so it is looked for where words could stand.
    assert "214" not in str([row.details for row in rows])


def test_events_carry_neither_words_nor_persons(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    from yimen.domains.evaluation import events
    from yimen.ground.outbox.models import Delivery

    monkeypatch.setattr(registry, "_LISTENERS", {})
    for event in (events.RatingGiven, events.FollowUpOpened):
        registry.listen(event, lambda event, now: None, name=f"test.{event.__name__}")
    rating = make.rating(case, make.BAD_CALL_ME)
    opened = rating.follow_up
    assert opened is not None
    assert [one.payload for one in Delivery.objects.filter(listener__startswith="test.").order_by("pk")] == [
        {"number": rating.number, "case_number": case.number, "bad": True},
        {"number": opened.number, "body": case.body_id, "verify_by": "2026-11-23"},
    ]


def test_nothing_is_chosen_and_nothing_but_the_grade_is_asked() -> None:
    with pytest.raises(Incomplete) as refused:
        read_opinion(grade="", reasons=[], text="", phone="")
    assert [fault.key for fault in refused.value.faults] == ["grade"]
    assert read_opinion(grade="3", reasons=[], text="", phone="").grade is Grade.FAIR


@pytest.mark.parametrize("grade", ["0", "6", "-1", "５", "3.0", "三", "满意", "1e0"])
def test_a_grade_that_does_not_exist_is_refused(grade: str) -> None:
    with pytest.raises(Incomplete, match="满意程度"):
        read_opinion(grade=grade, reasons=[], text="", phone="")


def test_a_text_of_500_signs_passes_and_one_more_is_told_by_how_much() -> None:
    assert len(read_opinion(grade="2", reasons=[], text="慢" * 500, phone="").text) == 500
    assert read_opinion(grade="2", reasons=[], text=" 慢\r\n很慢 ", phone="").text == "慢\n很慢"
    with pytest.raises(Incomplete, match="多了 2 个"):
        read_opinion(grade="2", reasons=[], text="慢" * 502, phone="")


def test_reasons_of_another_grade_are_left_out() -> None:
    told = read_opinion(grade="1", reasons=["214", "115", "108", "nonsense", "115"], text="", phone="")
    assert told.reasons == ("108", "115")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("15400000001", "15400000001"),
        (" 154 0000 0001 ", "15400000001"),
        ("１５４０００００００１", "15400000001"),
        ("0300-0000105", "0300-0000105"),
        ("03000000105", "03000000105"),
        ("", ""),
    ],
)
def test_a_number_to_call_back_is_read_kindly(typed: str, read: str) -> None:
    assert read_opinion(grade="2", reasons=[], text="", phone=typed).phone == read


@pytest.mark.parametrize("phone", ["1540000000", "0300", "晚上打", "25400000001", "154000000011"])
def test_a_number_that_cannot_be_called_is_refused(phone: str) -> None:
    with pytest.raises(Incomplete) as refused:
        read_opinion(grade="2", reasons=[], text="", phone=phone)
    assert [fault.key for fault in refused.value.faults] == ["phone"]


def test_a_number_beside_a_good_grade_is_not_kept() -> None:
    assert read_opinion(grade="5", reasons=[], text="", phone="15400000001").phone == ""
    assert read_opinion(grade="5", reasons=[], text="", phone="nonsense").phone == ""


def test_each_grade_has_its_word_its_own_shape_and_its_own_reasons() -> None:
    words = ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]
    assert [WORDS[one] for one in sorted(Grade, reverse=True)] == words
    assert len(set(SHAPES.values())) == len(Grade)
    assert len(REASON_WORDS) == sum(len(reasons) for reasons in REASONS.values())
    assert all(code[0] == str(int(grade)) for grade, reasons in REASONS.items() for code in reasons)


def test_a_visit_is_rated_once_by_its_link(cast: Cast, desk: dict[str, Account]) -> None:
    visit = make.visit(cast, desk["clerk"])
    rating = rate_visit(actor=SOMEBODY, visit=visit, opinion=make.GOOD, now=NOW)
    assert (rating.body, rating.item, rating.case) == (visit.organisation, None, None)
    with pytest.raises(AlreadyRated):
        rate_visit(actor=SOMEBODY, visit=visit, opinion=make.BAD, now=NOW)
    assert Rating.objects.get().grade == Grade.GOOD


def test_a_visit_about_a_case_counts_for_its_service(cast: Cast, desk: dict[str, Account], case: Case) -> None:
    visit = make.visit(cast, desk["clerk"], case_number=case.number)
    assert rate_visit(actor=SOMEBODY, visit=visit, opinion=make.GOOD, now=NOW).item == case.version.item


def test_a_visit_and_the_case_it_was_about_are_rated_each(cast: Cast, desk: dict[str, Account], case: Case) -> None:
    make.rating(case)
    rate_visit(
        actor=SOMEBODY, visit=make.visit(cast, desk["clerk"], case_number=case.number), opinion=make.GOOD, now=NOW
    )
    assert Rating.objects.count() == 2


def test_the_same_visit_of_a_day_has_one_link(cast: Cast, desk: dict[str, Account]) -> None:
    first = make.visit(cast, desk["clerk"])
    assert make.visit(cast, desk["clerk"], now=NOW + timedelta(hours=3)) == first
    tomorrow = make.visit(cast, desk["clerk"], now=NOW + timedelta(days=1))
    assert tomorrow.code != first.code
    assert len(first.code) >= 22
    assert Entry.objects.filter(action="record-visit").count() == 2


def test_a_visit_at_a_post_that_the_officer_does_not_hold_is_refused(cast: Cast, desk: dict[str, Account]) -> None:
    with pytest.raises(NotAllowed):
        make.visit(cast, desk["head"])
    assert not Visit.objects.exists()


def test_a_visit_about_somebody_elses_case_is_refused(cast: Cast, desk: dict[str, Account]) -> None:
    hers = make.case(cast, cast.chen_jing, number="YX20261120-00009")
    with pytest.raises(NotFound):
        record_visit(
            actor=desk["clerk"].actor(NOW),
            officer=desk["clerk"],
            post=make.post("acceptor"),
            person=person_of(cast.zhang_wei),
            case_number=hers.number,
            now=NOW,
        )
    assert not Visit.objects.exists()


def test_a_bad_word_on_a_helper_goes_to_the_body_that_decides_the_case(cast: Cast, case: Case) -> None:
    village = Organisation.objects.get(code=make.REGULATOR)
    village.pk, village.code, village.role = None, "54990181004001001X", "village-committee"
    village.save()
    helper = make.officer("helper", "acceptor", organisation=village)
    visit = record_visit(
        actor=helper.actor(NOW),
        officer=helper,
        post=make.post("acceptor", village),
        person=case.applicant,
        case_number=case.number,
        now=NOW,
    )
    opened = rate_visit(actor=SOMEBODY, visit=visit, opinion=make.BAD, now=NOW).follow_up
    assert opened is not None
    assert (opened.rating.body, opened.handled_by) == (village, case.body)
    assert list(opened.rated_officers.all()) == [helper]


def test_the_database_itself_takes_no_second_rating_and_no_rating_of_nothing(case: Case) -> None:
    first = make.rating(case, make.GOOD)
    for wrong in ({"case": case}, {"case": None}, {"grade": 6, "case": case}):
        values = {"number": "PJ-X", "body": first.body, "grade": 5, "given_at": NOW, **wrong}
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.create(**values)
