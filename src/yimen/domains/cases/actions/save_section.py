from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yimen.domains.cases.lists import values_in
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import lists_of
from yimen.domains.cases.states import Status
from yimen.domains.catalogue.queries import definition
from yimen.engines.forms import Failure, take_in, validate
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of it. ``conflicts``: keys that another page has changed meanwhile; then nothing is stored."""

    case: Case
    failures: list[Failure]
    conflicts: list[str]
    typed: dict[str, object]


@transaction.atomic
def save_section(
    *,
    actor: Actor,
    case: Case,
    section: str,
    typed: Mapping[str, object],
    page: str,
    seen: str,
    disputed: frozenset[str],
    now: datetime,
    leaves: bool = False,
) -> Saved:
    """Store what was typed in one section, wrong or right: nothing typed is lost, and what is wrong is said.

    Args:
        typed: raw input per field key, as ``engines.forms.take_in`` takes it; keys that are absent stay as they are.
        page: a random mark of the open page; ``seen``: the mark of whoever had saved last when it was opened.
            A page may follow itself (autosave, then save), but not another page that it has not seen.
        disputed: keys of prefilled values that the applicant corrects on this page (有误).
        leaves: the page is left with this. What it still sends was on its way before and must not undo it.

    Raises:
        Stale: the case is no draft any more.
    """
    case = Case.objects.select_for_update().select_related("version__item").get(pk=case.pk)
    if case.status != Status.DRAFT:
        raise Stale("这份申请已经提交，不能再改", "到办件页面看进度；要改内容请联系经办人。")
    form = definition(case.version).form
    fields = {field.key: field for field in form.section(section).fields}
    open_to_change = set(case.disputed) | (disputed & fields.keys())
    taken = {
        key: take_in(field, typed[key]).value
        for key, field in fields.items()
        if key in typed and not (field.locked and key in case.sources and key not in open_to_change)
    }
    changed = {key: value for key, value in taken.items() if case.answers.get(key) != value}
    if changed and case.saved_by.get(section, "") not in (seen, page):
        return Saved(case, [], sorted(changed), taken)
    # Saying 有误 and then leaving the value as it is disputes nothing.
    mark = f"{page}." if leaves and page else page
    _store(case, section, changed, set(case.disputed) | (disputed & changed.keys()), mark, now)
    if changed:
        record(
            actor,
            "save-section",
            object_kind="case",
            object_ref=case.number,
            at=now,
            details={"section": section, "fields": sorted(changed)},
        )
    failures = validate(form, case.answers, legal_day(now), section, values_in(lists_of(case)))
    return Saved(case, failures, [], taken)


def _store(
    case: Case, section: str, changed: Mapping[str, object], disputed: set[str], page: str, now: datetime
) -> None:
    case.answers = {**case.answers, **changed}
    case.sources = {key: source for key, source in case.sources.items() if key not in changed}
    case.disputed = sorted(disputed)
    case.saved_by = {**case.saved_by, section: page}
    case.saved_at = now
    case.save(update_fields=["answers", "sources", "disputed", "saved_by", "saved_at"])
