"""Why payment stops or is suspended: the decision ``benefit.decisions.stops`` names, asked fact by fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yimen.domains.benefits import months
from yimen.domains.benefits.amounts import RuleBook
from yimen.domains.benefits.facts import DECEASED, MISSED, MISSING, MOVED_OUT, Known
from yimen.domains.benefits.models import Entitlement
from yimen.domains.benefits.states import Halt
from yimen.domains.benefits.terms import terms_of
from yimen.engines import dmn

NAMES = (DECEASED, MOVED_OUT, MISSING, MISSED)
_SENTENCES = {
    DECEASED: "{source}显示，{name}于{day}死亡。",
    MOVED_OUT: "{source}显示，{name}的户籍于{day}迁出本地。",
    MISSING: "{source}显示，{name}从{day}起下落不明。",
    MISSED: "{source}。",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: what it does, from which month, on which fact, with the reason and article of the rule."""

    kind: Halt
    from_month: date
    cause: str
    facts: tuple[str, ...]
    reason: str
    basis: str


def judge(entitlement: Entitlement, known: Mapping[str, Known], book: RuleBook, month: date) -> list[Ground]:
    """The grounds that the rules find in these facts, stops before suspensions, the earliest month first.

    Args:
        known: by name of the fact; others than those of ``NAMES`` are left aside.
        month: whose version is asked: the current month.
    """
    found = [ground for name in NAMES if name in known for ground in _of(entitlement, name, known[name], book, month)]
    return sorted(found, key=lambda one: (one.kind != Halt.STOP, one.from_month))


def _of(entitlement: Entitlement, name: str, known: Known, book: RuleBook, month: date) -> list[Ground]:
    service = book.version_for(month)[1]
    terms = terms_of(service)
    if name not in terms.told:
        return []
    # One fact at a time, so that each ground knows the fact it rests on.
    facts = {one: known.day if one == name else None for one in NAMES if one in terms.told}
    decided = dmn.decide(service.model, terms.stops, facts)
    words = _SENTENCES[name].format(source=known.source, name=entitlement.recipient, day=months.day_text(known.day))
    return [
        Ground(
            kind=Halt(str(hit.outputs["kind"])),
            from_month=_month(hit.outputs["from_month"]),
            cause=name,
            facts=(words,),
            reason=hit.annotations.get("说明", ""),
            basis=hit.annotations.get("依据", ""),
        )
        for hit in decided.rules_hit
        if {"kind", "from_month"} <= set(hit.outputs)
    ]


def _month(value: object) -> date:
    """A rule may give a date, or the month as text (2027-01)."""
    return months.first_of(value) if isinstance(value, date) else months.read(str(value)[:7])
