from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from yimen.ground.audit import SYSTEM, Actor
from yimen.ground.audit.models import Entry
from yimen.ground.audit.record import record

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
LI_MIN = Actor(id="7", name="李敏", kind="staff", authority="云溪市市场监督管理局 登记审查员")


@pytest.fixture
def entry() -> Entry:
    record(LI_MIN, "decide", object_kind="case", object_ref="YX1", at=NOW, details={"outcome": "grant"})
    return Entry.objects.get()


def test_a_row_says_who_did_what_when_and_on_whose_authority(entry: Entry) -> None:
    assert (entry.actor_id, entry.actor_name, entry.actor_kind) == ("7", "李敏", "staff")
    assert entry.authority == "云溪市市场监督管理局 登记审查员"
    assert (entry.action, entry.object_kind, entry.object_ref, entry.at) == ("decide", "case", "YX1", NOW)
    assert entry.details == {"outcome": "grant"}
    assert str(entry) == "2026-11-20 02:00 李敏 decide YX1"


def test_the_clock_is_an_actor_too() -> None:
    record(SYSTEM, "accept", object_kind="case", object_ref="YX1", at=NOW)
    assert Entry.objects.get().actor_kind == "system"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET actor_name = '别人'", "DELETE FROM audit_entry"],
)
def test_the_database_refuses_to_change_or_delete_a_row(entry: Entry, statement: str) -> None:
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    entry.refresh_from_db()
    assert entry.actor_name == "李敏"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces a row by inserting another")
def test_a_row_is_not_replaced_by_another_with_its_key(entry: Entry) -> None:
    columns = ", ".join(f'"{one.column}"' for one in Entry._meta.concrete_fields)
    other = columns.replace('"actor_name"', "'别人'")
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO audit_entry ({columns}) SELECT {other} FROM audit_entry")
    entry.refresh_from_db()
    assert entry.actor_name == "李敏"


def test_the_orm_has_no_way_around(entry: Entry) -> None:
    entry.actor_name = "别人"
    for change in (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(action="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Entry.objects.get().actor_name == "李敏"


def test_evidence_goes_with_the_transaction_of_the_act() -> None:
    with pytest.raises(ValueError, match="refused"), transaction.atomic():
        record(SYSTEM, "accept", object_kind="case", object_ref="YX1", at=NOW)
        raise ValueError("refused")
    assert not Entry.objects.exists()
