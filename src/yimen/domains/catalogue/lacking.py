"""How much each open draft lacks, counted once after it was written and once a day, for lists.

Checking a draft plays its scenarios; a list that did it for every row would keep its reader waiting.
"""

from datetime import date, datetime

from yimen.domains.catalogue.events import DraftWritten
from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.judging import judge
from yimen.domains.catalogue.models import Draft
from yimen.domains.catalogue.ports import known_lists
from yimen.domains.catalogue.states import OPEN
from yimen.ground.calendar.moment import legal_day


def count_lacks(event: DraftWritten, now: datetime) -> None:
    """After a draft was begun or saved."""
    for draft in Draft.objects.filter(pk=event.draft, state__in=OPEN):
        _count(draft, legal_day(now))


def count_all(now: datetime) -> int:
    """Anew for every open draft, for rules of quality and laws change too; how many there are."""
    numbers = list(Draft.objects.filter(state__in=OPEN).order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        for draft in Draft.objects.filter(pk=number):
            _count(draft, legal_day(now))
    return len(numbers)


def _count(draft: Draft, day: date) -> None:
    found = judge(from_json(draft.files), day, known_lists())
    # Saved meanwhile, it is counted again: a number of the older text must not stand beside the newer.
    same = Draft.objects.filter(pk=draft.pk, revision=draft.revision)
    same.update(lacks={"errors": len(found.errors), "warnings": len(found.warnings)})
