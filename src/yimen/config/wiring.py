"""What happens after? Who reacts to which event, and which adapter stands behind which port."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from yimen.domains.cases.events import CaseSubmitted
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers import make_receipt
from yimen.domains.cases.subject import CASE
from yimen.ground.accounts import ports as accounts
from yimen.ground.documents.ports import plug_seal
from yimen.ground.outbox.registry import listen
from yimen.ground.processes import subjects
from yimen.ground.processes.actions.perform import gave_up, perform
from yimen.ground.processes.events import CapabilityAsked

_PORTS: dict[str, Callable[[Any], None]] = {
    "code_sender": accounts.plug_code_sender,
    "identity_register": accounts.plug_identity_register,
    "seal": plug_seal,
}


def wire() -> None:
    """Called once, when Django is ready."""
    for port, plug in _PORTS.items():
        name = settings.YIMEN_ADAPTERS[port]
        if name != "none":
            plug(import_string(name.replace(":", "."))())
    subjects.register(CASE)
    listen(CapabilityAsked, perform, name="processes.perform", gave_up=gave_up)
    listen(CaseSubmitted, receipt_for, name="cases.receipt")


def receipt_for(event: CaseSubmitted, now: datetime) -> None:
    case = Case.objects.select_related("version__item", "applicant", "body__region").get(pk=event.case)
    make_receipt(case, now)
