"""What happens after? Who reacts to which event, and which adapter stands behind which port."""

from datetime import datetime

from django.conf import settings

from yimen.adapters.demo.identity import PopulationRegister
from yimen.adapters.demo.seal import DemoSeal
from yimen.adapters.demo.sms import ShownCode
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


def wire() -> None:
    """Called once, when Django is ready."""
    accounts.plug(code_sender=ShownCode(), identity_register=PopulationRegister())
    plug_seal(DemoSeal(settings.YIMEN_VAR / "seals"))
    subjects.register(CASE)
    listen(CapabilityAsked, perform, name="processes.perform", gave_up=gave_up)
    listen(CaseSubmitted, receipt_for, name="cases.receipt")


def receipt_for(event: CaseSubmitted, now: datetime) -> None:
    case = Case.objects.select_related("version__item", "applicant", "body__region").get(pk=event.case)
    make_receipt(case, now)
