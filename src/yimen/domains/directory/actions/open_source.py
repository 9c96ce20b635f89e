from datetime import datetime

from django.db import transaction

from yimen.domains.directory.levels import level_of
from yimen.domains.directory.models import Source
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import DomainError


def open_source(
    *,
    actor: Actor,
    key: str,
    label: str,
    region_code: str,
    region_name: str,
    is_sample: bool,
    now: datetime,
    dry_run: bool = False,
) -> Source:
    """The source under this key, made if it is new; its label and name follow what is told.

    Args:
        dry_run: the source as it would be; nothing is kept, so that items can only be tried with it.
    Raises:
        DomainError: it is known for another region, or a sample would become real or the other way round.
    """
    with transaction.atomic():
        found = Source.objects.select_for_update().filter(key=key).first()
        if found is None:
            found = Source.objects.create(
                key=key,
                label=label,
                region_code=region_code,
                region_name=region_name,
                level=level_of(region_code),
                is_sample=is_sample,
                created_at=now,
            )
            details = {"label": label, "region": region_code, "sample": is_sample}
            record(actor, "open-source", object_kind="source", object_ref=key, at=now, details=details)
        elif (found.region_code, found.is_sample) != (region_code, is_sample):
            kind = "样例" if found.is_sample else "正式数据"
            raise DomainError(f"来源 {key} 已经是{found.region_name}的{kind}", "换一个来源的名字。")
        elif (found.label, found.region_name) != (label, region_name):
            found.label, found.region_name = label, region_name
            found.save(update_fields=["label", "region_name"])
            record(actor, "rename-source", object_kind="source", object_ref=key, at=now, details={"label": label})
        if dry_run:
            transaction.set_rollback(True)
    return found
