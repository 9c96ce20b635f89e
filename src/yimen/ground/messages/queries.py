import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from yimen.ground.accounts.models import Account
from yimen.ground.messages.access import notices_for
from yimen.ground.messages.models import Notice, Sms
from yimen.ground.prepared import prepared

SIZE = 20
MOST = 99
_LAST_DAY = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Page:
    """Notices, and the cursors of the pages before and after ("" when there is none)."""

    rows: list[Notice]
    earlier: str
    later: str


def open_acts(account: Account) -> QuerySet[Notice]:
    """What waits for this reader (要您处理的)."""
    return notices_for(account).filter(kind=Notice.ACT, done_at=None)


def good_to_know(account: Account) -> QuerySet[Notice]:
    """What was only told, and what has been dealt with (知道就行)."""
    return notices_for(account).filter(Q(kind=Notice.KNOW) | Q(done_at__isnull=False))


def unread_acts(account: Account) -> int:
    """How many notices wait for this reader and have not been opened, for the navigation; at most 100 are counted."""
    if account.is_staff:
        return len(_unread_of_officer(account.pk))
    return len(_unread_of_person(account.person_id)) if account.person_id is not None else 0


@prepared
def _unread_of_officer(account: int) -> "QuerySet[Notice, tuple[int]]":
    return _unread(Notice.objects.filter(account=account))


@prepared
def _unread_of_person(person: int) -> "QuerySet[Notice, tuple[int]]":
    return _unread(Notice.objects.filter(person=person))


def _unread(rows: QuerySet[Notice]) -> "QuerySet[Notice, tuple[int]]":
    return rows.filter(kind=Notice.ACT, done_at=None, read_at=None).order_by().values_list("pk")[: MOST + 1]


def count_of(rows: QuerySet[Notice]) -> int:
    """A count that does not grow with the table: 100 means “more than 99”."""
    return len(rows.order_by().values_list("pk")[: MOST + 1])


def page_of_acts(account: Account, *, after: str = "", before: str = "") -> Page:
    """What waits, the most urgent first; what has no date comes last, the newest first."""
    rows = open_acts(account).annotate(by=Coalesce("due_on", Value(_LAST_DAY), output_field=DateField()))
    return _page(rows, after, before)


def page_to_know(account: Account, *, after: str = "", before: str = "") -> Page:
    """What is good to know, the newest first."""
    return _page(good_to_know(account).annotate(by=Value(_LAST_DAY, output_field=DateField())), after, before)


def failed_sms() -> QuerySet[Sms]:
    """Messages that were given up, the latest first, for the operator of the system."""
    return Sms.objects.exclude(failed="").order_by("-queued_at", "-pk")


def _page(rows: QuerySet[Any], after: str, before: str) -> Page:
    """A cursor is the place of a notice, not a count of rows: what arrives meanwhile shifts no page."""
    if (place := _place(before)) is not None:
        day, number = place
        found = rows.filter(Q(by__lt=day) | Q(by=day, pk__gt=number)).order_by("-by", "pk")[: SIZE + 1]
        got = list(found)
        shown = got[:SIZE][::-1]
        return _turned(shown, has_earlier=len(got) > SIZE, has_later=True)
    place = _place(after)
    if place is not None:
        day, number = place
        rows = rows.filter(Q(by__gt=day) | Q(by=day, pk__lt=number))
    got = list(rows.order_by("by", "-pk")[: SIZE + 1])
    return _turned(got[:SIZE], has_earlier=place is not None, has_later=len(got) > SIZE)


def _turned(shown: list[Any], *, has_earlier: bool, has_later: bool) -> Page:
    if not shown:
        return Page([], "", "")
    return Page(shown, _cursor(shown[0]) if has_earlier else "", _cursor(shown[-1]) if has_later else "")


def _cursor(notice: Any) -> str:
    return f"{notice.by:%Y%m%d}-{notice.pk}"


def _place(cursor: str) -> tuple[date, int] | None:
    """Read a cursor; anything else in the address counts as none."""
    if not re.fullmatch(r"[0-9]{8}-[0-9]{1,18}", cursor, re.ASCII):
        return None
    day, number = cursor.split("-")
    try:
        return datetime.strptime(day, "%Y%m%d").date(), int(number)  # noqa: DTZ007
    except ValueError:
        return None
