"""A prepared question answers as the query set does, each time anew."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Count, F, QuerySet
from django.test.utils import CaptureQueriesContext

from yimen.ground.accounts.models import Account
from yimen.ground.calendar.models import HolidayOrder, SpecialDay
from yimen.ground.prepared import NotPreparable, prepared

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def days() -> None:
    order = HolidayOrder.objects.create(year=2031, source="样例")
    SpecialDay.objects.bulk_create(
        SpecialDay(day=date(2031, 1, 1) + timedelta(days=at), off=at % 2 == 0, name=f"第{at}天", order=order)
        for at in range(4)
    )
    for at in range(3):
        Account.objects.create(kind="staff", login=f"o{at}", staff_name=f"甲{at}", created_at=NOW + timedelta(days=at))


@prepared
def days_of(year: int, since: date) -> QuerySet[SpecialDay]:
    return SpecialDay.objects.filter(order=year, day__gte=since).select_related("order").order_by("-day")


@prepared
def named(names: tuple[str, ...]) -> "QuerySet[SpecialDay, tuple[date, str]]":
    return SpecialDay.objects.filter(name__in=names).order_by("day").values_list("day", "name")


@prepared
def accounts_before(moment: datetime, login: str) -> QuerySet[Account]:
    known = Account.objects.filter(created_at__lt=moment).exclude(login=login)
    return known.annotate(again=F("login")).only("staff_name").order_by("pk")


def test_models_come_with_what_is_joined() -> None:
    found = days_of(2031, date(2031, 1, 2))
    assert found == list(SpecialDay.objects.filter(order=2031, day__gt=date(2031, 1, 1)).order_by("-day"))
    with CaptureQueriesContext(connection) as asked:
        assert [(one.name, one.off, one.order.source) for one in found][0] == ("第3天", False, "样例")
    assert not asked.captured_queries


def test_it_is_asked_anew_each_time_with_other_arguments() -> None:
    assert len(days_of(2031, date(2031, 1, 1))) == 4
    SpecialDay.objects.get(day=date(2031, 1, 4)).delete()
    assert [one.day.day for one in days_of(2031, date(2031, 1, 2))] == [3, 2]
    assert days_of(2032, date(2031, 1, 1)) == []


def test_an_answer_is_nobody_elses() -> None:
    first, second = days_of(2031, date(2031, 1, 4)), days_of(2031, date(2031, 1, 4))
    first[0].name = "改了"
    assert second[0].name == "第3天"


def test_values_are_tuples_and_lists_of_any_length_are_asked_for() -> None:
    assert named(("第1天", "第3天")) == [(date(2031, 1, 2), "第1天"), (date(2031, 1, 4), "第3天")]
    assert named(("第2天",)) == [(date(2031, 1, 3), "第2天")]


def test_moments_and_annotations_and_columns_left_out() -> None:
    found = accounts_before(NOW + timedelta(days=2), "o0")
    assert [(one.staff_name, one.again, one.get_deferred_fields() >= {"login"}) for one in found] == [
        ("甲1", "o1", True)
    ]
    assert found[0].login == "o1"


def test_an_argument_that_the_question_does_not_pass_on_is_refused() -> None:
    @prepared
    def upper(name: str) -> QuerySet[SpecialDay]:
        return SpecialDay.objects.filter(name=name.upper())

    @prepared
    def forgotten(name: str, off: int) -> QuerySet[SpecialDay]:
        return SpecialDay.objects.filter(name=name)

    with pytest.raises(NotPreparable, match="upper"):
        upper("a")
    with pytest.raises(NotPreparable, match="forgotten"):
        forgotten("a", 1)


def test_what_is_no_plain_value_is_refused() -> None:
    @prepared
    def all_of(year: object) -> QuerySet[SpecialDay]:
        return SpecialDay.objects.filter(order=year)

    for value in (None, True, 1.5, HolidayOrder(year=2031)):
        with pytest.raises(NotPreparable):
            all_of(value)


def test_related_rows_that_are_fetched_after_are_refused() -> None:
    @prepared
    def with_days(source: str) -> QuerySet[HolidayOrder]:
        return HolidayOrder.objects.filter(source=source).prefetch_related("days")

    @prepared
    def counted(source: str) -> QuerySet[HolidayOrder]:
        return HolidayOrder.objects.filter(source=source).annotate(number=Count("days"))

    with pytest.raises(NotPreparable):
        with_days("样例")
    assert counted("样例")[0].number == 4  # type: ignore[attr-defined]
