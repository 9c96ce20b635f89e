from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from yimen.domains.supervision.models import Finding
from yimen.domains.supervision.states import WAITING, State

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A page of rows by falling id. ``earlier`` and ``later``: the id to go on from, None at an end."""

    rows: list[Row]
    earlier: int | None
    later: int | None


def page_of(found: QuerySet[Row], size: int, *, after: int | None = None, before: int | None = None) -> Page[Row]:
    """One page, found by the id that it begins at: what comes in meanwhile skips nothing."""
    backwards = before is not None and after is None
    if backwards:
        rows = list(found.filter(pk__gt=before).order_by("pk")[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        rows.reverse()
        return Page(rows, rows[0].pk if rows and more else None, rows[-1].pk if rows else None)
    wanted = found if after is None else found.filter(pk__lt=after)
    rows = list(wanted.order_by("-pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, rows[0].pk if rows and after is not None else None, rows[-1].pk if rows and more else None)


def place_in(text: str) -> int | None:
    """Where a page begins, as an address says it; None for anything that is no id."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def filtered(found: QuerySet[Finding], chosen: Mapping[str, str]) -> QuerySet[Finding]:
    """The findings of a body (its code), of a rule (its id), in a state; ``waiting`` is every state that waits."""
    if body := chosen.get("body"):
        found = found.filter(body__code=body)
    if rule := chosen.get("rule"):
        found = found.filter(rule=rule)
    state = chosen.get("state", "")
    if state == "waiting":
        return found.filter(state__in=WAITING)
    return found.filter(state=state) if state in set(State) else found
