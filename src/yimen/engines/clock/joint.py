"""Several departments in one matter: the latest lane, and the cap over all (行政许可法第四十二条第二款)."""

from collections.abc import Mapping
from datetime import date

from .due import Due
from .errors import ClockError


def latest(parts: Mapping[str, Due]) -> str:
    """The part that ends last; of several the first named. Raises ``ClockError`` when there is no part."""
    if not parts:
        raise ClockError("没有选择要办的事项，算不出整体的期限。至少选择一项。")
    return max(parts, key=lambda name: parts[name].day)


def over_cap(parts: Mapping[str, Due], cap: date) -> tuple[str, ...]:
    """The parts whose own limit ends after the last day of the whole; that day binds them too."""
    return tuple(name for name, part in parts.items() if part.day > cap)
