from datetime import datetime

from django_tasks import task

from yimen.domains.catalogue.actions.bring_into_force import bring_into_force
from yimen.domains.catalogue.lacking import count_all
from yimen.ground.audit import SYSTEM


@task()
def bring_versions_into_force(now: str) -> int:
    """Versions whose day has come become current; what ended without a successor is listed no more."""
    return bring_into_force(actor=SYSTEM, now=datetime.fromisoformat(now))


@task()
def check_open_drafts(now: str) -> int:
    """What each open draft lacks is counted by the rules and laws of the day."""
    return count_all(datetime.fromisoformat(now))
