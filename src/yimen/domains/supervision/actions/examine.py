from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from yimen.domains.cases.models import Case
from yimen.domains.supervision.actions.find import Matter, find
from yimen.domains.supervision.facts import act_of, gather
from yimen.domains.supervision.facts.gather import KINDS
from yimen.domains.supervision.models import Examined, Finding
from yimen.domains.supervision.rulebooks import rulebook_on
from yimen.ground.audit.models import Entry

_WHOLE = ("version__item", "body__region", "region", "correction", "extension")
# Where the machine accepts complete papers at once no officer acts; where silence accepts, one has not acted.
_OFFICIAL = Q(actor_kind="staff") | Q(action="accept", details__deemed=True)


def on_event(event: Any, now: datetime) -> None:
    """Something happened to a case: look at every act on it that nobody has looked at yet."""
    number = Case.objects.values_list("number", flat=True).get(pk=event.case)
    for entry in unexamined().filter(object_ref=number):
        examine(entry=entry, now=now)


def unexamined() -> QuerySet[Entry]:
    """Official acts that have not been judged, the earliest first."""
    return (
        Entry.objects.filter(_OFFICIAL, object_kind="case", action__in=KINDS)
        .exclude(pk__in=Examined.objects.values("entry"))
        .order_by("pk")
    )


@transaction.atomic
def examine(*, entry: Entry, now: datetime) -> list[Finding]:
    """Judge one official act by the rulebook that was in force on its day. Asked again it does nothing."""
    case = Case.objects.select_for_update(of=("self",)).select_related(*_WHOLE).get(number=entry.object_ref)
    if Examined.objects.filter(entry=entry.pk).exists():
        return []
    act = act_of(entry, case)
    book = rulebook_on(act.day)
    Examined.objects.create(entry=entry.pk, case=case, rulebook=book, at=now)
    if book is None:
        return []
    matter = Matter(f"act:{entry.pk}", case, act.officer, act.post, act.body, act.at)
    return find(matter=matter, facts=gather(act), book=book, now=now)
