from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yimen.domains.standards.errors import StandardRefused
from yimen.domains.standards.models import Standard
from yimen.domains.standards.queries import library
from yimen.engines import service
from yimen.engines.problem import Problem
from yimen.engines.service import quality
from yimen.engines.service import standards as engine
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day


def publish(*, actor: Actor, content: bytes, now: datetime) -> Standard:
    """Publish a standard under the version it names; the bytes of the last version publish nothing new.

    Raises:
        StandardRefused: it cannot be read, a rule in it asks for what is not there, or its version is not higher than
            the last one.
    """
    try:
        told = engine.read(content)
    except service.ServiceError as error:
        raise _refused(error.problems) from error
    if problems := _rules_problems(told, now):
        raise _refused(problems)
    fingerprint = service.fingerprint({engine.FILE: content})
    with transaction.atomic():
        last = Standard.objects.select_for_update().filter(slug=told.id).order_by("-number").first()
        if last is not None and last.fingerprint == fingerprint:
            return last
        _check_follows(told, last)
        standard = Standard.objects.create(
            slug=told.id,
            number=told.number,
            kind=told.kind,
            name=told.name,
            content=content.decode(),
            fingerprint=fingerprint,
            in_force_from=told.begins,
            in_force_to=told.ends,
            published_at=now,
        )
        details = {"fingerprint": fingerprint, "in_force_from": standard.in_force_from.isoformat()}
        record(actor, "publish-standard", object_kind="standard", object_ref=standard.key, at=now, details=details)
    return standard


def _rules_problems(told: engine.Standard, now: datetime) -> list[Problem]:
    """Rules may ask for the code tables that are in force today; of their words they bring their own."""
    if told.kind != "quality":
        return []
    return quality.check_rules(told.meta["rules"], told.meta["words"], library(legal_day(now)).codes())


def _check_follows(told: engine.Standard, last: Standard | None) -> None:
    if last is None:
        return
    if told.kind != last.kind:
        raise StandardRefused(f"{told.id} 已经是{engine.KINDS[last.kind]}", "换一个 id，或者改回原来的种类。")
    if told.number <= last.number:
        advice = f"内容改了，version 写 {last.number + 1}。"
        raise StandardRefused(f"{told.id} 第 {told.number} 版已经发布过，内容不一样", advice)
    # Nothing reaches back: what was checked by the last version stays checked by it.
    if told.begins < last.in_force_from:
        advice = f"in_force_from 写 {last.in_force_from.isoformat()} 以后的日子。"
        raise StandardRefused(f"{told.id} 第 {told.number} 版的施行日期在上一版前面", advice)


def _refused(problems: Sequence[Problem]) -> StandardRefused:
    return StandardRefused("这个标准还不能发布", "；".join(str(problem) for problem in problems[:20]))
