"""Which version of a service is the current one on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from yimen.domains.catalogue.models import Version


@dataclass(frozen=True, slots=True)
class Standing:
    """``current``: the last version that came into force; ``ended_on``: the first day on which it is over."""

    current: Version | None
    ended_on: date | None = None


def standing(versions: Iterable[Version], day: date) -> Standing:
    """The version that came into force last by this day, of several on one day the one published last.

    An ended version never gives way to the one before it: that one was replaced.
    """
    begun = [one for one in versions if one.begins <= day]
    if not begun:
        return Standing(None)
    last = max(begun, key=lambda one: (one.begins, one.number))
    over = last.in_force_until is not None and last.in_force_until < day
    return Standing(last, last.in_force_until + timedelta(days=1) if over and last.in_force_until else None)
