"""Ways through a list: what is handled here comes first, and no way leads to nothing."""

from datetime import UTC, datetime

import pytest

from yimen.ground.search.actions.rebuild import rebuild
from yimen.ground.search.browse import leaf, list_narrowings, narrowings, overview, with_
from yimen.ground.search.entry import Entry, Filters
from yimen.ground.search.find import find

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LISTED = [
    Entry(
        "sample",
        f"k{turn}",
        f"犬类准养证核发{turn}",
        department="区公安分局",
        region="广安区",
        enterprises=False,
        online=turn == 1,
    )
    for turn in range(3)
]
OWN = Entry("service", "dog", "犬类登记", department="公安", region="云溪市", own=True, enterprises=True)


@pytest.fixture(autouse=True)
def index() -> None:
    rebuild(now=NOW, entries=[*LISTED, OWN])


def told(ways: dict[str, list]) -> dict[str, list[tuple[str, int]]]:
    return {name: [(one.value, one.count) for one in choices] for name, choices in ways.items()}


def test_who_handles_something_here_comes_before_who_has_more() -> None:
    whole = overview()
    assert [one.value for one in whole.departments] == ["公安", "区公安分局"]
    assert [one.value for one in whole.regions] == ["云溪市", "广安区"]


def test_a_list_and_an_answer_can_be_narrowed_in_the_same_ways() -> None:
    ways = told(list_narrowings(Filters()))
    assert ways == told(narrowings(find("犬类").hits))
    assert ways["online"] == [("1", 1)]
    assert ways["audience"] == [("people", 4), ("enterprises", 1)]


def test_what_a_narrowed_list_has_not_is_no_way_on() -> None:
    assert told(list_narrowings(Filters(region="云溪市"))) == {}
    ways = told(list_narrowings(Filters(region="广安区")))
    assert set(ways) == {"online"}


def test_every_way_leads_to_as_many_as_it_says() -> None:
    for filters in (Filters(), Filters(region="广安区"), Filters(audience="people")):
        for name, choices in list_narrowings(filters).items():
            for one in choices:
                assert len(leaf(with_(filters, name, one.value)).hits) == one.count, (filters, name, one)
