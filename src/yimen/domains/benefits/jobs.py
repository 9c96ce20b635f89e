import logging
from datetime import datetime, timedelta

from django_tasks import task

from yimen.domains.benefits.actions.check_registers import check_registers
from yimen.domains.benefits.actions.list_candidates import list_candidates
from yimen.domains.benefits.actions.pay_out import gave_up, pay_out
from yimen.domains.benefits.actions.tell import tell
from yimen.domains.benefits.events import ListSent
from yimen.domains.benefits.models import PaymentList
from yimen.domains.benefits.queries import owed_notices
from yimen.domains.benefits.states import ListState
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.daily import Incomplete
from yimen.ground.errors import DomainError

# The outbox tries a sent list by itself for some minutes; what it has in hand is left to it.
_LEFT_TO_OUTBOX = timedelta(hours=1)
log = logging.getLogger(__name__)


@task()
def compare_registers(now: str) -> dict[str, int]:
    """Who died, moved, is missing or must be visited: once a day. ``now`` in ISO form."""
    done = check_registers(actor=SYSTEM, now=datetime.fromisoformat(now))
    return {"asked": done.asked, "alive": done.alive, "halted": done.halted, "moved": done.moved, "failed": done.failed}


@task()
def write_owed_notices(now: str) -> int:
    """Letters that could not be written when they were due, tried again every day. ``now`` in ISO form."""
    moment = datetime.fromisoformat(now)
    written, failed = 0, []
    for event in owed_notices():
        try:
            tell(event, moment)
            written += 1
        except DomainError:
            log.exception("the letter %s of %s could not be written", event.kind, event.reference)
            failed.append(f"{event.kind} {event.reference}")
    if failed:
        raise Incomplete(written, failed)
    return written


@task()
def list_people_soon_entitled(now: str) -> dict[str, int]:
    """免申即享: who reaches the age within a month, for the villages to tell. ``now`` in ISO form."""
    done = list_candidates(actor=SYSTEM, now=datetime.fromisoformat(now))
    return {"listed": done.listed, "closed": done.closed}


@task()
def ask_about_payments(now: str) -> int:
    """Ask the channel again about lists that it had not settled yet. ``now`` in ISO form."""
    moment = datetime.fromisoformat(now)
    waiting = PaymentList.objects.filter(state=ListState.SENT, sent_at__lt=moment - _LEFT_TO_OUTBOX)
    asked = 0
    for pk in waiting.order_by("month").values_list("pk", flat=True):
        try:
            pay_out(ListSent(pk), moment)
            asked += 1
        except DomainError as error:
            gave_up(ListSent(pk), error.sentence, moment)
    return asked
