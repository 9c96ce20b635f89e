from collections.abc import Iterable
from typing import Protocol


class Reaching(Protocol):
    """``engines.clock``'s ``Deadline``, ``Due`` or ``Window``: it knows the years that may still move it."""

    @property
    def unannounced(self) -> frozenset[int]: ...


def unannounced_warning(*ends: Reaching | None) -> str:
    """The sentence beside deadlines that reach into a year without a holiday order; empty when none does."""
    return years_warning(year for end in ends if end is not None for year in end.unannounced)


def years_warning(years: Iterable[int]) -> str:
    """The same for the years themselves: 2027 年放假安排尚未公布，按周末推算的日期可能变动."""
    missing = "、".join(f"{year} 年" for year in sorted(set(years)))
    return f"{missing}放假安排尚未公布，按周末推算的日期可能变动" if missing else ""
