import re
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.domains.catalogue.drafting import DraftRefused, named, newest_of, said_of
from yimen.domains.catalogue.events import DraftWritten
from yimen.domains.catalogue.files import from_json, to_json
from yimen.domains.catalogue.models import Draft, Item
from yimen.domains.catalogue.states import OPEN
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.outbox.announce import announce

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def start_draft(
    *,
    actor: Actor,
    slug: str,
    now: datetime,
    files: Mapping[str, bytes] | None = None,
    locked: Mapping[str, str] | None = None,
    origin: str = "",
) -> Draft:
    """Begin the next version of a service, or a new one; the open draft of it, where there is one already.

    Args:
        files: what it begins with; None: the version that was published last.
        locked: field of service.yaml, or a file → the level that has fixed it; None: as in the last draft.
        origin: where the text came from, in words.

    Raises:
        DraftRefused: the name cannot be used, or there is nothing to begin with.
    """
    if (existing := open_draft(slug)) is not None:
        return existing
    base = newest_of(slug)
    if files is None and base is None:
        raise DraftRefused("没有这个事项，不知道从哪里写起", "从事项目录里选一项，或者新建一份空白的。")
    if len(slug) > 80 or not _SLUG.fullmatch(slug):
        raise DraftRefused(f"{slug[:80]} 不能用作短名", "用小写字母、数字和短横线，最多 80 个字符。")
    if Item.objects.filter(slug=slug).exclude(part_of=None).exists():
        raise DraftRefused("这是联办事项里的一部分，不单独起草", "到联办事项里改。")
    content = dict(files) if files is not None else from_json(base.files if base else {})
    try:
        with transaction.atomic():
            draft = Draft.objects.create(
                slug=slug,
                name=(said_of(content, "name") or slug)[:200],
                base=base,
                files=to_json(content),
                locked=dict(locked) if locked is not None else _locks_of(slug),
                origin=origin[:200],
                written_by=[named(actor)],
                created_at=now,
                changed_at=now,
            )
            record(actor, "start-service-draft", object_kind="service-draft", object_ref=str(draft.pk), at=now)
            announce(DraftWritten(draft.pk, draft.slug), now=now)
            return draft
    except IntegrityError:
        # Two clicks at once: the other one has made the draft.
        found = open_draft(slug)
        if found is None:
            raise
        return found


def open_draft(slug: str) -> Draft | None:
    """The draft of this service that is not settled yet."""
    return Draft.objects.select_related("base").filter(slug=slug, state__in=OPEN).first()


def _locks_of(slug: str) -> dict[str, str]:
    last = Draft.objects.filter(slug=slug).order_by("-pk").first()
    return dict(last.locked) if last else {}
