from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOW, OPENING, Cast
from yimen.domains.registers.actions.enter import enter
from yimen.domains.registers.keys import register_key
from yimen.domains.registers.models import Record, Register
from yimen.domains.registers.queries import look_up, options
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry

ZHANG = "990181199005120110"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("云溪市 桂花面馆", "云溪市桂花面馆"),
        ("９９０１８１ 19900512 011x", "99018119900512011X"),
        ("桂花（北）路，18-1号。", "桂花北路181号"),
        ({"street": "990181001", "detail": "桂花路 18 号 1 层"}, "990181001桂花路18号1层"),
        ({"street": "990181001", "detail": ""}, "990181001"),
        ({}, ""),
        (42, "42"),
    ],
)
def test_different_writings_are_one_key(written: object, key: str) -> None:
    assert register_key(written) == key


def told(register: str, *keys: str) -> list[object]:
    return [one.data for one in look_up(actor=SYSTEM, register=register, keys=keys, purpose="核验", now=NOW)]


def test_what_is_held_comes_with_source_and_time(cast: Cast) -> None:
    (held,) = look_up(actor=SYSTEM, register="population", keys=[ZHANG], purpose="核验", now=NOW)
    assert held.data is not None
    assert held.data["name"] == "张伟"
    assert held.source == "人口库（云溪市公安局）"
    assert held.as_of is not None
    assert held.as_of.isoformat() == "2026-11-20T10:00:00+00:00"


def test_what_is_not_held_is_nothing_and_keeps_its_place(cast: Cast) -> None:
    assert told("trades", "Z9999", "A0101", "Z9998")[0::2] == [None, None]
    assert told("trades", "Z9999", "A0101")[1] is not None
    assert told("trades") == []


def test_a_register_that_the_city_does_not_have_is_a_fault(cast: Cast) -> None:
    with pytest.raises(Register.DoesNotExist):
        told("horoscopes", "x")


def test_a_look_up_leaves_evidence_without_personal_data(cast: Cast) -> None:
    look_up(actor=cast.li_min.actor(NOW), register="population", keys=[ZHANG, "x"], purpose="YX1 核验", now=NOW)
    entry = Entry.objects.filter(action="look-up").latest("id")
    assert entry.details == {"purpose": "YX1 核验", "keys": 2, "found": 1}
    assert (entry.object_kind, entry.object_ref, entry.actor_name) == ("register", "population", "李敏")
    assert ZHANG not in str(entry.details)


def test_a_replaced_record_stays_as_history(cast: Cast) -> None:
    first = Record.objects.get(register_id="premises", key="990181002学府路6号")
    address = {"street": "990181002", "detail": "学府路 6 号"}
    later = NOW + timedelta(days=1)
    second = enter(actor=SYSTEM, register="premises", key=address, data={"forbidden": False}, as_of=later, now=later)
    assert second is not None
    assert told("premises", "990181002学府路6号") == [{"forbidden": False}]
    first.refresh_from_db()
    assert (first.data["forbidden"], first.replaced_at) == (True, later)
    assert Entry.objects.filter(action="enter-record").latest("id").details == {"replaced": True}


def test_entering_what_is_known_adds_no_row_but_confirms_it(cast: Cast) -> None:
    before = Entry.objects.count()
    held = Record.objects.get(register_id="population", key=ZHANG)
    confirmed = held.as_of + timedelta(days=1)
    assert enter(actor=SYSTEM, register="population", key=ZHANG, data=held.data, as_of=confirmed, now=confirmed) is None
    only = Record.objects.get(register_id="population", key=ZHANG)
    assert Entry.objects.count() == before
    # It was confirmed again, though: that is how fresh the fact is now.
    assert only.as_of == confirmed


def test_a_key_has_one_current_record(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.create(register_id="population", key=ZHANG, data={}, as_of=NOW, entered_at=NOW)


def test_loading_the_demo_again_does_not_undo_what_the_city_has_written(cast: Cast) -> None:
    from tests import cast as the_cast

    enter(actor=SYSTEM, register="trades", key="A0101", data={"name": "餐饮"}, as_of=OPENING, now=NOW)
    the_cast.load()
    assert told("trades", "A0101") == [{"name": "餐饮"}]


def test_a_register_can_be_offered_as_a_list_of_what_holds_now(cast: Cast) -> None:
    enter(actor=SYSTEM, register="trades", key="B0201", data={"name": "日用品销售"}, as_of=OPENING, now=NOW)
    offered = options("trades")
    assert [one["value"] for one in offered] == sorted(one["value"] for one in offered)
    assert len({one["value"] for one in offered}) == len(offered)
    assert offered[0] == {"value": "A0101", "label": "餐饮服务", "hint": "办完执照还要办食品经营许可才能开门"}
