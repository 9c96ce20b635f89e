from collections.abc import Sequence

from yimen.ground.calendar.order import Fault
from yimen.ground.errors import DomainError


class CalendarRefused(DomainError):
    """A change of the calendar that cannot be made; ``faults`` names each field and what to mend there."""

    code = "calendar-refused"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].sentence, "改好后再保存一次。")
        self.faults = tuple(faults)
