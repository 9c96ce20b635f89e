"""The demo city and what stands in it, once for the whole folder: it takes some seconds to make."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests import databases
from tests.architecture import town as the_town
from tests.cast import NOW
from yimen.config import middleware


@pytest.fixture(scope="package")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """As the fixture of the same name for all tests, for the folder instead of the module."""
    with django_db_blocker.unblock(), databases.city(), override_settings(YIMEN_VAR=tmp_path_factory.mktemp("city")):
        yield


@pytest.fixture(scope="package")
def built(loaded: None, django_db_blocker: DjangoDbBlocker) -> the_town.Town:
    with django_db_blocker.unblock():
        return the_town.prepare()


@pytest.fixture
def town(built: the_town.Town, db: None) -> Iterator[the_town.Town]:
    """Something of everybody's; requests happen when it was made."""
    with patch.object(middleware, "now", lambda: NOW):
        yield built
