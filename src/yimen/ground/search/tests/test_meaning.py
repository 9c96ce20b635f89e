"""Ranking by meaning: optional, only where words have found nothing good, read once and never for a question."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from yimen.ground.errors import Unavailable
from yimen.ground.search import meaning, ports
from yimen.ground.search.actions import read_titles as reading
from yimen.ground.search.actions.put import put
from yimen.ground.search.actions.read_titles import read_titles
from yimen.ground.search.actions.rebuild import rebuild
from yimen.ground.search.entry import Entry, Filters
from yimen.ground.search.find import find
from yimen.ground.search.jobs import read_new_titles
from yimen.ground.search.models import Index, Read
from yimen.ground.search.state import live
from yimen.ground.search.tests.concepts import Concepts

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DOG, AID = "犬类准养证核发", "临时救助"
ENTRIES = [
    Entry("sample", "dog", DOG, department="公安局", region="广安区"),
    Entry("sample", "dog-2", DOG, department="公安局", region="前锋区"),
    Entry("service", "aid", AID, phrases=("家里困难",), department="民政局", own=True),
    Entry("sample", "card", "社会保障卡申领", department="人社局"),
]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Concepts]:
    plugged = Concepts()
    monkeypatch.setattr(ports, "_plugged", [plugged])
    meaning._known.cache_clear()
    yield plugged
    meaning._known.cache_clear()


@pytest.fixture
def index(model: Concepts) -> None:
    rebuild(now=NOW, entries=ENTRIES)


def keys(text: str, **narrowed: Any) -> list[str]:
    return [hit.key for hit in find(text, Filters(**narrowed)).hits]


def test_without_a_model_nothing_is_read_and_words_alone_count() -> None:
    rebuild(now=NOW, entries=ENTRIES)
    assert read_titles() == 0
    assert not Read.objects.exists()
    assert keys("小狗") == []


@pytest.mark.usefixtures("index")
def test_what_shares_no_word_is_found_by_its_meaning() -> None:
    assert keys("小狗") == ["dog", "dog-2"]
    assert keys("没钱") == ["aid"]


@pytest.mark.usefixtures("index")
def test_what_means_nothing_near_is_still_not_found() -> None:
    assert keys("火星") == []
    assert keys("") == []


def test_a_meaning_that_is_only_somewhat_near_is_no_hit_but_among_the_closest(model: Concepts) -> None:
    rebuild(now=NOW, entries=[Entry("sample", "dog", "犬类酒类驾驶建房证")])
    assert keys("小狗") == []
    assert [hit.key for hit in find("小狗", closest=True).hits] == ["dog"]


@pytest.mark.usefixtures("index")
def test_a_good_answer_stays_as_it_is(monkeypatch: pytest.MonkeyPatch, model: Concepts) -> None:
    with_model = find("社会保障卡申领")
    monkeypatch.setattr(ports, "_plugged", [])
    assert with_model == find("社会保障卡申领")
    # The model was not even asked: this one would not answer.
    monkeypatch.setattr(ports, "_plugged", [model])
    model.down = True
    assert find("社会保障卡申领") == with_model


def test_words_and_meaning_together_stand_above_meaning_alone(model: Concepts) -> None:
    rebuild(now=NOW, entries=[Entry("sample", "a", "补助"), Entry("sample", "b", "大病医疗费用救助发放名册公示")])
    assert keys("没钱治大病了找谁") == ["b", "a"]


@pytest.mark.usefixtures("index")
def test_filters_narrow_what_is_found_by_meaning_too() -> None:
    assert keys("小狗", region="前锋区") == ["dog-2"]
    assert keys("小狗", department="民政局") == []


def test_a_name_of_many_districts_leaves_room_for_others(model: Concepts) -> None:
    many = [Entry("sample", f"dog-{turn}", DOG, region=f"第{turn}区") for turn in range(200)]
    rebuild(now=NOW, entries=[*many, Entry("sample", "club", "养狗协会")])
    found = keys("小狗")
    assert "club" in found and 50 < len(found) < 151


def test_each_title_is_read_once_however_often_the_index_is_built(model: Concepts) -> None:
    rebuild(now=NOW, entries=ENTRIES)
    assert sorted(model.asked) == sorted([DOG, AID, "家里困难", "社会保障卡申领"])
    rebuild(now=NOW + timedelta(days=1), entries=[*ENTRIES, Entry("sample", "wine", "酒类经营")])
    assert model.asked[4:] == ["酒类经营"]
    assert keys("喝酒") == ["wine"]


def test_what_left_the_index_is_forgotten(model: Concepts) -> None:
    rebuild(now=NOW, entries=ENTRIES)
    rebuild(now=NOW + timedelta(days=1), entries=ENTRIES[:2])
    assert list(Read.objects.values_list("text", flat=True)) == [DOG]


def test_another_model_reads_everything_anew(monkeypatch: pytest.MonkeyPatch, model: Concepts) -> None:
    rebuild(now=NOW, entries=ENTRIES)
    newer = Concepts("concepts 2")
    monkeypatch.setattr(ports, "_plugged", [newer])
    assert keys("小狗") == []
    assert read_titles() == 4
    assert set(Read.objects.values_list("model", flat=True)) == {"concepts 2"}
    assert keys("小狗") == ["dog", "dog-2"]


@pytest.mark.usefixtures("index")
def test_no_title_is_read_for_a_question(model: Concepts) -> None:
    read = list(model.asked)
    keys("小狗")
    assert model.asked == read


@pytest.mark.usefixtures("index")
def test_a_published_name_is_read_by_the_worker_and_not_while_it_is_published(model: Concepts) -> None:
    before = list(model.asked)
    put(Entry("sample", "wine", "酒类经营"))
    assert model.asked == before and keys("喝酒") == []
    task = DBTaskResult.objects.get()
    assert task.task_path.endswith("read_new_titles")
    assert read_new_titles.func() == 1
    assert keys("喝酒") == ["wine"]
    put(Entry("sample", "wine", "酒类经营", fee="不收费"))
    assert DBTaskResult.objects.count() == 1


def test_publishing_without_a_model_leaves_no_job() -> None:
    put(Entry("sample", "wine", "酒类经营"))
    assert not DBTaskResult.objects.exists()


@pytest.mark.usefixtures("index")
def test_a_model_that_does_not_answer_leaves_the_search_to_words(
    model: Concepts, caplog: pytest.LogCaptureFixture
) -> None:
    model.down = True
    assert keys("小狗") == []
    assert keys("救助")[0] == "aid"
    assert "words alone" in caplog.text


def test_a_model_that_does_not_answer_does_not_stop_a_rebuild(
    model: Concepts, caplog: pytest.LogCaptureFixture
) -> None:
    model.down = True
    assert rebuild(now=NOW, entries=ENTRIES) == 4
    assert keys("救助")[0] == "aid" and not Read.objects.exists()
    assert "words alone" in caplog.text
    with pytest.raises(Unavailable):
        read_titles()


def test_who_is_killed_while_reading_goes_on_from_there(monkeypatch: pytest.MonkeyPatch, model: Concepts) -> None:
    monkeypatch.setattr(reading, "_BATCH", 1)
    whole, asked = Concepts.read, []

    def dies(self: Concepts, texts: list[str]) -> list[bytes]:
        asked.append(texts)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return whole(self, texts)

    monkeypatch.setattr(Concepts, "read", dies)
    with pytest.raises(KeyboardInterrupt):
        rebuild(now=NOW, entries=ENTRIES)
    assert Read.objects.count() == 2
    assert read_titles() == 2


def test_more_titles_than_a_process_keeps_are_left_to_their_words(
    monkeypatch: pytest.MonkeyPatch, model: Concepts
) -> None:
    monkeypatch.setattr(reading, "MOST", 2)
    rebuild(now=NOW, entries=ENTRIES)
    # Services handled here come first, names before phrases.
    assert model.asked == [AID, DOG]


@pytest.mark.usefixtures("index")
def test_the_names_are_loaded_once_for_each_state_of_the_index(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    keys("小狗")
    with django_assert_num_queries(2):
        keys("小狗")
    Index.objects.filter(pk=live().pk).update(stamp=uuid4())
    with django_assert_num_queries(6):
        keys("小狗")


@pytest.mark.usefixtures("index")
def test_rows_of_a_name_are_read_from_an_index() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite how it reads")
    with CaptureQueriesContext(connection) as asked:
        keys("小狗")
    statement = next(one["sql"] for one in asked.captured_queries if "of_a_name" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        assert "search_row_sorted (slot=? AND own=? AND sort=?)" in str(cursor.fetchall())


def test_titles_are_read_as_they_are_written() -> None:
    assert meaning.titles_read("个体 工商户 设立\nopen a shop\nktv 证") == ["个体工商户设立", "open a shop", "ktv证"]
