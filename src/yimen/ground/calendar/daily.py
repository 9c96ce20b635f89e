"""The jobs of every day as an operator sees them: which there are, how the last run of each went, what to do.

``config`` plugs in which jobs there are (``plug_daily``); a job that has done what it could and left something undone
ends with ``Incomplete``.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from yimen.ground.calendar.models import DailyRun

_NAMED = 10
_FRAME = re.compile(r'File "[^"]*/yimen/([^"]+\.py)", line (\d+)')
_AGAIN = "点“再运行一次”。还是不行的，把这一行和这时的服务器日志交给维护系统的人。"


class Incomplete(Exception):
    """A job went through to its end, and some things could not be done; they come round again tomorrow."""

    def __init__(self, done: int, failed: Collection[object]) -> None:
        named = "、".join(str(one) for one in list(failed)[:_NAMED])
        more = f" 等 {len(failed)} 项" if len(failed) > _NAMED else ""
        self.sentence = f"办成 {done} 项，没办成：{named}{more}"
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class DailyJob:
    """One of them: what is put in the queue, and what it does in a few words."""

    job: Any
    does: str


@dataclass(frozen=True, slots=True)
class Run:
    """The last run of a job; ``state``: never, waiting, running, done, failed (with ``reason`` and ``advice``)."""

    name: str
    does: str
    day: date | None
    state: str
    ended: datetime | None = None
    reason: str = ""
    advice: str = ""


_plugged: dict[str, DailyJob] = {}
_STATES = {
    TaskResultStatus.READY: "waiting",
    TaskResultStatus.RUNNING: "running",
    TaskResultStatus.SUCCESSFUL: "done",
    TaskResultStatus.FAILED: "failed",
}


def plug_daily(jobs: Mapping[str, DailyJob]) -> None:
    """These are the jobs of every day from now on."""
    _plugged.clear()
    _plugged.update(jobs)


def daily_job(name: str) -> DailyJob | None:
    return _plugged.get(name)


def last_runs() -> list[Run]:
    """The last run of every job, those that failed first."""
    newest = DailyRun.objects.filter(name=OuterRef("name")).order_by("-day").values("pk")[:1]
    latest = {row.name: row for row in DailyRun.objects.filter(name__in=_plugged, pk=Subquery(newest))}
    results = DBTaskResult.objects.in_bulk([row.result for row in latest.values() if row.result])
    runs = [_run(name, one.does, latest.get(name), results) for name, one in _plugged.items()]
    return sorted(runs, key=lambda run: (run.state != "failed", run.name))


def run_of(name: str) -> Run | None:
    return next((one for one in last_runs() if one.name == name), None)


def _run(name: str, does: str, row: DailyRun | None, results: "Mapping[Any, DBTaskResult[..., Any]]") -> Run:
    result = results.get(row.result) if row is not None else None
    if row is None or result is None:
        # Runs of before this was written down have no result to look at.
        return Run(name, does, row.day if row else None, "done" if row else "never")
    state = _STATES[TaskResultStatus(result.status)]
    if state != "failed":
        return Run(name, does, row.day, state, result.finished_at)
    return Run(name, does, row.day, state, result.finished_at, *_failure(result))


def _failure(result: "DBTaskResult[..., Any]") -> tuple[str, str]:
    """Reason and advice. Not the message of an unexpected error, which may hold somebody's data: where it happened."""
    lines = result.traceback.strip().splitlines() or [""]
    kind = result.exception_class_path.rpartition(".")[2]
    if kind == Incomplete.__name__:
        return lines[-1].partition(": ")[2], f"明天会再试。先看这几项自己的页面说什么；{_AGAIN}"
    frames = _FRAME.findall(result.traceback)
    where = f"（{frames[-1][0]} 第 {frames[-1][1]} 行）" if frames else ""
    return f"程序出错：{kind}{where}", _AGAIN
