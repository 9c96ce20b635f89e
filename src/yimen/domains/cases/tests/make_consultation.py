"""吴磊 has 陈静's food licence in hand and asks fire safety for its opinion; 秦朗 answers."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.answer_opinion import answer_opinion
from yimen.domains.cases.actions.ask_opinion import ask_opinion
from yimen.domains.cases.consultations import task_of as opinion_task
from yimen.domains.cases.models import Case, Consultation
from yimen.domains.cases.tests import make, make_food
from yimen.ground.accounts.models import Account
from yimen.ground.places.models import Post
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.models import Task

QUESTION = "疏散通道和厨房的位置，消防上有没有意见？"
SHOWS = ("field.biz_address", "material.m3")
ANSWER = "看过布局图，厨房和通道的位置没有意见。"


def officer(login: str) -> Account:
    return Account.objects.get(login=login)


def post(role: str, code: str) -> Post:
    return Post.objects.select_related("organisation").get(organisation__role=role, code=code)


def fire() -> Post:
    return post("fire-rescue", "inspector")


def in_hand(cast: Cast, *, now: datetime = NOW, **stage: Any) -> Case:
    """Accepted, and 吴磊 has claimed the review."""
    case = make_food.accepted(cast, now=now, **stage)
    claim(officer=cast.wu_lei, task=make.task_of(case), now=now)
    return make.fresh(case)


def ask(
    case: Case,
    by: Account,
    *posts: Post,
    question: str = QUESTION,
    shows: Collection[str] = SHOWS,
    days: int = 3,
    now: datetime = NOW,
) -> list[Consultation]:
    keys = [one.pk for one in posts or (fire(),)]
    return ask_opinion(officer=by, case=case, posts=keys, question=question, shows=shows, days=days, now=now)


def asked(cast: Cast, *, now: datetime = NOW) -> Consultation:
    """Asked, and everybody has been told."""
    (row,) = ask(in_hand(cast, now=now), cast.wu_lei, now=now)
    make.drain(now)
    return row


def task_of(row: Consultation) -> Task:
    task = opinion_task(row, [row.post])
    assert task is not None
    return task


def answer(
    row: Consultation,
    outcome: str = "agree",
    text: str = ANSWER,
    *,
    by: str = "qinlang",
    task: Task | None = None,
    now: datetime = NOW,
    drains: bool = True,
) -> None:
    """秦朗 answers; with ``drains`` the worker has done what follows."""
    answer_opinion(
        actor=officer(by).actor(now),
        consultation=row,
        task=task or task_of(row),
        outcome=outcome,
        text=text,
        now=now,
    )
    if drains:
        make.drain(now)
