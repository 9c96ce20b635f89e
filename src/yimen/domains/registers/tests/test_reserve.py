"""A key of a register is kept for one application until a day, given back, or becomes its own."""

from datetime import date, timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.registers.actions.enter import enter
from yimen.domains.registers.actions.release import release
from yimen.domains.registers.actions.reserve import reserve
from yimen.domains.registers.facts import gather
from yimen.domains.registers.models import Record
from yimen.domains.registers.queries import look_up
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.errors import DomainError

NAME, UNTIL = "云溪市桂花路小面馆", date(2027, 1, 18)
NAMES = {"actor": SYSTEM, "register": "business-names", "key": NAME}
DATA = {"name": NAME, "taken": True}


def keep(holder: str, now=NOW, until: date = UNTIL) -> Record | None:
    return reserve(**NAMES, data=DATA, holder=holder, until=until, code="name-taken", now=now)


def held(now=NOW) -> object:
    (found,) = look_up(actor=SYSTEM, register="business-names", keys=[NAME], purpose="核验", now=now)
    return found.data, found.reserved_for


def test_it_is_kept_for_one_and_for_nobody_else(cast: Cast) -> None:
    assert keep("YX1") is not None
    assert held() == (DATA, "YX1")
    with pytest.raises(DomainError, match="为别人保留") as refusal:
        keep("YX2")
    assert refusal.value.code == "name-taken"
    entry = Entry.objects.get(action="reserve-record")
    assert entry.details == {"for": "YX1", "until": "2027-01-18"}


def test_asked_for_again_by_the_same_it_stays(cast: Cast) -> None:
    keep("YX1")
    assert keep("YX1") is None
    assert Record.objects.filter(key=NAME).count() == 1


def test_what_is_registered_is_not_kept_for_anybody(cast: Cast) -> None:
    enter(**NAMES, data=DATA, as_of=NOW, now=NOW)
    with pytest.raises(DomainError, match="已经有人在用"):
        keep("YX1")


def test_given_back_it_is_free_and_the_row_stays_as_history(cast: Cast) -> None:
    keep("YX1")
    assert release(**NAMES, holder="YX1", now=NOW)
    assert not release(**NAMES, holder="YX1", now=NOW)
    assert held() == (None, "")
    assert keep("YX2") is not None
    assert list(Record.objects.filter(key=NAME).order_by("pk").values_list("reserved_for", flat=True)) == ["YX1", "YX2"]
    assert Entry.objects.filter(action="release-record").count() == 1


def test_nobody_gives_back_what_is_kept_for_another_or_registered(cast: Cast) -> None:
    keep("YX1")
    assert not release(**NAMES, holder="YX2", now=NOW)
    enter(**NAMES, data={**DATA, "case": "YX1"}, as_of=NOW, now=NOW)
    assert not release(**NAMES, holder="YX1", now=NOW)
    assert held() == ({**DATA, "case": "YX1"}, "")


def test_after_its_last_day_it_holds_nothing(cast: Cast) -> None:
    keep("YX1", until=date(2026, 11, 20))
    last = NOW.replace(month=11, day=20)
    assert held(last) == (DATA, "YX1")
    over = last + timedelta(days=1)
    assert held(over) == (None, "")
    assert keep("YX2", now=over) is not None
    assert held(over) == (DATA, "YX2")


def test_what_becomes_its_own_is_a_row_of_its_own_though_it_says_the_same(cast: Cast) -> None:
    keep("YX1")
    assert enter(**NAMES, data=DATA, as_of=NOW, now=NOW) is not None
    assert held() == (DATA, "")


@pytest.mark.parametrize(("own", "free"), [("YX1", True), ("YX2", False), ("", False)])
def test_a_fact_counts_what_is_kept_for_the_application_itself_as_free(cast: Cast, own: str, free: bool) -> None:
    keep("YX1")
    asked = {"name": "name_ok", "register": "business-names", "keys": "trade_name", "expression": "records[1] = null"}
    (fact,) = gather([asked], {"trade_name": NAME}, actor=SYSTEM, purpose="核验", now=NOW, own=own)
    assert fact.value is free
