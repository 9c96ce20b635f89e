from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yimen.domains.catalogue.actions.bring_into_force import bring
from yimen.domains.catalogue.errors import NotPublishable
from yimen.domains.catalogue.events import VersionPublished
from yimen.domains.catalogue.files import to_json
from yimen.domains.catalogue.judging import find, problems_of
from yimen.domains.catalogue.models import Item, Version
from yimen.domains.catalogue.queries import current_version
from yimen.engines import service as engine
from yimen.engines.problem import Problem
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.outbox.announce import announce


@dataclass(frozen=True, slots=True)
class Validity:
    """From which day (None: from the day of publishing) to which (None: until the next version)."""

    begins: date | None = None
    until: date | None = None


def publish(
    *,
    actor: Actor,
    files: Mapping[str, bytes],
    now: datetime,
    known_lists: Collection[str] | None = None,
    warn: Callable[[Problem], object] = lambda problem: None,
    validity: Validity | None = None,
) -> Version:
    """Publish a service folder as the next version; the same bytes as the current version publish nothing new.

    Args:
        known_lists: names of the lists that forms may offer (``options_from``); None leaves them unchecked.
        warn: told each problem that does not stand in the way.
        validity: when it is in force; given, it makes a new version even of the same bytes.

    Raises:
        NotPublishable: a check or a rule of quality in force found an error, such as a legal document or a list that
            nobody makes, or a scenario of the folder fails, or an article is cited that the held text does not have.
    """
    service = engine.read(files, find)
    found = problems_of(service, legal_day(now), known_lists)
    refuse_errors(found)
    for problem in found:
        warn(problem)
    with transaction.atomic():
        return add_version(actor=actor, service=service, now=now, validity=validity)


def refuse_errors(found: Collection[Problem]) -> None:
    """Raises NotPublishable when one of the problems is an error."""
    problems = [problem for problem in found if problem.severity == "error"]
    if problems:
        raise NotPublishable("这个事项还不能发布", "；".join(str(problem) for problem in problems[:20]))


@transaction.atomic
def add_version(
    *,
    actor: Actor,
    service: engine.Service,
    now: datetime,
    validity: Validity | None = None,
    part_of: Item | None = None,
) -> Version:
    """The next version of a service that has been checked; with it the parts that lie inside.

    Raises:
        NotPublishable: another item bears the name.
    """
    item, _ = Item.objects.select_for_update().get_or_create(slug=service.slug, defaults={"part_of": part_of})
    if item.part_of_id != (part_of.pk if part_of else None):
        raise NotPublishable(f"{service.slug} 这个名字已经有别的事项在用", "换一个名字。")
    parts = {part.id: _part_version(actor, service, part, item, now, validity).key for part in service.parts}
    fingerprint = fingerprint_of(service.files, parts)
    if validity is None and item.ended_on is None and item.current and item.current.fingerprint == fingerprint:
        return item.current
    version = Version.objects.create(
        item=item,
        number=item.versions.count() + 1,
        fingerprint=fingerprint,
        files=to_json(service.files),
        name=service.meta["name"],
        summary=service.meta.get("summary", ""),
        parts=parts,
        handled=not service.guide_only,
        in_force_from=validity.begins if validity else None,
        in_force_until=validity.until if validity else None,
        published_at=now,
    )
    details = {"fingerprint": fingerprint}
    record(actor, "publish", object_kind="service", object_ref=version.key, at=now, details=details)
    announce(VersionPublished(service.slug, version.number), now=now)
    bring(item, now)
    return version


def fingerprint_of(files: Mapping[str, bytes], parts: Mapping[str, str]) -> str:
    """A joint service is another one when a part of it is, though none of its own files has changed."""
    return engine.fingerprint({**files, **{f"parts/{id}@": key.encode() for id, key in parts.items()}})


def _part_version(
    actor: Actor, service: engine.Service, part: engine.Part, item: Item, now: datetime, validity: Validity | None
) -> Version:
    """The version that the joint service is read with: of a service of its own the current one, else a new one."""
    told = next(one for one in service.meta["parts"] if one["id"] == part.id)
    if "service" in told:
        return current_version(told["service"])
    return add_version(actor=actor, service=part.service, now=now, validity=validity, part_of=item)
