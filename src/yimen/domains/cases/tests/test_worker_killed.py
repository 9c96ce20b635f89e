"""A worker killed at any point of a food licence: the next one brings the case to the same end, everything once.

``YIMEN_KILLS=1`` kills at every single point; else at each of the points that ``EVERY`` leaves, others in each phase.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.decline import decline
from yimen.domains.cases.actions.extend import extend
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.read_document import read_document
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.actions.supply_correction import supply_correction
from yimen.domains.cases.actions.urge import urge
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make, make_food
from yimen.domains.cases.tests.deaths import Fate, Phones, drain_again, drain_mortal
from yimen.domains.certificates.models import Certificate
from yimen.ground.calendar.actions.correct_day import DayKind, correct_day
from yimen.ground.documents import ports as seals
from yimen.ground.documents.actions import make as documents
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject
from yimen.ground.messages.models import Notice, Sms
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.models import Instance, Task, Timer

EVERY = int(os.environ.get("YIMEN_KILLS", "9"))
Act = Callable[[Cast, Case, datetime], object]


def _task(case: Case) -> Task:
    return make.task_of(case)


# What people do, one after the other; after each act the worker has something to do, and dies over it.
SUBMIT: Act = lambda cast, case, now: submit(actor=cast.chen_jing.actor(now), case=case, now=now)  # noqa: E731
