from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from yimen.domains.catalogue.events import ServiceEnded, VersionTookForce
from yimen.domains.catalogue.finding import entry_of
from yimen.domains.catalogue.models import Item, Version
from yimen.domains.catalogue.queries import SERVICE, definition
from yimen.domains.catalogue.validity import standing
from yimen.domains.directory.actions.let_be_found import let_entries_of_service_be_found
from yimen.domains.law.actions.watch import watch_one
from yimen.domains.law.ports import Citing
from yimen.ground.audit import SYSTEM, Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.outbox.announce import announce
from yimen.ground.search.actions.put import put, remove


def bring_into_force(*, actor: Actor, now: datetime) -> int:
    """What the day brings: versions whose day has come are current, what has ended is listed no more.

    Each item in its own transaction. Returns how many items have changed.
    """
    today = legal_day(now)
    dated = Version.objects.filter(Q(in_force_from__lte=today) | Q(in_force_until__lt=today))
    return sum(
        _bring_one(actor, item, now) for item in dated.values_list("item", flat=True).distinct().order_by("item")
    )


@transaction.atomic
def _bring_one(actor: Actor, item: int, now: datetime) -> bool:
    return bring(Item.objects.select_for_update().get(pk=item), now, actor)


def bring(item: Item, now: datetime, actor: Actor | None = None) -> bool:
    """Set the version in force by this moment; the caller has locked the item. Says whether anything changed.

    Args:
        actor: given, it stands in the evidence; publishing has its own entry.
    """
    versions = item.versions.only("number", "item", "in_force_from", "in_force_until", "published_at")
    found = standing(versions, legal_day(now))
    before = (item.current_id, item.ended_on)
    if found.current is None or before == (found.current.pk, found.ended_on):
        return False
    item.current, item.ended_on = Version.objects.get(pk=found.current.pk), found.ended_on
    item.save(update_fields=["current", "ended_on"])
    verb, event = ("end-service", ServiceEnded) if found.ended_on else ("bring-into-force", VersionTookForce)
    if actor is not None:
        record(actor, verb, object_kind="service", object_ref=f"{item.slug}@{found.current.number}", at=now)
    announce(event(item.slug, found.current.number), now=now)
    _let_be_found(item, now)
    _hold_against_the_law(item, now, actor)
    return True


def _hold_against_the_law(item: Item, now: datetime, actor: Actor | None) -> None:
    """An alarm closes when the version in force cites the law in force, not when such a version is only announced."""
    version = item.current
    if version is not None:
        told: Mapping[str, object] = definition(version).meta if item.ended_on is None else {}
        citing = Citing("service", item.slug, version.name, version.key, told)
        watch_one(actor=actor or SYSTEM, citing=citing, now=now)


def _let_be_found(item: Item, now: datetime) -> None:
    """The search knows a service with its version in force; a part of a joint one is found with the whole.

    What the directory lists of a service is found as long as the service is not.
    """
    if item.part_of_id is not None or item.current is None:
        return
    if item.ended_on is not None:
        remove(SERVICE, item.slug)
    else:
        put(entry_of(definition(item.current)))
    let_entries_of_service_be_found(item.slug, now=now)
