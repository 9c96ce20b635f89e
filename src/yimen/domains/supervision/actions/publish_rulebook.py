from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.domains.supervision.errors import NotPublishable
from yimen.domains.supervision.models import Rulebook
from yimen.engines import service
from yimen.engines.service import rulebook as engine
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day


def publish_rulebook(*, actor: Actor, files: Mapping[str, bytes], now: datetime) -> Rulebook:
    """Publish the rulebook as the next version; the same bytes as the last one publish nothing new.

    A rule does not reach back (法不溯及既往): after the first, none is in force before the day it is published.

    Raises:
        NotPublishable: it cannot be read, a check found an error, or a scenario of the folder fails.
    """
    try:
        book = engine.read(files)
    except service.ServiceError as error:
        raise _refused(error.problems) from error
    if problems := [one for one in engine.check(book) if one.severity == "error"]:
        raise _refused(problems)
    fingerprint = service.fingerprint(files)
    with transaction.atomic():
        last = Rulebook.objects.select_for_update().defer("files").order_by("-number").first()
        if last is not None and last.fingerprint == fingerprint:
            return last
        version = Rulebook.objects.create(
            number=last.number + 1 if last else 1,
            fingerprint=fingerprint,
            files={path: content.decode() for path, content in sorted(files.items())},
            title=book.meta["title"],
            in_force_from=max(book.valid_from, legal_day(now)) if last else book.valid_from,
            published_at=now,
        )
        details = {"fingerprint": fingerprint, "in_force_from": version.in_force_from.isoformat()}
        record(
            actor, "publish-rulebook", object_kind="rulebook", object_ref=str(version.number), at=now, details=details
        )
    return version


def _refused(problems: object) -> NotPublishable:
    assert isinstance(problems, list | tuple)
    return NotPublishable("这套监督规则还不能发布", "；".join(str(problem) for problem in problems[:20]))
