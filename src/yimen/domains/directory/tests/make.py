"""Sources and entries by life stage."""

from datetime import UTC, datetime
from typing import Any

from yimen.domains.directory.models import Entry, Source
from yimen.domains.directory.store import Told, store
from yimen.ground.audit import Actor

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
EDITOR = Actor(id="1", name="沈青", kind="staff", authority="政务服务局 事项编辑岗")
BODY = "115113010833722043"


def source(key: str = "province", region: str = "990000000000", name: str = "样例省", **more: Any) -> Source:
    from yimen.domains.directory.levels import level_of

    values = {"label": f"{name}下发", "region_code": region, "region_name": name, "level": level_of(region), **more}
    return Source.objects.get_or_create(key=key, defaults={"created_at": NOW, **values})[0]


def entry(of: Source, region: str, name: str, *, locks: tuple[str, ...] = (), **values: Any) -> Entry:
    """An entry of this region, listed and not yet looked at."""
    told = Told(
        {"task_name": "食品经营许可", "dept_name": "市场监管局", "task_type": "01", **values}, region, name, locks
    )
    store(of, [told], by=EDITOR.name, now=NOW)
    return Entry.objects.select_related("source").order_by("-pk")[0]
