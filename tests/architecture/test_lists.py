"""A list asks the database the same few questions for three rows and for thirty, and shows them all."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.architecture.routes import address, content
from tests.architecture.town import Town, son
from tests.cast import NOW, Cast, browser_of
from yimen.domains.benefits.models import AliveCheck, Candidate, Entitlement, PaymentLine, PaymentList
from yimen.domains.cases.models import Case
from yimen.domains.certificates.models import Certificate
from yimen.domains.directory.tests import make as make_entry
from yimen.domains.evaluation.models import FollowUp
from yimen.domains.law.models import Alarm
from yimen.domains.supervision.models import Finding
from yimen.ground.accounts.models import Person
from yimen.ground.messages.models import Notice
from yimen.ground.processes.models import Task

FEW, MANY = 3, 30
MOST_QUERIES = 30
Grow = Callable[[Town, int], None]


def copy(row: Any, **changes: object) -> Any:
    """Another row like this one: thirty applications by thirty people would take minutes."""
    values = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key}
    return type(row).objects.create(**values | changes)


def another_person(place: int) -> int:
    known = {"name": f"样例{place}", "birth": date(1940, 1, 1), "verified_at": NOW, "verified_by": "人口库"}
    return Person.objects.get_or_create(id_number=f"99018119400101{place:03}X", defaults=known)[0].pk


def another_case(number: str, place: int, **changes: object) -> Case:
    """With its process and the task that is open in it."""
    made = copy(Case.objects.get(number=number), number=f"ROW-{place:03}", **changes)
    for task in Task.objects.filter(instance__subject_ref=number, closed_at=None):
        copy(task, instance_id=copy(task.instance, subject_ref=made.number).pk)
    return made


def received(town: Town, place: int) -> None:
    another_case(town.food["received"], place, applicant_id=another_person(place))


def granted(town: Town, place: int) -> None:
    another_case(town.registration, place)


def notice(account: str) -> Grow:
    def grow(town: Town, place: int) -> None:
        whose = {"account__login": account} if account.isalpha() else {"person__accounts__login": account}
        copy(Notice.objects.filter(**whose).first(), key=f"row:{place}", kind="know", title=f"ROW-{place:03}")

    return grow


def entitlement(town: Town, place: int) -> Entitlement:
    like = Entitlement.objects.get(case_number=town.checked)
    return copy(
        like,
        case_number=f"ROW-{place:03}",
        id_number=f"99018119400101{place:03}X",
        person_id=another_person(place),
        recipient=f"ROW-{place:03}",
        account_fault="账号不存在",
    )


def paid(town: Town, place: int) -> None:
    line = PaymentLine.objects.filter(entitlement__case_number=town.allowance, list__isnull=False)[0]
    copy(line, entitlement_id=entitlement(town, place).pk)


def month(town: Town, place: int) -> None:
    copy(PaymentList.objects.get(month__year=2027), month=date(2023 + place // 12, place % 12 + 1, 1))


def check(town: Town, place: int) -> None:
    copy(AliveCheck.objects.get(entitlement__case_number=town.checked), entitlement_id=entitlement(town, place).pk)


def mine(town: Town, place: int) -> None:
    made = entitlement(town, place)
    Entitlement.objects.filter(pk=made.pk).update(filed_by=son().person_id)


def candidate(town: Town, place: int) -> None:
    held = Entitlement.objects.get(case_number=town.checked)
    Candidate.objects.create(
        service=held.service,
        matter=held.matter,
        name=f"ROW-{place:03}",
        id_number=f"99018119470101{place:03}X",
        region_id=held.region_id,
        turns_on=NOW.date() + timedelta(days=place),
        listed_at=NOW,
    )


def follow_up(town: Town, place: int) -> None:
    like = FollowUp.objects.select_related("rating").get(number=town.follow_up)
    made = another_case(town.registration, place)
    rating = copy(like.rating, number=f"PJ-{place:03}", case_id=made.pk)
    copy(like, number=f"ROW-{place:03}", rating_id=rating.pk)


def finding(town: Town, place: int) -> None:
    like = Finding.objects.get(number=town.finding)
    made = another_case(town.registration, place)
    copy(like, number=f"ROW-{place:03}", key=f"row:{place}", case_id=made.pk)


def alarm(town: Town, place: int) -> None:
    copy(Alarm.objects.get(subject_ref="road-freight-license"), subject_ref=f"row-{place:03}")


def entered(town: Town, place: int) -> None:
    another_case(town.waiting, place, applicant_id=another_person(place))


def certificate(town: Town, place: int) -> None:
    like = Certificate.objects.get(code=town.certificate)
    copy(like, code=f"CODE{place:03}", number=f"ROW-{place:03}", subject_ref=f"ROW-{place:03}")


def listed(town: Town, place: int) -> None:
    told = {"task_name": f"ROW-{place:03}", "task_code": f"ROW{place}", "dept_name": f"样例{place}局"}
    make_entry.entry(make_entry.source(), "990181000000", "云溪市", **told)


LISTS: list[tuple[str, str, str, Grow]] = [
    ("wang_fang", "desk:worklist", "", received),
    ("zhang_wei", "citizen:my-cases", "", granted),
    ("zhang_wei", "citizen:my-certificates", "", certificate),
    ("zhang_wei", "messages:inbox", "?tab=know", notice("15400000001")),
    ("wu_lei", "messages:desk-inbox", "?tab=know", notice("wulei")),
    ("xu_jing", "benefits:list", "", paid),
    ("xu_jing", "benefits:lists", "", paid),
    ("luo_lan", "benefits:lists", "", month),
    ("tian_xiu", "benefits:alive", "", check),
    ("tian_xiu", "benefits:soon", "", candidate),
    ("son", "benefits:mine", "", mine),
    ("ma_jianguo", "evaluation:follow-ups", "", follow_up),
    ("tian_xiu", "desk:window", "", entered),
    ("fang_yuan", "supervision:findings", "", finding),
    ("shen_qing", "law:alarms", "", alarm),
    ("shen_qing", "directory:entries", "", listed),
    ("shen_qing", "directory:overview", "", listed),
    ("qiao_mu", "directory:findings", "", listed),
]


@pytest.mark.parametrize(("who", "name", "asked", "grow"), LISTS, ids=lambda one: getattr(one, "__name__", one))
def test_thirty_rows_ask_no_more_than_three(
    town: Town, cast: Cast, who: str, name: str, asked: str, grow: Grow
) -> None:
    browser = browser_of(son() if who == "son" else getattr(cast, who))
    path = address(name, {"month": town.month}) + asked
    for place in range(FEW):
        grow(town, place)
    few, short = _ask(browser, path)
    for place in range(FEW, MANY):
        grow(town, place)
    many, long = _ask(browser, path)
    assert len(many) <= len(few) <= MOST_QUERIES, [one for one in many if one not in few][:3]
    # A page that shows the same for more rows has shown none of them.
    assert len(long) > len(short) + 10 * (MANY - FEW)


def _ask(browser: Any, path: str) -> tuple[list[str], bytes]:
    # The first visit of a session writes it.
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(path)
    assert answer.status_code == 200
    return [one["sql"] for one in asked.captured_queries], content(answer)
