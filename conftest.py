"""Fixtures for all tests: the cast of the demo city, loaded once for a module; what a test does is rolled back."""

import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests import cast as the_cast
from yimen.domains.cases.tests import make

# Browser tests leave Playwright's event loop in this thread; the tests after them use the database as before.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# CI tries the same examples for the same code, so that a red run is the change's; everywhere else new ones are tried.
# A machine that is slow for a moment is no fault of theirs.
hypothesis.settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The demo city in the database for as long as the module runs, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        the_cast.load()
        with override_settings(YIMEN_VAR=tmp_path_factory.mktemp("city")):
            yield
        transaction.set_rollback(True)


@pytest.fixture
def cast(loaded: None, db: None) -> the_cast.Cast:
    """张伟, 陈静, 周小雨, 李敏, 周涛."""
    return the_cast.read()


@pytest.fixture(scope="module")
def granted(loaded: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The number of 张伟's application, granted by the rules once for the module: printing and sealing take time."""
    with django_db_blocker.unblock():
        return make.granted(the_cast.read().zhang_wei).number
