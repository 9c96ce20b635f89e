"""The clock of the demo, moved on by journeys that need a later day. Such journeys run last (see the root conftest)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from time import sleep

from playwright.sync_api import BrowserContext

from yimen.engines.clock import WorkingCalendar, read_holidays
from yimen.ground.calendar.actions.load_orders import ANNOUNCED
from yimen.ground.calendar.moment import CITY


@dataclass
class Days:
    """Where the clock of one city stands. It only goes on: the daily jobs of a day are done once.

    ``run``: a command of the product against the city; ``enter``: somebody who is signed in; ``forget``:
    drops the sessions of before.
    """

    run: Callable[..., str]
    enter: Callable[[str], BrowserContext]
    forget: Callable[[], None]
    moved: int = 0

    @property
    def now(self) -> datetime:
        return datetime.now(CITY) + timedelta(days=self.moved)

    @property
    def today(self) -> date:
        return self.now.date()

    def next_working_day(self) -> date:
        day = self.today + timedelta(days=1)
        while not _calendar().is_working_day(day):
            day += timedelta(days=1)
        return day

    def move_to(self, day: date) -> None:
        """On to a later day. Its daily jobs put everybody out who is signed in; this ends when they have done so, for
        who signed in anew before would be put out again."""
        witness, by = self.enter("陈静"), (day - self.today).days
        assert not _is_out(witness)
        assert day.isoformat() in self.run("demo", "clock", str(by))
        self.moved += by
        self.forget()
        for _ in range(300):
            if _is_out(witness):
                return witness.close()
            sleep(0.1)
        raise AssertionError("the daily jobs were not done")


def _is_out(somebody: BrowserContext) -> bool:
    return "/sign-in/" in somebody.request.get("/me/cases/").url


@cache
def _calendar() -> WorkingCalendar:
    return read_holidays(json.loads(path.read_text(encoding="utf-8")) for path in ANNOUNCED.glob("*.json"))
