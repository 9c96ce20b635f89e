from datetime import datetime

from yimen.domains.cases.models import Case, CaseStep
from yimen.ground.audit import Actor


def add_step(case: Case, kind: str, *, by: Actor, now: datetime, note: str = "") -> None:
    """Write one line of the case's history, for applicant and officer alike."""
    CaseStep.objects.create(case=case, kind=kind, at=now, by=by.name, note=note)
