from datetime import datetime

from yimen.domains.cases.actions.accept import ACCEPT, accept
from yimen.domains.cases.clocks import intake_of, rules_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.states import Status
from yimen.engines import clock
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.errors import Stale
from yimen.ground.processes.models import Task


def deem_accepted(*, case: Case, now: datetime) -> bool:
    """逾期不告知的，自收到申请材料之日起即为受理 (行政许可法 32(1)(4)): the system does what nobody has done in time.

    Returns whether the case was accepted. An officer who acts at the same moment wins.
    """
    if case.status != Status.SUBMITTED or case.received_on is None or case.accepted_on is not None:
        return False
    if clock.deemed(intake_of(case), legal_day(now), working_calendar(), rules_of(case).answer) is None:
        return False
    task = Task.objects.select_related("instance").filter(
        instance__subject_kind="case", instance__subject_ref=case.number, closed_at=None, act="accept"
    )
    found = task.first()
    if found is None or ACCEPT not in found.outcomes:
        return False
    try:
        accept(actor=SYSTEM, case=case, task=found, now=now)
    except Stale:
        return False
    return True
