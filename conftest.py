"""Fixtures for all tests: the cast of the demo city, loaded once; what a test does is rolled back."""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import hypothesis
import pytest
from django.db import connection
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests import cast as the_cast
from tests import databases
from yimen.domains.cases.tests import make
from yimen.domains.cases.tests.quick import quick_files, quick_papers

# CI tries the same examples for the same code, so that a red run is the change's; everywhere else new ones are tried.
# A machine that is slow for a moment is no fault of theirs.
hypothesis.settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


# By how far they move it, the nearest first.
MOVE_THE_CLOCK = (
    "test_restaurant.py",
    "test_restaurant_elder.py",
    "test_restaurant_in_english.py",
    "test_restaurant_without_script.py",
    "test_allowance.py",
)
LONG_JOURNEYS = ("test_food_licence.py", "test_every_page.py", "test_doors.py", "test_clock.py", "test_filling.py")


# Here a test says by a fixture or a mark that it asks the database, or pytest-django would refuse it; in other folders
# tests start processes of their own.
BY_FIXTURE = ("src", "tests/forms", "tests/conformance")
ASKING = {"db", "transactional_db", "loaded", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks it: the rest has said on SQLite what it has to say."""
    if connection.vendor == "postgresql":
        config.hook.pytest_deselected(items=[item for item in items if not _asks(item)])
        items[:] = [item for item in items if _asks(item)]
    _put_in_order(items)


def _asks(item: pytest.Item) -> bool:
    place = item.path.relative_to(item.config.rootpath)
    if not any(place.is_relative_to(folder) for folder in BY_FIXTURE):
        return True
    return bool(ASKING & {*getattr(item, "fixturenames", ())}) or item.get_closest_marker("django_db") is not None


def _put_in_order(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright leaves an event loop in the thread, where Django and pyHanko refuse to work.

    Of those the long ones come first, so that no process waits for another at the end; and last of all the journeys
    that move their city's clock, for that ends sessions and clears old drafts.
    """

    def turn(item: pytest.Item) -> tuple[bool, int, bool]:
        in_browser = "playwright" in getattr(item, "fixturenames", ())
        name = item.path.name
        moves = MOVE_THE_CLOCK.index(name) + 1 if name in MOVE_THE_CLOCK else 0
        return in_browser, moves, in_browser and name not in LONG_JOURNEYS

    items.sort(key=turn)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Instead of pytest-django's: the tables are made once for all processes."""
    # Between tests the database stays shut.
    with django_db_blocker.unblock(), databases.empty(request.config.option.verbose), django_db_blocker.block():
        yield


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The demo city in the database for as long as the module runs, in a transaction that is never committed."""
    with django_db_blocker.unblock(), databases.city(), override_settings(YIMEN_VAR=tmp_path_factory.mktemp("city")):
        yield


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test in the demo city gets its cases without printing and sealing, unless it is marked `printed`."""
    with ExitStack() as during:
        if "loaded" in request.fixturenames:
            during.enter_context(quick_files())
            if not request.node.get_closest_marker("printed"):
                during.enter_context(quick_papers())
        yield


@pytest.fixture
def cast(loaded: None, db: None) -> the_cast.Cast:
    """张伟, 陈静, 周小雨, 李敏, 周涛."""
    return the_cast.read()


@pytest.fixture(scope="module")
def granted(loaded: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The number of 张伟's application, granted by the rules once for the module: printing and sealing take time."""
    with django_db_blocker.unblock():
        return make.granted(the_cast.read().zhang_wei).number
