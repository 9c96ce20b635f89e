"""Numbers after a pattern that a service brings: a running number between words, such as 云消安检字〔2026〕第0012号."""

from datetime import date

from yimen.engines.service.numbers import read_pattern
from yimen.ground.numbering.serials import next_serial


def new_plain_number(*, pattern: str, region: str, on: date) -> str:
    """A fresh number in the series of this pattern, area and, where the pattern says it, year.

    In the caller's transaction: a number that is rolled back is given out again, so the series has no gaps.

    Args:
        region: six digits of the deciding body's area, for ``{place}``.
        on: the day of the decision, for ``{year}``.
    Raises:
        PatternError: it is no pattern; ``yimen service check`` says so before.
    """
    told = read_pattern(pattern)
    serial = next_serial(f"plain {told.series(region)}", str(on.year) if told.by_year else "")
    return told.fill(place=region, year=on.year, serial=serial)
