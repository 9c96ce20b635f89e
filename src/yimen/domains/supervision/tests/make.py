"""Findings in each stage of their life, made the way people make them."""

from datetime import datetime

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at
from yimen.domains.supervision.actions.answer import answer
from yimen.domains.supervision.actions.appeal import appeal
from yimen.domains.supervision.actions.rule import rule
from yimen.domains.supervision.models import Finding

# Received on Friday 20 November; the five working days end on Friday 27 November.
FIFTH, SIXTH = at(11, 27), at(11, 30)
SAID = "系统升级那两天打不开，补看材料晚了一天"


def accepted_on(cast: Cast, moment: datetime) -> Case:
    case = make_food.submitted(cast.chen_jing, now=NOW)
    accept(actor=cast.wang_fang.actor(moment), case=case, task=task_of(case), now=moment)
    drain(moment)
    return fresh(case)


def found(cast: Cast) -> Finding:
    """王芳 has accepted a day too late."""
    return Finding.objects.get(case=accepted_on(cast, SIXTH), rule="accept-late")


def answered(cast: Cast, *, now: datetime = SIXTH) -> Finding:
    return answer(officer=cast.wang_fang, finding=found(cast), text=SAID, now=now)


def upheld(cast: Cast, *, now: datetime = SIXTH) -> Finding:
    """方圆 has ruled that it stands."""
    return rule(officer=cast.fang_yuan, finding=answered(cast), upheld=True, text="期限是法定的", now=now)


def appealed(cast: Cast, *, now: datetime = SIXTH) -> Finding:
    return appeal(officer=cast.wang_fang, finding=upheld(cast), text="材料是下班后才到的", now=now)
