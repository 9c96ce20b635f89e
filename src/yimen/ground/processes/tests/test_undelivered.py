"""What is given up and has no process of its own to stop stands before the operators, who ask for it again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils.html import strip_tags

from tests.cast import NOW, Cast, browser_of
from yimen.config import middleware
from yimen.engines.bpmn.tests.make import chain
from yimen.ground.audit.models import Entry
from yimen.ground.outbox import registry
from yimen.ground.outbox.undelivered import undelivered
from yimen.ground.processes.actions import fire_timers, go_on, stop
from yimen.ground.processes.models import Instance
from yimen.ground.processes.subjects import Called
from yimen.ground.processes.tests.letters import SIGNAL, begin, catching, drawn, found, throw
from yimen.ground.processes.tests.make import Probe, at, one_round, start, waiting

SECRET = "330106199001011234"
LATER = NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "now", lambda: LATER)


@contextmanager
def failing(name: str, error: Exception) -> Iterator[None]:
    """While this lasts, this listener fails."""

    def react(event: Any, now: object) -> None:
        raise error

    one = registry._LISTENERS[name]
    with patch.dict(registry._LISTENERS, {name: registry.Listener(name, one.event, react, one.gave_up)}):
        yield


def many_rounds() -> None:
    for hour in range(20):
        one_round(NOW + timedelta(hours=hour))


def page(cast: Cast, path: str = "") -> str:
    answer = browser_of(cast.li_min).get(reverse("processes:stopped") + path)
    return " ".join(strip_tags(answer.content.decode().replace("<", " <")).split())


def ask_again(cast: Cast) -> None:
    answer = browser_of(cast.li_min).post(reverse("processes:again", args=[undelivered().get().pk]))
    assert (answer.status_code, answer.url) == (302, f"{reverse('processes:stopped')}?done=again")
    while one_round(LATER):
        pass


def test_a_signal_whose_receivers_cannot_be_found_is_seen_and_brought_when_it_is_asked_for_again(
    probe: Probe, cast: Cast
) -> None:
    waits = begin(probe, "R1", catching(SIGNAL))
    with failing("processes.signal-thrown", ValueError(SECRET)):
        throw("t1", why=SECRET)
        many_rounds()
    late = begin(probe, "R2", catching(SIGNAL))
    shown = page(cast)
    assert "信号“closed”没能告诉在等它的流程" in shown and "processes.signal-thrown · ValueError" in shown
    assert SECRET not in shown
    ask_again(cast)
    assert (at(waits), at(late)) == (["look"], ["wait"])
    assert Entry.objects.get(action="deliver-again").actor_name == "李敏"
    assert "已经重新安排" in page(cast, "?done=again") and "没有送到的" not in page(cast)


def test_a_signal_that_cannot_begin_a_process_is_seen_and_begins_it_when_it_is_asked_for_again(
    probe: Probe, cast: Cast
) -> None:
    told = f'<startEvent id="told">{SIGNAL}</startEvent>'
    probe.processes["new"] = drawn(told + chain("start", "look", "done") + chain("told", "look"))
    probe.begins = lambda letter: [Called("probe", "N1", "new", letter.variables, at="told")]
    with failing("processes.signal-begins", KeyError(SECRET)):
        throw("t1", why="flood")
        many_rounds()
    assert "信号“closed”没能开始该由它开始的流程" in page(cast)
    assert not Instance.objects.exists()
    for row in undelivered():
        browser_of(cast.li_min).post(reverse("processes:again", args=[row.pk]))
    while one_round(LATER):
        pass
    assert at(found("N1")) == ["look"]


def refusing(*args: object, **told: object) -> object:
    raise OperationalError(f"lock timeout at {SECRET}")


@pytest.fixture
def unanswered(probe: Probe) -> Instance:
    """What the system has done for it cannot be written down, and not even that it fails."""
    instance = start("P1")
    with patch.object(go_on, "load", refusing):
        many_rounds()
    return instance


def test_an_answer_that_the_database_refuses_for_ever_is_seen_after_a_bounded_time(
    probe: Probe, unanswered: Instance, cast: Cast
) -> None:
    shown = page(cast)
    assert "系统办的一步“work”没办成，也没能记到流程上 P1" in shown and "OperationalError" in shown
    assert SECRET not in shown
    ask_again(cast)
    assert at(unanswered) == ["look"]


def test_who_looks_after_another_body_neither_sees_it_nor_asks_for_it(
    unanswered: Instance, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yimen.ground.processes.undelivered_list.comes_to", lambda *args, **told: False)
    assert "没有送到的" not in page(cast)
    path = reverse("processes:again", args=[undelivered().get().pk])
    assert browser_of(cast.li_min).post(path).status_code == 404
    assert undelivered().exists()


def test_an_officer_without_the_post_finds_nothing_there(unanswered: Instance, cast: Cast) -> None:
    path = reverse("processes:again", args=[undelivered().get().pk])
    assert browser_of(cast.wang_fang).post(path).status_code == 404
    assert browser_of(cast.zhang_wei).post(path).status_code in (403, 404)
    assert undelivered().exists()


def test_one_that_cannot_even_be_stopped_is_seen_and_stops_when_the_database_lets_it(probe: Probe, cast: Cast) -> None:
    probe.process = waiting("P1D")
    instance, other = start("P1"), start("P2", NOW + timedelta(hours=1))
    go: Callable[..., Any] = go_on.go_on

    def refuse(number: int, *args: Any, **told: Any) -> Any:
        return refusing() if number == instance.pk else go(number, *args, **told)

    with patch.object(fire_timers, "go_on", refuse), patch.object(stop, "_stop", refusing):
        for hour in range(24, 48):
            one_round(NOW + timedelta(hours=hour))
    instance.refresh_from_db()
    other.refresh_from_db()
    assert (instance.stopped_at, other.ended_with) == (None, "done")
    assert "数据库不让办的" in page(cast) and "P1" in page(cast)
    one_round(LATER + timedelta(hours=1))
    instance.refresh_from_db()
    assert instance.stopped_at is not None
    assert "数据库不让办的" not in page(cast) and "P1" in page(cast)
