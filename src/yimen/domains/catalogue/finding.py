"""A service as the index of the search has it."""

from collections.abc import Iterator

from yimen.domains.catalogue.queries import SERVICE, definition, published
from yimen.engines.service import Service, quality
from yimen.ground.search.entry import Entry

_PERSON, _ONLINE = "自然人", "online"
_UNITS = {"workday": "个工作日", "day": "日", "hour": "小时", "month": "个月", "minute": "分钟"}


def entry_of(service: Service) -> Entry:
    """What is found of a service and shown of it in a list."""
    meta, said = service.meta, service.english
    audience = set(meta.get("audience", ()))
    phrases = tuple(map(str, meta.get("phrases", ())))
    told = (meta["name"], meta.get("plain_name", ""), *phrases)
    promised, earned = meta["limits"]["promised"], quality.badges(service)
    return Entry(
        kind=SERVICE,
        key=service.slug,
        name=meta["name"],
        plain_name=meta.get("plain_name", ""),
        phrases=phrases,
        text=meta.get("summary", ""),
        english=tuple(said[one] for one in told if one in said),
        department=meta.get("department", ""),
        region=meta.get("region", {}).get("name", ""),
        topics=tuple(meta.get("topics", ())),
        people=not audience or _PERSON in audience,
        enterprises=not audience or audience != {_PERSON},
        online=any(one.id == _ONLINE for one in earned),
        type=meta["code"].get("task_type_name", ""),
        days=f"{promised['value']} {_UNITS[promised['unit']]}" if promised["value"] else "当场办结",
        visits=f"跑 {quality.visits_of(service)} 次",
        fee="收费" if meta["fee"]["charge"] else "不收费",
        own=True,
        badges=tuple(one.name for one in quality.beside_facts(earned)),
        codes=(meta["code"]["base"],) if meta["code"].get("base") else (),
    )


def entries() -> Iterator[Entry]:
    """Every published service."""
    for version in published().iterator(chunk_size=50):
        yield entry_of(definition(version))
