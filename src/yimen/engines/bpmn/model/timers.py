"""When a timer is due, as it is drawn."""

import re
from dataclasses import dataclass
from typing import Literal

_DURATION = re.compile(r"-?P(?=[\dT])(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?")
CYCLE = re.compile(r"R(\d*)/(?:([^/\s]+)/)?(P[^/\s]+)")
_WEEKS = re.compile(r"(-?)P(\d+)W")


@dataclass(frozen=True, slots=True)
class Timer:
    """When a timer is due: FEEL text that yields a date (``kind`` date) or a length of time (``kind`` duration).

    ``kind`` cycle is text such as ``R3/P1D`` or ``R3/2026-01-05T09:00:00/P1D``: so often, at such intervals.
    A bare ISO 8601 literal such as ``P5D`` or ``2026-01-05``, as drawing tools write it, is taken as that value.
    """

    kind: Literal["date", "duration", "cycle"]
    text: str

    @property
    def expression(self) -> str:
        """The FEEL source, with a bare ISO literal put into the function that reads it."""
        if self.kind == "cycle":
            return f'"{self.text}"' if CYCLE.fullmatch(self.text) else self.text
        if weeks := _WEEKS.fullmatch(self.text):
            return f'duration("{weeks[1]}P{int(weeks[2]) * 7}D")'
        for pattern, function in ((_DURATION, "duration"), (_DAY, "date"), (_MOMENT, "date and time")):
            if pattern.fullmatch(self.text):
                return f'{function}("{self.text}")'
        return self.text
