"""The short way to the driver keeps what Django's cursors give."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from yimen.ground.processes.models import Event, Instance
from yimen.ground.processes.store.database import Database, to_text
from yimen.ground.processes.tests.make import Probe, start

TWICE = "INSERT INTO processes_event (instance_id, seq, at, kind, told, changes) VALUES (%s, 1, %s, '', '', '')"


@pytest.fixture
def instance(probe: Probe) -> Instance:
    return start()


def add_twice(instance: Instance) -> None:
    database = Database()
    database.execute(TWICE, [instance.pk, database.moment(instance.started_at)])


def test_an_error_of_the_driver_is_one_of_djangos(instance: Instance) -> None:
    assert Event.objects.filter(instance=instance, seq=1).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        add_twice(instance)


@pytest.fixture
def good_then_bad(db: None) -> str:
    """A question whose first row is fine, while the second cannot be had."""
    if connection.vendor == "postgresql":
        return "SELECT 1 / (2 - place) FROM generate_series(%s, 2) AS place"
    connection.ensure_connection()
    connection.connection.create_function("part", 1, lambda place: 1 // (2 - place))
    return "WITH places(place) AS (VALUES (%s), (2)) SELECT part(place) FROM places"


def test_an_error_that_comes_with_a_later_row_is_one_of_djangos(good_then_bad: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Database().all(good_then_bad, [1])
    with pytest.raises(DatabaseError), transaction.atomic():
        Database().one(good_then_bad, [2])


def test_rows_are_had_one_or_all(instance: Instance) -> None:
    asked = "SELECT seq FROM processes_event WHERE instance_id = %s"
    assert Database().all(asked, [instance.pk]) == [(1,)]
    assert Database().one(asked, [instance.pk]) == (1,)
    assert Database().one(asked, [0]) is None


def test_a_broken_transaction_takes_no_further_statement(instance: Instance) -> None:
    with pytest.raises(TransactionManagementError), transaction.atomic():
        transaction.set_rollback(True)
        add_twice(instance)


def test_who_watches_the_statements_sees_them(instance: Instance) -> None:
    with CaptureQueriesContext(connection) as seen:
        found = Database().one("SELECT version FROM processes_instance WHERE id = %s", [instance.pk])
    assert found == (1,)
    assert [one["sql"] for one in seen.captured_queries] == [
        f"SELECT version FROM processes_instance WHERE id = {instance.pk}"
    ]


def test_many_rows_and_numbers_are_told_in_several_statements(instance: Instance) -> None:
    database = Database()
    rows = [(instance.pk, number, "a", 0, number) for number in range(1200)]
    database.insert('INSERT INTO "processes_work" (instance_id, number, node, scope, inside) VALUES ', rows)
    assert instance.works.count() == 1200
    database.among('DELETE FROM "processes_work" WHERE instance_id = %s AND number IN ', [instance.pk], range(1199))
    assert [one.number for one in instance.works.all()] == [1199]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
)


@given(JSON)
def test_a_value_is_written_as_the_standard_encoder_writes_it(value: object) -> None:
    try:
        expected = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        expected.encode()
    except UnicodeEncodeError:
        return
    assert to_text(value) == expected


def test_long_numbers_and_deep_lists_are_written_too() -> None:
    deep: list[object] = []
    for _ in range(400):
        deep = [deep]
    assert to_text([10**30, -(2**63) - 1]) == f"[{10**30},{-(2**63) - 1}]"
    assert json.loads(to_text(deep)) == deep


@pytest.mark.parametrize("value", [object(), {1, 2}, Decimal(1), date(2026, 1, 1), b"1"])
def test_what_is_no_json_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        to_text(value)
