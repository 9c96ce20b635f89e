from datetime import datetime

from django_tasks import task

from yimen.domains.catalogue.actions.bring_into_force import bring_into_force
from yimen.ground.audit import SYSTEM


@task()
def bring_versions_into_force(now: str) -> int:
    """Versions whose day has come become current; what ended without a successor is listed no more."""
    return bring_into_force(actor=SYSTEM, now=datetime.fromisoformat(now))
