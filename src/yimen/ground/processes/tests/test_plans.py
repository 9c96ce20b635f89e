"""What is asked of a table that grows for ever is found by an index, in its order, on either database."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from tests.cast import NOW
from yimen.ground.processes.models import Instance, Message, Subscription
from yimen.ground.processes.models.letters import MESSAGE, SIGNAL

WAITS = Subscription.objects.filter(name="closed", heard=False)
KEPT = Message.objects.filter(kind=MESSAGE, name="m", key="k", consumed_at=None, expires_at__gt=NOW)
TOLD = WAITS.filter(kind=SIGNAL, key="", pk__lte=9, instance__gt=7).exclude(instance=3).order_by("instance")
UNEMPTIED = Message.objects.filter(emptied_at=None)


def plan(rows: QuerySet[Any]) -> str:
    """How the database would find these rows; PostgreSQL reads a small table whole unless it is kept from that."""
    if connection.vendor == "sqlite":
        return str(rows.explain())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        return str(rows.explain())


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (KEPT.order_by("id").values_list("pk"), "processes_kept_messages"),
        (Message.objects.filter(kind=SIGNAL, name="closed", reaches__gte=9), "processes_signals"),
        (WAITS.filter(kind=MESSAGE, key="k").order_by("id"), "processes_who_waits"),
        (TOLD.values_list("instance", flat=True).distinct()[:100], "processes_who_hears"),
        (Instance.objects.filter(ended_at__lt=NOW, emptied_at=None).order_by("ended_at")[:100], "processes_to_empty"),
        (UNEMPTIED.filter(consumed_at__lt=NOW).order_by("consumed_at")[:100], "processes_taken_to_empty"),
        (
            UNEMPTIED.filter(consumed_at=None, expires_at__lte=NOW).order_by("expires_at")[:100],
            "processes_kept_to_empty",
        ),
    ],
)
def test_it_is_found_by_an_index_and_in_order(db: None, rows: QuerySet[Any], index: str) -> None:
    found = plan(rows)
    assert index in found and "Seq Scan" not in found
    if connection.vendor == "sqlite":
        assert "SCAN" not in found and "TEMP B-TREE" not in found
    else:
        assert "Sort" not in found
