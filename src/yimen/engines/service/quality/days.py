"""Limits in two units, made comparable. No calendar: whether a limit was kept is counted by ``engines.clock``."""


def calendar_days(value: int, unit: str) -> int:
    """So many days, counting five working days as a week and the rest with the weekend between: never too few in a
    week without holidays."""
    if unit != "workday":
        return value
    weeks, rest = divmod(value, 5)
    return weeks * 7 + (rest + 2 if rest else 0)
