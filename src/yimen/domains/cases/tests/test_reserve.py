"""A name is kept for whoever applies, becomes theirs with the grant, and is given back when nothing comes of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.capabilities import CAPABILITIES
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import findings_of
from yimen.domains.cases.tests import make
from yimen.domains.cases.tests.deaths import Fate, Phones, drain_again, drain_mortal
from yimen.domains.cases.tests.quick import quick_papers
from yimen.domains.registers.models import Record
from yimen.ground.accounts.models import Account
from yimen.ground.audit.models import Entry
from yimen.ground.errors import Stale
from yimen.ground.messages.models import Notice
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.models import Instance

NAME = "云溪市桂花路小面馆"
BESIDE_SCHOOL = {"street": "990181002", "detail": "学府路 6 号"}


def kept() -> Record | None:
    return Record.objects.filter(register_id="business-names", key=NAME, replaced_at=None).first()


def take_back(case: Case, account: Account) -> Case:
    withdraw(actor=account.actor(NOW), case=make.fresh(case), reason="不开了", now=NOW)
    make.drain()
    return make.fresh(case)


def steps(case: Case) -> list[tuple[str, str]]:
    found = case.steps.filter(kind__in=["reserved", "reserved-for-another", "released"])
    return list(found.order_by("pk").values_list("kind", "note"))


def told(case: Case, what: str) -> Notice:
    return Notice.objects.get(key=f"{what}:{case.number}")


def in_review(account: Account) -> Case:
    """Waits for an officer, under the name that others want too: the premises are beside a school."""
    case = make.handled(account, premises=BESIDE_SCHOOL)
    assert case.status == "accepted"
    return case


def test_while_an_officer_looks_it_is_kept_for_two_months(cast: Cast) -> None:
    case = in_review(cast.zhang_wei)
    row = kept()
    assert row is not None
    assert (row.reserved_for, row.data["taken"]) == (case.number, True)
    assert row.reserved_until == date(NOW.year + 1, 1, NOW.day)
    assert steps(case) == [("reserved", f"名称“{NAME}”，{row.reserved_until.isoformat()}")]
    assert [one["condition"] for one in findings_of(case)] == ["c5"]


def test_with_the_grant_it_is_theirs(cast: Cast) -> None:
    case = make.granted(cast.zhang_wei)
    row = kept()
    assert row is not None
    assert (row.reserved_for, row.reserved_until, row.data["case"]) == ("", None, case.number)
    assert [kind for kind, _ in steps(case)] == ["reserved"]


def test_refused_it_is_given_back_and_the_applicant_is_told(cast: Cast) -> None:
    case = make.decided(in_review(cast.zhang_wei), cast.li_min, "refuse")
    assert (case.status, kept()) == ("refused", None)
    assert [kind for kind, _ in steps(case)] == ["reserved", "released"]
    assert told(case, "reservation-released").text.startswith(f"名称“{NAME}”不再为您保留")
    entry = Entry.objects.get(action="release-record")
    assert (entry.object_ref, entry.details) == ("business-names", {"for": case.number})


def test_withdrawn_it_is_given_back_and_the_next_one_has_it(cast: Cast) -> None:
    case = take_back(in_review(cast.zhang_wei), cast.zhang_wei)
    assert (case.status, kept()) == ("withdrawn", None)
    assert [kind for kind, _ in steps(case)] == ["reserved", "released"]
    assert told(case, "reservation-released").title.startswith(f"名称“{NAME}”不再保留")
    ended = Instance.objects.get(subject_ref=case.number)
    assert (ended.ended_with, ended.result) == ("withdrawn", "cancelled")
    assert make.granted(cast.chen_jing).number == kept().data["case"]  # type: ignore[union-attr]


def test_what_another_has_kept_is_told_at_once_and_an_officer_looks(cast: Cast) -> None:
    first = in_review(cast.zhang_wei)
    second = make.handled(cast.chen_jing)
    assert kept().reserved_for == first.number  # type: ignore[union-attr]
    assert (second.status, steps(second)) == ("accepted", [("reserved-for-another", f"名称“{NAME}”")])
    assert ("c4", "不符合") in [(one["condition"], one["finding"]) for one in findings_of(second)]
    assert "为别人保留" in told(second, "reservation-refused").text
    assert make.task_of(second).name == "形式审查"


def test_who_had_nothing_kept_gives_nothing_back(cast: Cast) -> None:
    first = in_review(cast.zhang_wei)
    second = take_back(make.handled(cast.chen_jing), cast.chen_jing)
    assert second.status == "withdrawn"
    assert kept().reserved_for == first.number  # type: ignore[union-attr]
    assert not Notice.objects.filter(key=f"reservation-released:{second.number}").exists()


def test_without_a_name_nothing_is_kept(cast: Cast) -> None:
    case = make.granted(cast.zhang_wei, use_name="否", trade_name="")
    assert steps(case) == []
    assert not Entry.objects.filter(action="reserve-record").exists()


def test_asked_twice_each_is_done_once(cast: Cast) -> None:
    case = in_review(cast.zhang_wei)
    CAPABILITIES["reserve"](case.number, now=NOW)
    for _ in range(2):
        CAPABILITIES["release"](case.number, now=NOW)
    assert [kind for kind, _ in steps(case)] == ["reserved", "released"]
    assert kept() is None


def test_a_worker_that_comes_late_keeps_nothing_for_a_case_that_was_taken_back(cast: Cast) -> None:
    case = take_back(in_review(cast.zhang_wei), cast.zhang_wei)
    with pytest.raises(Stale):
        CAPABILITIES["reserve"](case.number, now=NOW)
    assert kept() is None


@contextmanager
def undone() -> Iterator[None]:
    class Enough(Exception):
        pass

    with suppress(Enough), transaction.atomic():
        yield
        raise Enough


def story(cast: Cast, early: Fate, late: Fate) -> dict[str, Any]:
    """Withdrawn while the worker is busy, perhaps dead already; after it the worker may die too, and another comes."""
    with undone(), quick_papers():
        phones = Phones()
        case = make.submitted(cast.zhang_wei, premises=BESIDE_SCHOOL)
        drain_mortal(early, phones, NOW)
        withdraw(actor=cast.zhang_wei.actor(NOW), case=make.fresh(case), reason="", now=NOW)
        drain_mortal(late, phones, NOW)
        drain_again(phones, NOW)
        kinds = [kind for kind, _ in steps(case)]
        return {
            "status": make.fresh(case).status,
            "kept": kept(),
            "ended": Instance.objects.get(subject_ref=case.number).result,
            "reserved": kinds.count("reserved"),
            "released": kinds.count("released"),
            "told": Notice.objects.filter(key__startswith="reservation-released").count(),
            "outbox": Delivery.objects.filter(done_at=None).count(),
        }


EVERY = int(os.environ.get("YIMEN_KILLS", "7"))


def test_a_worker_that_dies_while_it_gives_back_gives_back_once(cast: Cast) -> None:
    fate = Fate()
    expected = story(cast, Fate(), fate)
    assert (expected["kept"], expected["released"], expected["told"]) == (None, 1, 1)
    assert fate.passed > 15
    for dies_at in range(1, fate.passed + 1, EVERY):
        assert story(cast, Fate(), Fate(dies_at)) == expected, f"killed at point {dies_at} of {fate.passed}"


def test_taken_back_after_a_worker_died_anywhere_nothing_stays_kept(cast: Cast) -> None:
    """Also between the name being kept and the process hearing of it."""
    fate, in_hand = Fate(), 0
    story(cast, fate, Fate())
    for dies_at in range(1, fate.passed + 1, EVERY):
        found = story(cast, Fate(dies_at), Fate())
        assert (found["status"], found["kept"], found["ended"]) == ("withdrawn", None, "cancelled"), dies_at
        assert found["released"] == found["told"] == found["reserved"], f"killed at point {dies_at} of {fate.passed}"
        assert found["outbox"] == 0
        in_hand += found["reserved"]
    assert in_hand
