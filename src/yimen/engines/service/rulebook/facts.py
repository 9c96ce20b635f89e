"""What the product can tell a rulebook: the acts it sees, the facts of an act, the figures of a body."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

# The acts that are looked at. Three are none, but seen once a day: ``waiting`` is a task that lies, ``undecided`` a
# case whose limit has run out, ``opinion-due`` a request for an opinion whose day has passed.
ACTS: Mapping[str, str] = MappingProxyType(
    {
        "accept": "受理",
        "decline": "不予受理",
        "request-correction": "告知补正",
        "open-special-procedure": "开始特别程序",
        "tell-more-time": "改特别程序的时间",
        "extend": "延期",
        "give-opinion": "审查意见",
        "confirm-inspection": "现场核查",
        "decide": "决定",
        "claim-task": "领取",
        "waiting": "等人办",
        "undecided": "还没有决定",
        "opinion-due": "答复征求意见",
    }
)
FACTS: Mapping[str, str] = MappingProxyType(
    {
        "act": "text",
        "permit": "boolean",
        "answer_late_days": "number",
        "corrections": "number",
        "limit_late_days": "number",
        "promise_late_days": "number",
        "pause_kind": "text",
        "pause_article": "text",
        "extensions": "number",
        "approved_by_head": "boolean",
        "outcome": "text",
        "against_checklist": "boolean",
        "reason_chars": "number",
        "steps_skipped": "number",
        "officers_present": "number",
        "officers_needed": "number",
        "right_post": "boolean",
        "handlers": "number",
        "handover_reason": "text",
        "idle_days": "number",
        "opinion_late_days": "number",
    }
)
FIGURES = ("on_time_rate", "days_ratio", "upheld_rate", "good_rate")
_TYPES = {"text": str, "boolean": bool}


def typed(value: object, kind: str) -> object:
    """A value of a scenario or of a stored finding as the rules count it. Raises ValueError when it is none."""
    if value is None:
        return None
    if kind != "number":
        if not isinstance(value, _TYPES[kind]):
            raise ValueError(f"{value!r} 不是 {kind}")
        return value
    try:
        if isinstance(value, bool):
            raise InvalidOperation
        return Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"{value!r} 不是数") from error
