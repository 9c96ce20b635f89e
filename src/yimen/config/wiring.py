"""What happens after? Who reacts to which event, and which adapter stands behind which port."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.module_loading import import_string

from yimen.config import english
from yimen.config.environment import SettingError
from yimen.config.exchanging import complete_from_guide
from yimen.config.legal import plug_citing
from yimen.config.schedule import DAILY, DOES
from yimen.domains.benefits import ports as benefits
from yimen.domains.benefits.actions import pay_out
from yimen.domains.benefits.actions.tell import tell
from yimen.domains.benefits.events import ListSent, NoticeDue
from yimen.domains.benefits.notices import ACCOUNT, BENEFIT, DESK_LIST
from yimen.domains.benefits.notices import NOTICES as BENEFIT_NOTICES
from yimen.domains.cases import events as case_events
from yimen.domains.cases.actions.withdraw_request import end_requests
from yimen.domains.cases.consultations import CONSULTATION
from yimen.domains.cases.entitle import applied_for
from yimen.domains.cases.events import CaseSubmitted, CorrectionSupplied, DocumentRead
from yimen.domains.cases.jobs import recompute_open_cases
from yimen.domains.cases.lists import NAMES
from yimen.domains.cases.models import Case
from yimen.domains.cases.notices import NOTICES, proof_lost
from yimen.domains.cases.papers.delivery import prove_delivery
from yimen.domains.cases.subject import CASE
from yimen.domains.catalogue import finding
from yimen.domains.catalogue.events import DraftWritten, VersionTookForce
from yimen.domains.catalogue.lacking import count_lacks
from yimen.domains.catalogue.ports import plug_lists
from yimen.domains.catalogue.queries import SERVICE
from yimen.domains.catalogue.queries import published as published_services
from yimen.domains.directory import finding as listed
from yimen.domains.directory import ports as directory
from yimen.domains.directory.finding import LISTED
from yimen.domains.supervision.actions.examine import on_event as examine_acts
from yimen.domains.supervision.notices import LINKS as FINDING_LINKS
from yimen.domains.supervision.notices import NOTICES as FINDING_NOTICES
from yimen.ground.accounts import ports as accounts
from yimen.ground.calendar.daily import DailyJob, plug_daily
from yimen.ground.calendar.events import CalendarChanged
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.ports import plug_seal
from yimen.ground.language.ports import plug_phrases
from yimen.ground.messages import links
from yimen.ground.messages.actions import send_sms
from yimen.ground.messages.events import SmsQueued
from yimen.ground.messages.ports import plug_sms_gateway
from yimen.ground.outbox.registry import listen
from yimen.ground.processes import subjects
from yimen.ground.processes.actions import deliver, return_to_caller
from yimen.ground.processes.actions.perform import gave_up, perform
from yimen.ground.processes.events import (
    CallRefused,
    CapabilityAsked,
    MessageSent,
    ProcessEnded,
    SignalBegins,
    SignalDue,
    SignalThrown,
    WaitBegan,
)
from yimen.ground.search import sources
from yimen.ground.search.actions.rebuild import rebuild
from yimen.ground.search.events import IndexOutdated
from yimen.ground.search.ports import plug_reader
from yimen.portals.desk.window_case import record_visit_of

_PORTS: dict[str, Callable[[Any], None]] = {
    "code_sender": accounts.plug_code_sender,
    "identity_register": accounts.plug_identity_register,
    "seal": plug_seal,
    "sms_gateway": plug_sms_gateway,
    "payment_channel": benefits.plug_payment_channel,
    "search_meaning": plug_reader,
}
# After each of these somebody has done something to a case that the rulebook may have a word on.
_SUPERVISED = (
    case_events.CorrectionAsked,
    case_events.CaseAccepted,
    case_events.CaseNotAccepted,
    case_events.SpecialProcedureOpened,
    case_events.SpecialProcedureProlonged,
    case_events.CaseExtended,
    case_events.CaseDecided,
)


def wire() -> None:
    """Called once, when Django is ready."""
    for port, plug in _PORTS.items():
        name = settings.YIMEN_ADAPTERS[port]
        if name != "none":
            plug(_made(port, name))
    plug_phrases(english.phrases)
    plug_citing()
    plug_lists(NAMES)
    sources.register(SERVICE, finding.entries)
    directory.plug_published(_published)
    directory.plug_unused(_unused)
    listen(DraftWritten, count_lacks, name="catalogue.count-lacks")
    listen(VersionTookForce, complete_from_guide, name="directory.complete")
    sources.register(LISTED, listed.entries)
    listen(IndexOutdated, _build_index_anew, name="search.rebuild")
    plug_daily({name: DailyJob(job, DOES[name]) for name, job in DAILY.items()})
    subjects.register(CASE)
    subjects.register(CONSULTATION)
    links.register("case", lambda number: reverse("citizen:case", args=[number]))
    links.register("correction", lambda number: reverse("cases:correction", args=[number]))
    links.register("desk-case", lambda number: reverse("desk:review", args=[number]))
    links.register("opinion", lambda number: reverse("desk:opinion", args=[number]))
    for kind in (BENEFIT, ACCOUNT):
        links.register(kind, lambda number: f"{reverse('benefits:mine')}#{number}")
    links.register(DESK_LIST, _payment_list)
    benefits.plug_applied(applied_for)
    listen(SmsQueued, send_sms.send_sms, name="messages.send-sms", gave_up=send_sms.gave_up)
    for event, told in NOTICES.items():
        listen(event, told, name=f"cases.tell-{told.__name__.replace('_', '-')}")
    listen(ListSent, pay_out.pay_out, name="benefits.pay-out", gave_up=pay_out.gave_up)
    listen(NoticeDue, tell, name="benefits.tell")
    for event, told in BENEFIT_NOTICES.items():
        listen(event, told, name=f"benefits.tell-{told.__name__.replace('_', '-')}")
    for event in (CaseSubmitted, CorrectionSupplied):
        listen(event, record_visit_of, name=f"desk.record-visit-{event.__name__.lower()}")
    for event in (case_events.CaseDecided, case_events.CaseNotAccepted, case_events.CaseWithdrawn):
        listen(event, end_requests, name=f"cases.end-requests-{event.__name__.lower()}")
    for event in _SUPERVISED:
        listen(event, examine_acts, name=f"supervision.examine-{event.__name__.lower()}")
    for event, told in FINDING_NOTICES.items():
        listen(event, told, name=f"supervision.tell-{told.__name__}")
    for kind in FINDING_LINKS:
        links.register(kind, lambda number: reverse("supervision:finding", args=[number]))
    listen(DocumentRead, prove_delivery, name="cases.prove-delivery", gave_up=proof_lost)
    listen(CalendarChanged, _recompute, name="cases.recompute")
    listen(CapabilityAsked, perform, name="processes.perform", gave_up=gave_up)
    returning, not_taken = return_to_caller.return_to_caller, return_to_caller.gave_up
    listen(ProcessEnded, returning, name="processes.return-to-caller", gave_up=not_taken)
    refused, lost = return_to_caller.call_refused, return_to_caller.refusal_not_taken
    listen(CallRefused, refused, name="processes.call-refused", gave_up=lost)
    sent, waiting = deliver.message_sent, deliver.wait_began
    listen(MessageSent, sent, name="processes.message-sent", gave_up=deliver.message_not_taken)
    listen(WaitBegan, waiting, name="processes.wait-began", gave_up=deliver.wait_in_vain)
    listen(SignalThrown, deliver.signal_thrown, name="processes.signal-thrown")
    listen(SignalDue, deliver.signal_due, name="processes.signal-due", gave_up=deliver.signal_not_taken)
    listen(SignalBegins, deliver.signal_begins, name="processes.signal-begins")


def _published(slugs: Collection[str]) -> dict[str, str]:
    """The pages of those short names whose service is published."""
    found = published_services().filter(item__slug__in=list(slugs)).values_list("item__slug", flat=True)
    return {slug: reverse("citizen:service", args=[slug]) for slug in found}


def _unused(after: str, limit: int) -> list[directory.Unused]:
    """Services that are handled here and for which nobody has handed an application in."""
    had = Case.objects.filter(version__item=OuterRef("item")).exclude(submitted_at=None)
    found = published_services().filter(~Exists(had), handled=True, item__slug__gt=after).order_by("item__slug")
    return [
        directory.Unused(
            slug=one.item.slug,
            name=one.name,
            published_on=legal_day(one.published_at),
            address=reverse("citizen:service", args=[one.item.slug]),
        )
        for one in found[:limit]
    ]


def _payment_list(reference: str) -> str:
    month, service = reference.split()
    return f"{reverse('benefits:list', args=[month])}?service={service}"


def _build_index_anew(event: IndexOutdated, now: datetime) -> None:
    rebuild(now=now)


def _recompute(event: CalendarChanged, now: datetime) -> None:
    recompute_open_cases(now)


def _made(port: str, name: str) -> object:
    try:
        return import_string(name.replace(":", "."))()
    except ImportError as error:
        raise SettingError(f"YIMEN_{port.upper()}", f"{name!r} cannot be imported: {error}.") from error
    except ImproperlyConfigured as error:
        raise SettingError(f"YIMEN_{port.upper()}", f"{name!r} cannot start: {error}.") from error
