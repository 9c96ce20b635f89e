"""States of an older version become rows one by one: a damaged one holds up no other, and an operator sees it."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests.cast import NOW, Cast, browser_of
from yimen.config import middleware
from yimen.engines import bpmn
from yimen.engines.bpmn import State
from yimen.ground.audit import SYSTEM
from yimen.ground.errors import DomainError
from yimen.ground.processes.actions.resume import resume
from yimen.ground.processes.migrations import _carried
from yimen.ground.processes.models import Event, Instance, Token
from yimen.ground.processes.store import load, rebuilt
from yimen.ground.processes.tests.make import Probe, at, start

CARRY_OVER, STOP = (
    import_module(f"yimen.ground.processes.migrations.{name}") for name in ("0006_carry_over", "0017_stop_damaged")
)
HERE = SimpleNamespace(connection=connection)
# As an older version wrote it: never to be changed.
WHOLE = """{"format": 2, "tokens": [{"id": 1, "node": "a", "waiting": true, "flow": "f", "incident": "ym:x", "scope": 3,
"role": "loop", "left": 2, "got": [0, 1]}, {"id": 2, "node": "b", "waiting": true, "host": 1, "left": -1},
{"id": 9, "node": "c", "waiting": false}], "variables": {"n": {"@number": "12.50"}, "d": {"@date": "2026-01-05"},
"dt": {"@datetime": "2026-01-05T08:00:00", "@zone": "Asia/Shanghai", "@fold": 0}, "m": {"@months": 14}, "f": 0.5,
"l": [1, true, null, {"a": "三"}], "ctx": {"@context": {"@x": 1}}}, "next_token": 10, "ended": ["e1", "e2"],
"done": false, "scopes": [{"id": 3, "node": "sub", "kind": "multi", "parent": 0, "token": 1, "queue": ["q"], "of": 4,
"variables": {"@items": [1]}}], "works": [[5, "w", 3, null], [6, "w2", 0, 3]], "failed": "boom"}"""
PLAIN = {
    "format": 1,
    "tokens": [{"id": 1, "node": "look", "waiting": True}],
    "variables": {"owner": "张三"},
    "next_token": 2,
    "ended": [],
    "done": False,
}
DAMAGED: list[tuple[str, str]] = [
    ("{broken", "不是完整的 JSON"),
    ("[]", "格式版本不认识"),
    (json.dumps(PLAIN | {"format": 3}), "格式版本不认识"),
    (json.dumps({"format": 1, "tokens": []}), "缺少 done、ended、next_token、variables"),
    (json.dumps(PLAIN | {"tokens": [{"id": "1", "node": "look"}]}), "编号不是整数"),
    (json.dumps(PLAIN | {"tokens": [{"id": 1, "node": "n" * 201}]}), "环节的 id 写得不对"),
    (json.dumps(PLAIN | {"tokens": [{"id": 1, "node": "a"}] * 2}), "有两个编号相同"),
    (json.dumps(PLAIN | {"variables": {"a": {"@colour": 1}}}), "变量的类型不认识"),
    (json.dumps(PLAIN | {"variables": {"a": {"@date": "张三"}}}), "date 的值写得不对"),
    (json.dumps(PLAIN | {"next_token": 2**40}), "编号不是整数"),
]


def test_each_part_of_a_state_has_its_row() -> None:
    found = _carried.carried(WHOLE)
    assert found.tokens == [
        (1, "a", '[1,3,"f",null,"loop","ym:x",2,[0,1]]'),
        (2, "b", '[1,0,"",1,"","",-1]'),
        (9, "c", "[]"),
    ]
    assert found.scopes == [(3, "sub", 0, '["multi",1,["q"],4]')]
    assert found.works == [(5, "w", 3, None), (6, "w2", 0, 3)]
    assert {name: value for scope, name, value in found.variables if not scope} == {
        "n": '{"@number":"12.50"}',
        "d": '{"@date":"2026-01-05"}',
        "dt": '{"@datetime":"2026-01-05T08:00:00","@zone":"Asia/Shanghai","@fold":0}',
        "m": '{"@months":14}',
        "f": '{"@number":"0.5"}',
        "l": '[1,true,null,{"a":"三"}]',
        "ctx": '{"@context":{"@x":1}}',
    }
    assert (found.next_token, found.ends, found.failed) == (10, "e1 e2", "boom")
    assert bpmn.replay([json.loads(found.entry)]) == State.from_json(json.loads(WHOLE))


@pytest.mark.parametrize(("text", "reason"), DAMAGED)
def test_what_no_version_has_written_is_damaged_and_its_reason_says_nothing_of_a_person(text: str, reason: str) -> None:
    with pytest.raises(_carried.Damaged) as damaged:
        _carried.carried(text)
    assert str(damaged.value) == reason


def carry_over(**states: str | None) -> None:
    """Instances of these references have stood in one JSON until now."""
    found = {one.subject_ref: one for one in Instance.objects.all()}
    with connection.cursor() as cursor:
        for table in ("token", "scope", "variable", "work", "event"):
            cursor.execute(f'DELETE FROM "processes_{table}"')
    Instance.objects.update(version=0, next_token=1)
    batch = [(one.pk, states[name], one.started_at, one.ended_at) for name, one in found.items()]
    with transaction.atomic():
        CARRY_OVER.carry_over(apps, connection, batch)
        STOP.stop_damaged(apps, HERE)


@pytest.mark.parametrize("damaged", ["{broken 张三", json.dumps(PLAIN | {"variables": {"v" * 201: 1}})])
def test_a_damaged_state_holds_up_no_other_and_is_stopped(probe: Probe, damaged: str) -> None:
    instances = {name: start(name) for name in ("P1", "P2", "P3")}
    carry_over(P1=json.dumps(PLAIN), P2=damaged, P3=json.dumps(PLAIN))
    for name in ("P1", "P3"):
        assert at(instances[name]) == ["look"] and instances[name].stopped_at is None
        assert rebuilt(instances[name]) == load(instances[name])
    stopped = Instance.objects.get(subject_ref="P2")
    assert stopped.stopped_at is not None and "原来的状态读不出来" in stopped.stopped_reason
    assert "张三" not in stopped.stopped_reason and (stopped.failed, stopped.version) == ("", 1)
    with pytest.raises(bpmn.BpmnError, match="从备份恢复这一条流程"):
        load(stopped)
    assert json.loads(Event.objects.get(instance=stopped).told)["state"] == damaged


def test_what_only_the_database_refuses_holds_up_no_other(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    instances = {name: start(name) for name in ("P1", "P2")}
    whole = CARRY_OVER.carried

    def unforeseen(text: str) -> Any:
        found = whole(text)
        found.tokens *= 2 if '"x"' in text else 1
        return found

    monkeypatch.setattr(CARRY_OVER, "carried", unforeseen)
    carry_over(P1=json.dumps(PLAIN), P2=json.dumps(PLAIN | {"variables": {"x": 1}}))
    assert at(instances["P1"]) == ["look"]
    assert "写不进去（IntegrityError）" in Instance.objects.get(subject_ref="P2").stopped_reason
    assert not Token.objects.filter(instance=instances["P2"]).exists()


def test_one_that_is_over_stays_over_whatever_its_state(probe: Probe) -> None:
    start("P1")
    Instance.objects.update(ended_at=NOW, ended_with="done")
    carry_over(P1="{broken")
    instance = Instance.objects.get()
    assert (instance.stopped_at, instance.failed, instance.ended_with) == (None, "", "done")
    assert load(instance).done and rebuilt(instance) == load(instance)


def test_an_operator_sees_a_damaged_one_and_it_does_not_go_on(
    probe: Probe, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "now", lambda: NOW)
    instance = start("P1")
    carry_over(P1=None)
    browser = browser_of(cast.li_min)
    for address in ("/desk/processes/stopped/", f"/desk/processes/{instance.pk}/"):
        assert "原来的状态读不出来：不是完整的 JSON" in browser.get(address).content.decode()
    with pytest.raises(DomainError, match="从备份恢复"), transaction.atomic():
        resume(actor=SYSTEM, instance_id=instance.pk, now=NOW)
    instance.refresh_from_db()
    assert instance.stopped_at is not None


INSTANCE = """INSERT INTO processes_instance
(id, definition, subject_kind, subject_ref, state, started_at, ended_with, result)
VALUES (?, 'food@1', 'case', ?, ?, '2026-11-01 00:00:00', '', '')"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the steps are the same; here the database is a file")
def test_an_old_database_with_a_damaged_state_comes_to_the_newest_version(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite3"
    told = {**os.environ, "YIMEN_MODE": "test", "YIMEN_VAR": str(tmp_path), "YIMEN_DATABASE_URL": f"sqlite:///{file}"}

    def migrate(*to: str) -> None:
        command = [sys.executable, "-m", "yimen.cli", "manage", "migrate", "processes", *to, "--verbosity", "0"]
        subprocess.run(command, env=told, check=True)

    migrate("0004")
    with closing(sqlite3.connect(file)) as old:
        old.executemany(
            INSTANCE, [(1, "A", json.dumps(PLAIN)), (2, "B", json.dumps(PLAIN | {"format": 9})), (3, "C", WHOLE)]
        )
        old.commit()
    migrate()
    with closing(sqlite3.connect(file)) as new:
        rows = new.execute("SELECT subject_ref, version, next_token, stopped_reason FROM processes_instance").fetchall()
        tokens = new.execute("SELECT instance_id, number, node FROM processes_token ORDER BY 1, 2").fetchall()
    reason = "升级系统时，这个流程原来的状态读不出来：格式版本不认识。原样留在它的第一条经过记录里"
    assert rows == [("A", 1, 2, ""), ("B", 1, 1, reason), ("C", 1, 10, "")]
    assert tokens == [(1, 1, "look"), (3, 1, "a"), (3, 2, "b"), (3, 9, "c")]
