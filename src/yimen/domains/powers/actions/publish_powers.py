import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yimen.domains.law.queries import library
from yimen.domains.powers.errors import NotAList
from yimen.domains.powers.models import Exercise, Power, Version
from yimen.domains.powers.queries import latest_versions, post_names
from yimen.domains.powers.told import PowerTold
from yimen.engines import law
from yimen.engines.problem import Problem
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.places.models import Organisation


@dataclass(frozen=True, slots=True)
class Published:
    """The versions that were added."""

    versions: tuple[Version, ...]
    unchanged: int


@transaction.atomic
def publish_powers(*, actor: Actor, powers: Sequence[PowerTold], now: datetime) -> Published:
    """Publish powers: each whose words have changed gets its next version; a power that is not named stays as it is.

    Raises:
        NotAList: a key twice, an unknown body or post, an article that the law does not have; nothing is published.
    """
    bodies = {one.code: one for one in Organisation.objects.all()}
    if problems := list(_problems(powers, bodies)):
        raise NotAList(problems)
    last = {one.power.key: one for one in latest_versions()}
    added = []
    for told in powers:
        fingerprint = hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        before = last.get(told["key"])
        if before is None or before.fingerprint != fingerprint:
            added.append(_add(actor, told, fingerprint, bodies[told["body"]], before, now))
    return Published(tuple(added), len(powers) - len(added))


def _add(
    actor: Actor, told: PowerTold, fingerprint: str, body: Organisation, before: Version | None, now: datetime
) -> Version:
    power, _ = Power.objects.get_or_create(key=told["key"])
    version = Version.objects.create(
        power=power,
        number=before.number + 1 if before else 1,
        body=body,
        name=told["name"],
        kind=told["kind"],
        told=told,
        fingerprint=fingerprint,
        in_force_from=date.fromisoformat(told["in_force_from"]),
        abolished=told.get("abolished", ""),
        published_at=now,
    )
    Exercise.objects.bulk_create(Exercise(version=version, service=slug) for slug in version.services)
    details = {"version": version.number, "fingerprint": fingerprint, "body": body.code}
    record(actor, "publish-power", object_kind="power", object_ref=power.key, at=now, details=details)
    return version


def _problems(powers: Sequence[PowerTold], bodies: dict[str, Organisation]) -> Iterator[Problem]:
    posts, held, seen = post_names(), library(), set()
    for one in powers:
        place = f"powers/{one['key']}"
        if one["key"] in seen:
            yield Problem(place, "这个 key 写了两次。")
        seen.add(one["key"])
        if one["body"] not in bodies:
            yield Problem(f"{place}/body", f"没有代码是 {one['body']} 的单位。", "写统一社会信用代码。")
            continue
        for post in one["posts"]:
            if (post if "/" in post else f"{one['body']}/{post}") not in posts:
                yield Problem(f"{place}/posts", f"没有 {post} 这个岗位。")
        if isinstance(one["supervised_by"], str) and one["supervised_by"] not in bodies:
            yield Problem(f"{place}/supervised_by", f"没有代码是 {one['supervised_by']} 的单位。")
        yield from law.check(one, held, place)
