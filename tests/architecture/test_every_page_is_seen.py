"""No page escapes the eye: each address that draws a page is looked at in a browser, or it is said why not."""

import ast
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.urls import Resolver404, resolve

from tests.architecture.routes import NAMES, every_route
from tests.journeys import seen
from tests.journeys.conftest import Granted
from tests.journeys.test_every_page import ROLES, Known

JOURNEYS = Path(__file__).resolve().parents[1] / "journeys"
KNOWN = Known(
    Granted("YX20261122-00001", "ABCDEFGHJKLMNPQR"), "YX20261122-00002", "YX20261122-00003", "YX20261122-00004"
)


def view_name(address: str) -> str:
    try:
        return str(resolve(address.partition("?")[0]).view_name)
    except Resolver404:
        return "no such page"


def visited() -> set[str]:
    """Names of the addresses that `test_every_page` opens."""
    return {view_name(address) for _, visits in ROLES.values() for _, address, _ in visits(KNOWN)}


def looked() -> set[str]:
    """What the journeys call the pages they look at."""
    calls = [
        node
        for path in JOURNEYS.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "look"
    ]
    return {str(one.args[1].value) for one in calls if isinstance(one.args[1], ast.Constant)}


def takes_forms_only() -> set[str]:
    """Addresses that refuse to be opened: their method is asked before anything else."""
    found = set()
    for name, route in every_route():
        values = dict.fromkeys(route.pattern.converters, 1)
        try:
            answer = route.callback(RequestFactory().get("/"), **values)
        except Exception:  # a page that needs a person or the database does not refuse the method
            continue
        found |= {name} if answer.status_code == 405 else set()
    return found


def test_every_page_is_looked_at_or_it_is_said_why_not() -> None:
    told = visited() | takes_forms_only() | set(seen.LOOKED.values()) | set(seen.NO_PAGE) | set(seen.ELSEWHERE)
    assert sorted(set(NAMES) - told) == []


def test_what_takes_forms_only_is_known_to_refuse() -> None:
    found = takes_forms_only()
    assert {"citizen:start", "desk:claim", "benefits:draw", "accounts:sign-out"} <= found
    assert not found & visited()


@pytest.mark.parametrize("names", [seen.NO_PAGE, seen.ELSEWHERE, dict.fromkeys(seen.LOOKED.values(), "")])
def test_the_lists_name_addresses_that_exist_and_are_not_visited_anyway(names: dict[str, str]) -> None:
    assert sorted(set(names) - set(NAMES)) == []
    assert sorted(set(names) & visited()) == []


def test_what_journeys_are_said_to_look_at_they_do_look_at() -> None:
    assert len(looked()) > 30
    assert sorted(set(seen.LOOKED) - looked()) == []
