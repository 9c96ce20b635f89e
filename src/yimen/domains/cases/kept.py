"""The files of a case as people read them: how long each stays, by which rule, what keeps it, when it went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yimen.domains.cases.keeping import ended_on, kept_until, rule_of, with_case
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.queries import service_of
from yimen.engines.service.keeping import FOR_EVER, PERMANENT
from yimen.engines.service.meta.keeping import Retention
from yimen.ground.calendar.moment import legal_day


@dataclass(frozen=True, slots=True)
class Kept:
    """One file: the material it was handed in for, the rule of this case, and the last day, other cases counted in.

    ``until`` is None while this case, or another one that uses the file, goes on; ``elsewhere``: it is another one.
    """

    row: Material
    name: str
    rule: Retention
    until: date | None
    elsewhere: bool


def kept_files(case: Case) -> list[Kept]:
    """The files that count of a case, oldest first; what was taken back is not among them."""
    rows = list(case.materials.filter(removed_at=None).select_related("file"))
    names = {one["id"]: one["name"] for one in service_of(case).meta["materials"]}
    found: dict[int, list[Material]] = {}
    others = Material.objects.filter(file__in=[row.file_id for row in rows]).exclude(case=case)
    for one in with_case(others):
        found.setdefault(one.file_id, []).append(one)
    own = ended_on(case)
    return [_kept(row, names.get(row.material, ""), own, found.get(row.file_id, ())) for row in rows]


def _kept(row: Material, name: str, ended: date | None, others: Iterable[Material]) -> Kept:
    mine = kept_until(row, ended)
    days = [mine, *(kept_until(one, ended_on(one.case)) for one in others)]
    known = [day for day in days if day is not None]
    until = max(known) if len(known) == len(days) else None
    return Kept(row, name, rule_of(row.case, row.material), until, mine is not None and until != mine)


def until_words(until: date) -> str:
    return "永久保存" if until == FOR_EVER else f"保存到{_long(until)}"


def kept_words(kept: Kept) -> str:
    """How long it stays, in a few words."""
    if kept.until is not None:
        return until_words(kept.until)
    if kept.elsewhere:
        return "您的另一件办件还在用，等那一件办完再算保存到哪一天"
    if kept.rule["years"] == PERMANENT:
        return "永久保存"
    return f"办完以后再保存 {kept.rule['years']} 年"


def gone_words(row: Material) -> str:
    """When a file went, or that it is about to."""
    if row.file.destroyed_at is None:
        return "到了保管期限，正在销毁"
    day = legal_day(row.file.destroyed_at)
    return f"{_long(day)}销毁"


def _long(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
