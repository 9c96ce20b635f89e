"""免申即享, every day: who reaches the age within a month is put on the list of the own village, or taken off it."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yimen.domains.benefits.candidates import LEFT_AFTER, age_of, birthday, close_candidates, open_candidates
from yimen.domains.benefits.duties import Duties, all_duties
from yimen.domains.benefits.models import Candidate, Entitlement
from yimen.domains.benefits.ports import applied
from yimen.domains.catalogue.queries import definition, last_version
from yimen.domains.registers.models import Register
from yimen.domains.registers.queries import Held, born_between, look_up
from yimen.engines.clock import add_months
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.places.models import Region
from yimen.ground.places.queries import villages

POPULATION, DEATHS = "population", "civil-deaths"
AHEAD_MONTHS = 1
ENDED = "事项已经停办"
_CHUNK = 200
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Listed:
    """How many were put on a list, and how many taken off."""

    listed: int = 0
    closed: int = 0


def list_candidates(*, actor: Actor, now: datetime) -> Listed:
    """Put on the list whoever lives, is registered in a village of the city, reaches the age within a month or did so
    in the last month, has nothing and has not applied; take off whoever is not so any more, and everybody once the
    service has ended. Safe to be asked again.

    Both registers are asked under a stated purpose, in batches.
    """
    done = Listed()
    if not Register.objects.filter(code=POPULATION).exists():
        return done
    for duties in all_duties():
        if duties.ended:
            # Nobody may be sent to apply for what is not to be had any more.
            done.closed += open_candidates().filter(service=duties.service).update(closed_at=now, closed_because=ENDED)
        elif duties.without_applying:
            _take_off(actor, duties, done, now)
            _put_on(actor, duties, done, now)
    if done.listed or done.closed:
        details = {"listed": done.listed, "closed": done.closed}
        record(actor, "list-candidates", object_kind="benefit", object_ref=POPULATION, at=now, details=details)
    return done


def _put_on(actor: Actor, duties: Duties, done: Listed, now: datetime) -> None:
    today = legal_day(now)
    age = age_of(definition(last_version(duties.service)), today)
    if age is None:
        return
    homes = {one.code: one for one in villages(duties.region)}
    first, last = birthday(add_months(today, -1), -age), birthday(add_months(today, AHEAD_MONTHS), -age)
    for people in _people(actor, duties, first, last, now):
        dead = _dead(actor, duties, [one.key for one in people], now)
        wanted = [one for one in people if one.key not in dead and _lives_in(one, homes) and _is_readable(one)]
        busy = _busy(duties.service, [one.key for one in wanted])
        for one in wanted:
            if one.key not in busy:
                done.listed += _keep(duties, one, homes, age, now)


def _take_off(actor: Actor, duties: Duties, done: Listed, now: datetime) -> None:
    homes = {one.code: one for one in villages(duties.region)}
    for rows in _listed(duties.service):
        numbers = [row.id_number for row in rows]
        held = {one.key: one for one in _asked(actor, POPULATION, duties, numbers, now)}
        dead, busy = _dead(actor, duties, numbers, now), _busy(duties.service, numbers)
        for row in rows:
            because = _over(row, held[row.id_number], homes, dead, busy, legal_day(now))
            if because:
                done.closed += close_candidates(duties.service, [row.id_number], because, now)
            elif row.region_id != (code := str((held[row.id_number].data or {})["hukou"])):
                Candidate.objects.filter(pk=row.pk).update(region=homes[code])


def _over(
    row: Candidate, held: Held, homes: Mapping[str, Region], dead: set[str], busy: Mapping[str, str], today: date
) -> str:
    """Why nobody needs to be told any more; empty when somebody does."""
    if row.id_number in dead or (held.data or {}).get("status", "正常") != "正常":
        return "登记库里不是正常状态"
    if not _lives_in(held, homes):
        return "户籍不在本市"
    if row.id_number in busy:
        return busy[row.id_number]
    return "过了生日很久" if row.turns_on + LEFT_AFTER < today else ""


def _keep(duties: Duties, one: Held, homes: Mapping[str, Region], age: int, now: datetime) -> bool:
    data = one.data or {}
    told: dict[str, Any] = {
        "matter": duties.matter,
        "name": str(data["name"])[:100],
        "region": homes[str(data["hukou"])],
        "turns_on": birthday(_born(data), age),
        "closed_at": None,
        "closed_because": "",
    }
    with transaction.atomic():
        row = Candidate.objects.select_for_update().filter(service=duties.service, id_number=one.key).first()
        if row is not None and row.closed_at is None:
            return False
        Candidate.objects.update_or_create(
            service=duties.service, id_number=one.key, defaults={**told, "listed_at": now}
        )
    return True


def _born(data: Mapping[str, object]) -> date:
    return date.fromisoformat(str(data["birth"]))


def _lives_in(one: Held, homes: Mapping[str, Region]) -> bool:
    data = one.data or {}
    is_here = data.get("hukou") in homes and not data.get("moved_out_on")
    return is_here and bool(data.get("name")) and data.get("status", "正常") == "正常"


def _is_readable(one: Held) -> bool:
    try:
        _born(one.data or {})
    except ValueError:
        # One entry of the register that is no day must not keep a whole city from being told.
        log.warning("a day of birth in the register %s cannot be read", one.register)
        return False
    return True


def _busy(service: str, numbers: Sequence[str]) -> dict[str, str]:
    """Who has it, or has applied for it: by identity number, which of the two."""
    has = Entitlement.objects.filter(service=service, id_number__in=numbers).values_list("id_number", flat=True)
    return {**dict.fromkeys(applied(service, numbers), "已经申请"), **dict.fromkeys(has, "已经享受")}


def _dead(actor: Actor, duties: Duties, numbers: Sequence[str], now: datetime) -> set[str]:
    if not numbers or not Register.objects.filter(code=DEATHS).exists():
        return set()
    return {one.key for one in _asked(actor, DEATHS, duties, numbers, now) if one.data is not None}


def _asked(actor: Actor, register: str, duties: Duties, numbers: Sequence[str], now: datetime) -> list[Held]:
    return look_up(actor=actor, register=register, keys=numbers, purpose=_purpose(duties), now=now)


def _people(actor: Actor, duties: Duties, first: date, last: date, now: datetime) -> Iterator[list[Held]]:
    after = ""
    while True:
        people = born_between(
            actor=actor,
            register=POPULATION,
            first=first,
            last=last,
            region=duties.region,
            purpose=_purpose(duties),
            now=now,
            after=after,
            limit=_CHUNK,
        )
        if not people:
            return
        yield people
        after = people[-1].key


def _listed(service: str) -> Iterator[list[Candidate]]:
    last = 0
    while True:
        rows = list(open_candidates().filter(service=service, pk__gt=last).order_by("pk")[:_CHUNK])
        if not rows:
            return
        yield rows
        last = rows[-1].pk


def _purpose(duties: Duties) -> str:
    return f"{duties.matter}：免申即享，推送快到年龄的人"
