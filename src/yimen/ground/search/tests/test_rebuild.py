"""The index is built anew beside the live one: whoever searches meanwhile is answered."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from yimen.ground.errors import DomainError
from yimen.ground.search.actions import rebuild as building
from yimen.ground.search.actions.put import put
from yimen.ground.search.actions.rebuild import rebuild
from yimen.ground.search.entry import Entry
from yimen.ground.search.find import find
from yimen.ground.search.models import Index, Row, Word
from yimen.ground.search.state import is_built, live
from yimen.ground.search.vocabulary import vocabulary

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def entries(name: str = "犬类准养证核发") -> list[Entry]:
    return [Entry("sample", f"k{turn}", f"{name}{turn}号", department="公安局") for turn in range(30)]


def keys(text: str) -> set[str]:
    return {hit.key for hit in find(text).hits}


def test_nothing_is_built_at_first_and_nothing_is_found() -> None:
    assert not is_built()
    assert keys("养犬") == set()


def test_it_says_how_many_it_holds() -> None:
    assert rebuild(now=NOW, entries=entries()) == 30
    assert is_built()


def test_every_question_during_a_rebuild_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_BATCH", 7)
    rebuild(now=NOW, entries=entries())
    answers: list[int] = []

    def ask(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        done = execute(sql, params, many, context)
        if not asking and not sql.startswith(("SAVEPOINT", "RELEASE")):
            asking.append(1)
            answers.append(len(find("犬类准养证").hits))
            asking.clear()
        return done

    asking: list[int] = []
    with connection.execute_wrapper(ask):
        rebuild(now=NOW + timedelta(days=1), entries=entries())
    assert len(answers) > 20
    assert set(answers) == {30}


def test_the_old_index_is_emptied() -> None:
    rebuild(now=NOW, entries=entries())
    rebuild(now=NOW, entries=entries()[:3])
    assert Row.objects.count() == 3
    assert Word.objects.values("slot").distinct().count() == 1


def test_what_is_published_during_a_rebuild_stays_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_BATCH", 7)
    rebuild(now=NOW, entries=entries())

    def with_a_publication() -> Iterator[Entry]:
        for turn, one in enumerate(entries()):
            if turn == 3:
                put(Entry("sample", "k20", "烟草专卖零售", department="烟草局"))
            yield one

    rebuild(now=NOW, entries=with_a_publication())
    assert keys("烟草专卖") == {"k20"}
    assert "k20" not in keys("犬类准养证")


def test_two_do_not_build_at_once_and_a_killed_one_does_not_block() -> None:
    rebuild(now=NOW, entries=entries())
    Index.objects.update(building_since=NOW)
    with pytest.raises(DomainError):
        rebuild(now=NOW + timedelta(minutes=5), entries=entries())
    assert keys("犬类准养证")
    assert rebuild(now=NOW + timedelta(hours=2), entries=entries()) == 30


def test_rows_of_an_older_form_are_not_taken_for_a_whole_index() -> None:
    rebuild(now=NOW, entries=entries())
    Index.objects.update(form=0)
    assert not is_built()


def test_a_word_counts_in_every_name_that_has_it_whether_or_not_it_stands_alone_there() -> None:
    names = ["登记", "不动产登记簿", "户口登记"]
    rebuild(now=NOW, entries=[Entry("sample", name, name, department="公安局") for name in names])
    state = live()
    assert vocabulary(state.slot, state.stamp).counts["登记"] == 3
