"""The worker: one process that delivers events, fires timers and runs jobs."""

import logging
import signal
import threading
from datetime import timedelta
from types import FrameType

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from yimen.config.schedule import enqueue_due
from yimen.ground.calendar.moment import now
from yimen.ground.errors import traced
from yimen.ground.outbox.deliver import deliver_due
from yimen.ground.processes.actions.fire_timers import fire_due_timers

PAUSE = 0.5
_LONGEST_JOB = timedelta(minutes=30)
log = logging.getLogger(__name__)


def work(*, until_idle: bool = False, stop: threading.Event | None = None) -> int:
    """Work until told to stop (SIGTERM, SIGINT, or ``stop``); with ``until_idle`` until nothing is due.

    A database that is away (a restart) is waited for: what was not finished is due again after its lease.
    """
    stop = stop or _stop_on_signals()
    pause = PAUSE
    while not stop.is_set():
        close_old_connections()
        try:
            done = one_round()
            pause = PAUSE
        except (DatabaseError, InterfaceError) as error:
            log.error("the database does not answer; trying again: %s", traced(error))
            done, pause = 0, min(pause * 2, 10)
        if done == 0:
            if until_idle:
                return 0
            stop.wait(pause)
    return 0


def one_round() -> int:
    """Everything that is due now; returns how much that was."""
    enqueue_due(now())
    return deliver_due(now) + fire_due_timers(now) + _run_jobs()


def _run_jobs() -> int:
    # A job that was running when its worker was killed runs again: the library would leave it so for ever.
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - _LONGEST_JOB).update(
        status=TaskResultStatus.READY, started_at=None
    )
    if not DBTaskResult.objects.ready().exists():
        return 0
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=10,
        worker_id=f"yimen-{threading.get_ident()}",
        excluded_queue_names=[],
    )
    worker.run()
    return 1


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()

    def told(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    return stop
