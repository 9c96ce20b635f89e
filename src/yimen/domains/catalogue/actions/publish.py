from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.db import transaction

from yimen.domains.catalogue.errors import NotPublishable
from yimen.domains.catalogue.files import to_json
from yimen.domains.catalogue.models import Item, Version
from yimen.domains.catalogue.queries import current_version, definition
from yimen.domains.law.actions.watch import watch_one
from yimen.domains.law.ports import Citing
from yimen.domains.law.queries import library as laws
from yimen.domains.standards.queries import library
from yimen.engines import service as engine
from yimen.engines.problem import Problem
from yimen.engines.service import quality
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.kinds import all_kinds
from yimen.ground.errors import NotFound
from yimen.ground.search.tokens import signs, tokens


def publish(
    *,
    actor: Actor,
    files: Mapping[str, bytes],
    now: datetime,
    known_lists: Collection[str] | None = None,
    warn: Callable[[Problem], object] = lambda problem: None,
) -> Version:
    """Publish a service folder as the next version; the same bytes as the current version publish nothing new.

    Args:
        known_lists: names of the lists that forms may offer (``options_from``); None leaves them unchecked.
        warn: told each problem that does not stand in the way.

    Raises:
        NotPublishable: a check or a rule of quality in force found an error, such as a legal document or a list that
            nobody makes, or a scenario of the folder fails, or an article is cited that the held text does not have.
    """
    service = engine.read(files, _find)
    kinds = frozenset(kind.code for kind in all_kinds())
    found = [
        *engine.check(service, known_lists=known_lists, document_kinds=kinds, library=laws()),
        *_by_standards(service, now),
    ]
    problems = [problem for problem in found if problem.severity == "error"]
    if problems:
        raise NotPublishable("这个事项还不能发布", "；".join(str(problem) for problem in problems[:20]))
    for problem in found:
        warn(problem)
    with transaction.atomic():
        return _store(actor, service, None, now)


def _by_standards(service: engine.Service, now: datetime) -> list[Problem]:
    """What the rules of quality say that are in force today. A city that has published none is told so each time."""
    standards = library(legal_day(now))
    if not standards.rules():
        return [Problem("standards", "没有在用的质量规则，没有按它检查。", "先发布标准库。", "warning")]
    return quality.lint(service, standards)


def _find(slug: str) -> engine.Service:
    try:
        return definition(current_version(slug))
    except NotFound as error:
        raise LookupError(slug) from error


def _store(actor: Actor, service: engine.Service, part_of: Item | None, now: datetime) -> Version:
    item, _ = Item.objects.select_for_update().get_or_create(slug=service.slug, defaults={"part_of": part_of})
    if item.part_of_id != (part_of.pk if part_of else None):
        raise NotPublishable(f"{service.slug} 这个名字已经有别的事项在用", "换一个名字。")
    parts = {part.id: _part_version(actor, service, part, item, now).key for part in service.parts}
    # A joint service is another one when a part of it is, though none of its own files has changed.
    fingerprint = engine.fingerprint({**service.files, **{f"parts/{id}@": key.encode() for id, key in parts.items()}})
    if item.current is not None and item.current.fingerprint == fingerprint:
        return item.current
    version = Version.objects.create(
        item=item,
        number=item.versions.count() + 1,
        fingerprint=fingerprint,
        files=to_json(service.files),
        name=service.meta["name"],
        summary=service.meta.get("summary", ""),
        terms=_terms(service),
        parts=parts,
        published_at=now,
    )
    Item.objects.filter(pk=item.pk).update(current=version)
    details = {"fingerprint": fingerprint}
    record(actor, "publish", object_kind="service", object_ref=version.key, at=now, details=details)
    citing = Citing("service", item.slug, version.name, version.key, service.meta)
    watch_one(actor=actor, citing=citing, now=now)
    return version


def _part_version(actor: Actor, service: engine.Service, part: engine.Part, item: Item, now: datetime) -> Version:
    """The version that the joint service is read with: of a service of its own the current one, else a new one."""
    told = next(one for one in service.meta["parts"] if one["id"] == part.id)
    return current_version(told["service"]) if "service" in told else _store(actor, part.service, item, now)


def _terms(service: engine.Service) -> dict[str, list[str]]:
    meta = service.meta
    return {
        "name": tokens(meta["name"]),
        "phrases": sorted({word for phrase in meta.get("phrases", []) for word in tokens(phrase)}),
        "whole_phrases": list(meta.get("phrases", [])),
        "pairs": sorted({pair for phrase in [meta["name"], *meta["phrases"]] for pair in signs(phrase)}),
        "text": sorted(set(tokens(meta.get("summary", "") + service.guide))),
    }
