"""Bring all running instances of one version of a process to another, one after the other."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction

from yimen.ground.audit import Actor
from yimen.ground.errors import Stale, traced
from yimen.ground.processes.actions.migrate_instance import migrate_instance
from yimen.ground.processes.errors import CannotMove
from yimen.ground.processes.models import Instance

BATCH = 200
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of one instance. Without ``reasons`` it has moved, or would."""

    reference: str
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def how_many(definition: str) -> int:
    """The running instances of this version."""
    return Instance.objects.filter(definition=definition, ended_at=None).count()


def migrate_all(
    *,
    actor: Actor,
    origin: str,
    to: str,
    mapping: Mapping[str, str],
    now: Callable[[], datetime],
    dry_run: bool = False,
) -> Iterator[Moved]:
    """Each running instance of one version, in a transaction of its own; broken off, it can be run again.

    ``dry_run`` takes every one through the very same act and takes that back, so that it says what would be.
    """
    last = 0
    while batch := list(_after(origin, last)):
        for number, reference in batch:
            yield _one(actor, number, reference, to, mapping, now(), dry_run)
            last = number


def _after(origin: str, last: int) -> list[tuple[int, str]]:
    rows = Instance.objects.filter(definition=origin, ended_at=None, id__gt=last).order_by("id")
    return list(rows.values_list("id", "subject_ref")[:BATCH])


def _one(
    actor: Actor, number: int, reference: str, to: str, mapping: Mapping[str, str], now: datetime, dry_run: bool
) -> Moved:
    try:
        with transaction.atomic():
            notes = migrate_instance(actor=actor, instance_id=number, to=to, mapping=mapping, now=now)
            if dry_run:
                transaction.set_rollback(True)
    except CannotMove as refusal:
        return Moved(reference, refusal.reasons)
    except Stale as stale:
        return Moved(reference, (f"{stale.sentence}。",))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # One that is poisoned must not keep the others from moving.
        log.error("instance %s cannot move: %s", number, traced(error))
        return Moved(reference, (f"迁移时程序出错（{type(error).__name__}），详情见服务器日志。",))
    return Moved(reference, notes=notes)
