"""Publishing never disturbs a case: thousands of random interleavings of publishing and handling.

In each one versions of a service are published at random moments, for now or for later, with an end or without, and
the daily job brings them into force, while cases of whatever is current are begun, handed in and handled. Versions
differ in their form, their process, their rules. Each case must go on exactly as one of its version played alone in a
city where nothing else was ever published: the same text behind the same key, the same faults of the form, the same
tasks, the same decisions by the same rules, the same end.

The catalogue is always the real one, with its tables. A case is handled by the engines with its state kept as JSON; in
one interleaving of forty by the product's own tables of cases, processes and decisions (`counters.py`). On PostgreSQL
there are fewer, for it is the same engines that are asked. What is found by searching is left out.
``YIMEN_INTERLEAVINGS`` asks for another number, ``YIMEN_SEED`` for others; ``-rP`` shows how many there were.
"""

import itertools
import os
import random
import sys
import time
from collections import Counter as Count
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from unittest.mock import patch

import pytest
from django.db import connection, transaction

from tests.cast import NOW, Cast
from yimen.domains.catalogue.actions.bring_into_force import bring_into_force
from yimen.domains.catalogue.actions.publish import Validity, add_version
from yimen.domains.catalogue.queries import current_version
from yimen.domains.catalogue.tests import variants
from yimen.domains.catalogue.tests.counters import Counter, Engines, Look, Tables
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotFound

NUMBER = int(os.environ.get("YIMEN_INTERLEAVINGS", "5000" if connection.vendor == "sqlite" else "1000"))
SEED = int(os.environ.get("YIMEN_SEED", "20261120"))
ONE_IN = 40
SIZES, NAMES = (5, 15, 25, 35, 42, 47), ("", "张记")


@pytest.fixture(autouse=True)
def unsearched() -> Iterator[None]:
    with patch("yimen.domains.catalogue.actions.bring_into_force._let_be_found"):
        yield


@dataclass
class Followed:
    """A case that has begun, and how it looked after each of its steps."""

    name: str
    k: int
    size: int
    called: str
    seen: list[Look] = field(default_factory=list)
    handed_in: bool = False
    outcomes: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return not self.handed_in or bool(self.seen[-1].tasks)


