"""Parts side by side and one after the other: how long the whole takes, and what waits for what."""

import pytest

from yimen.engines import service as engine
from yimen.engines.service import Service, chains
from yimen.engines.service.tests.joint_shop import ROOT
from yimen.engines.service.tests.test_joint import find

NEWBORN = ROOT / "services" / "health" / "newborn"
EVERY = ("birth-cert", "vaccine", "hukou", "medical", "card", "maternity", "care")


@pytest.fixture(scope="module")
def newborn() -> Service:
    return engine.read_folder(NEWBORN)


def test_parts_that_follow_each_other_are_added_up(newborn: Service) -> None:
    assert chains.longest(newborn) == 1 + 2 + 2, "the certificate, then the household register, then the card"


def test_of_parts_side_by_side_the_longest_counts() -> None:
    restaurant = engine.read_folder(ROOT / "services" / "market-regulation" / "open-restaurant", find)
    assert chains.longest(restaurant) == 13


@pytest.mark.parametrize(
    ("part", "waiting", "days"),
    [
        ("birth-cert", EVERY, 4),
        ("birth-cert", ("vaccine", "maternity"), 3),
        ("birth-cert", (), 0),
        ("hukou", EVERY, 2),
        ("hukou", ("medical",), 1),
        ("hukou", ("maternity", "vaccine"), 0),
        ("card", EVERY, 0),
    ],
)
def test_behind_a_part_only_what_waits_for_it_is_counted(newborn, part, waiting, days):
    assert engine.days_behind(newborn, part, waiting) == days


@pytest.mark.parametrize(
    ("part", "behind"),
    [("birth-cert", EVERY[1:]), ("hukou", ("medical", "card")), ("vaccine", ()), ("card", ())],
)
def test_a_part_knows_which_others_begin_when_it_is_over(newborn, part, behind):
    assert tuple(one.id for one in engine.parts_behind(newborn, part)) == behind
