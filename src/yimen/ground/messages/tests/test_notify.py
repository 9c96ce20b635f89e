from datetime import date

import pytest
from django.db import IntegrityError, transaction

from yimen.ground.audit.models import Entry
from yimen.ground.messages.links import Link
from yimen.ground.messages.models import Notice, Sms
from yimen.ground.messages.tests import make
from yimen.ground.messages.tests.make import CASE, MOBILE, NOW, TEXT, told
from yimen.ground.outbox.models import Delivery

pytestmark = pytest.mark.django_db


def test_a_person_is_told_in_site_at_once_and_by_sms_after_the_commit() -> None:
    notice = told(make.citizen(), mobile=MOBILE, sms=TEXT)
    assert (notice.title, notice.is_open, notice.about, notice.href) == (
        "您的申请要补正",
        True,
        CASE,
        "/cases/YX20261120-00001/",
    )
    sms = Sms.objects.get(notice=notice)
    assert (sms.mobile, sms.text, sms.queued_at, sms.sent_at) == (MOBILE, TEXT, NOW, None)
    assert Delivery.objects.get().payload == {"sms": sms.pk}


@pytest.mark.parametrize("words", [{"mobile": MOBILE}, {"sms": TEXT}, {}])
def test_without_a_number_or_a_text_no_sms_is_sent(words: dict[str, str]) -> None:
    told(make.citizen(), **words)
    assert not Sms.objects.exists()


def test_the_same_cause_gives_no_second_notice_and_no_second_sms() -> None:
    person = make.citizen()
    first = told(person, key="case-accepted:1", mobile=MOBILE, sms=TEXT)
    again = told(person, key="case-accepted:1", title="又一次", mobile=MOBILE, sms=TEXT)
    assert again == first
    assert (Notice.objects.count(), Sms.objects.count(), Delivery.objects.count()) == (1, 1, 1)
    assert Notice.objects.get().title == "您的申请要补正"
    assert Entry.objects.filter(action="notify").count() == 1


def test_one_cause_under_one_key_does_not_leave_a_second_reader_in_the_dark() -> None:
    told(make.citizen(), key="case-accepted:1")
    with pytest.raises(ValueError, match="another reader"):
        told(make.citizen("陈静"), key="case-accepted:1")


def test_nothing_remains_of_a_notice_whose_transaction_rolls_back() -> None:
    person = make.citizen()
    with pytest.raises(OSError, match="power"), transaction.atomic():
        told(person, mobile=MOBILE, sms=TEXT)
        raise OSError("power")
    assert not Notice.objects.exists()
    assert not Sms.objects.exists()
    assert not Delivery.objects.exists()


def test_an_officer_is_told_by_account_and_a_citizen_by_person() -> None:
    officer, citizen = make.officer(), make.citizen()
    assert (told(officer).account, told(officer).person) == (officer, None)
    assert (told(citizen).account, told(citizen).person) == (None, citizen.person)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"kind": "shout"}, "no kind"),
        ({"verb": " "}, "a verb"),
        ({"title": ""}, "a title"),
        ({"key": ""}, "a key"),
        ({"key": "x" * 201}, "at most 200"),
        ({"verb": "去" * 21}, "at most 20"),
        ({"link": None}, "led to where"),
    ],
)
def test_it_refuses_what_only_a_mistake_of_a_program_can_ask_for(wrong: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        told(make.citizen(), **wrong)


def test_it_refuses_to_tell_a_mere_mobile_number() -> None:
    with pytest.raises(ValueError, match="nobody is known"):
        told(make.stranger())


def test_what_is_good_to_know_needs_no_page_and_no_date() -> None:
    notice = told(make.citizen(), kind="know", link=None, due_on=None, verb="知道了")
    assert (notice.is_open, notice.about, notice.href) == (False, None, "")


def test_a_title_with_a_very_long_name_in_it_is_cut_not_refused() -> None:
    assert told(make.citizen(), title="店" * 300).title == "店" * 199 + "…"


def test_a_notice_of_a_kind_without_a_page_leads_nowhere_and_breaks_nothing() -> None:
    assert told(make.citizen(), link=Link("something-new", "1")).href == ""


def test_the_audit_says_that_somebody_was_told_and_not_what() -> None:
    notice = told(make.citizen(), mobile=MOBILE, sms=TEXT)
    entry = Entry.objects.get(action="notify")
    assert (entry.object_ref, entry.details) == (
        str(notice.pk),
        {"kind": "act", "about": "case YX20261120-00001", "sms": True},
    )
    said = str(list(Entry.objects.values())) + str(list(Delivery.objects.values()))
    assert MOBILE not in said
    assert "补正" not in said


@pytest.mark.parametrize("both", [True, False])
def test_a_row_without_reader_or_with_two_is_refused_by_the_database(both: bool) -> None:
    citizen = make.citizen()
    reader = {"person": citizen.person, "account": citizen} if both else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(key="x", kind="know", title="x", text="x", verb="x", created_at=NOW, **reader)


def test_a_due_date_is_kept() -> None:
    assert told(make.citizen(), due_on=date(2026, 12, 31)).due_on == date(2026, 12, 31)