class City:
    """One interleaving: a clock, the versions published so far, the cases."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self.now, self.cases, self.published = counter, NOW, list[Followed](), list[int]()

    def publish(self, k: int, later: int | None = None, lasts: int | None = None) -> None:
        first = legal_day(self.now) + timedelta(days=later or 0)
        until = first + timedelta(days=lasts) if lasts is not None else None
        validity = Validity(first if later else None, until)
        add_version(actor=SYSTEM, service=variants.variant(k), validity=validity, now=self.now)
        self.published.append(k)

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)
        bring_into_force(actor=SYSTEM, now=self.now)

    def begin(self, size: int, called: str) -> Followed | None:
        """A case of whatever is current; None where nothing is, and nobody can apply."""
        try:
            version = current_version(variants.SLUG)
        except NotFound:
            return None
        name = self.counter.begin(version, variants.answers(size, called), self.now)
        one = Followed(name, self.published[version.number - 1], size, called)
        self.cases.append(one)
        self._look(one)
        return one

    def go_on(self, one: Followed, outcome: str) -> None:
        """The next step of a case: handed in first, then one officer after the other."""
        if one.handed_in:
            one.outcomes.append(outcome)
            self.counter.complete(one.name, outcome, self.now)
        else:
            one.handed_in = True
            self.counter.submit(one.name, self.now)
        self._look(one)

    def _look(self, one: Followed) -> None:
        one.seen.append(self.counter.look(one.name, self.now))


def test_no_running_case_changes_behaviour_in_any_interleaving(cast: Cast) -> None:
    draw, numbers, counted, begun = random.Random(SEED), itertools.count(1), Count[str](), time.monotonic()
    for at in range(NUMBER):
        tables = at % ONE_IN == 0
        with transaction.atomic():
            city = City(Tables(cast, numbers) if tables else Engines())
            _interleave(city, draw, counted)
            transaction.set_rollback(True)
        for one in city.cases:
            _compare(one, f"interleaving {at} of seed {SEED}")
        counted["with tables"] += tables
        counted["cases"] += len(city.cases)
    assert counted["cases"] >= NUMBER
    assert counted["published while a case was open"] >= NUMBER // 2
    took = time.monotonic() - begun
    sys.stdout.write(f"{NUMBER} interleavings in {took:.0f} s, seed {SEED}: {dict(counted)}\n")


def _interleave(city: City, draw: random.Random, counted: Count[str]) -> None:
    """Seven to eleven random moves; the first publishes, so that there is something to apply for."""
    city.publish(draw.randrange(variants.COUNT))
    for _ in range(draw.randint(6, 10)):
        going = [one for one in city.cases if one.is_open]
        move = draw.choices(("publish", "days", "begin", "go on"), (3, 1, 3 if len(city.cases) < 3 else 0, 6))[0]
        if move == "publish":
            later, lasts = draw.choice((None, None, None, 1, 3)), draw.choice((None, None, None, 0, 2))
            city.publish(draw.randrange(variants.COUNT), later, lasts)
            counted["published while a case was open"] += bool(going)
        elif move == "days":
            city.pass_days(draw.randint(1, 4))
        elif move == "begin":
            counted["nothing to apply for"] += city.begin(draw.choice(SIZES), draw.choice(NAMES)) is None
        elif going:
            city.go_on(draw.choice(going), draw.choice(("grant", "refuse")))
        counted[move] += 1


def _compare(one: Followed, where: str) -> None:
    """Step by step as if it had been alone; only the number of its version is another one there."""
    expected = _alone(one.k, one.size, one.called, tuple(one.outcomes), one.handed_in)
    key = one.seen[0].key
    assert one.seen == [replace(look, key=key) for look in expected], f"{where}: case {one.name} of variant {one.k}"


@cache
def _alone(k: int, size: int, called: str, outcomes: tuple[str, ...], handed_in: bool) -> tuple[Look, ...]:
    with transaction.atomic():
        city = City(Engines())
        city.publish(k)
        one = city.begin(size, called)
        assert one is not None
        for outcome in ("", *outcomes) if handed_in else ():
            city.go_on(one, outcome)
        transaction.set_rollback(True)
    return tuple(one.seen)


def test_the_versions_really_differ_so_that_a_wrong_one_would_be_noticed(cast: Cast) -> None:
    traces = {k: _alone(k, 25, "", ("grant",) * (k % 3 + 1), True) for k in range(variants.COUNT)}
    told = {(one.fingerprint, one.faults, one.tasks, one.outcomes, one.fee) for t in traces.values() for one in t}
    assert len({fingerprint for fingerprint, *_ in told}) == variants.COUNT
    assert {t[-1].outcomes[-1].split()[0] for t in traces.values()} == {"grant", "refuse"}
    assert all(not t[-1].tasks for t in traces.values())


def test_a_case_that_followed_the_current_version_would_be_caught(cast: Cast) -> None:
    """The check itself is checked: a counter that asks for the newest text instead of its own is found out."""

    class Forgetful(Engines):
        def look(self, name: str, now: object) -> Look:
            self._cases[int(name)].key = current_version(variants.SLUG).key
            return super().look(name, now)  # type: ignore[arg-type]

    with transaction.atomic():
        city = City(Forgetful())
        city.publish(1)
        one = city.begin(25, "")
        assert one is not None
        city.publish(2)
        city.go_on(one, "")
        transaction.set_rollback(True)
    expected = _alone(1, 25, "", (), True)
    assert one.seen != [replace(look, key=one.seen[0].key) for look in expected]
