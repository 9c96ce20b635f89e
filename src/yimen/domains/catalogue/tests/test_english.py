"""What services say in English: as phrases for pages, and when somebody searches in English."""

import pytest

from tests.cast import OPENING
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.english import phrases
from yimen.domains.catalogue.queries import search
from yimen.engines.service.folder import files_of
from yimen.ground.audit import SYSTEM

pytestmark = pytest.mark.django_db
SLUG = "market-regulation/individual-business-registration"


@pytest.fixture
def files(settings: object) -> dict[str, bytes]:
    return files_of(settings.YIMEN_SERVICES / SLUG)


@pytest.fixture
def published(files: dict[str, bytes]) -> None:
    publish(actor=SYSTEM, files=files, now=OPENING)


def test_a_published_service_brings_its_english(published: None) -> None:
    assert phrases()["经营者姓名"] == "Operator's name"


def test_the_same_object_until_something_is_published(published: None, files: dict[str, bytes]) -> None:
    before = phrases()
    assert phrases() is before
    changed = files["en.yaml"].replace(b'"Operator\'s name"', b'"Name of the operator"')
    publish(actor=SYSTEM, files={**files, "en.yaml": changed}, now=OPENING)
    assert phrases()["经营者姓名"] == "Name of the operator"


def test_without_services_there_are_no_phrases() -> None:
    assert phrases() == {}


def test_words_in_english_find_a_service(published: None) -> None:
    assert [one.item.slug for one in search("open a shop")] == ["individual-business-registration"]


def test_words_that_no_service_says_find_nothing(published: None) -> None:
    assert search("zzz") == []
