"""Where an instance stands, read from its rows and written to them. All SQL of processes that is not Django's is here.

A step reads and writes a dozen small rows. Through models that takes one or two milliseconds of CPU, ten times as much
as the step itself; so the rows are written by hand, in the same words for SQLite and PostgreSQL. Everything belongs
inside the transaction of the step, which has locked the instance (``locks``).

Others in this package use ``row``, ``load``, ``save``, ``put_tasks``, ``waiting``, ``close_task``,
``call_off_incidents``, ``rebuilt``, ``done_before``, ``close_by_rows``;
``Database`` is the way to the driver, made once for a command.
"""

from .close import close_by_rows
from .database import Database
from .read import done_before, load, rebuilt, row
from .tasks import call_off_incidents, close_task, put_tasks, waiting
from .write import Happened, save

__all__ = [
    "Database",
    "Happened",
    "call_off_incidents",
    "close_by_rows",
    "close_task",
    "done_before",
    "load",
    "put_tasks",
    "rebuilt",
    "row",
    "save",
    "waiting",
]
