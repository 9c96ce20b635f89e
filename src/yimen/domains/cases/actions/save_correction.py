from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.domains.cases.correcting import open_fields
from yimen.domains.cases.errors import NotOpenForChange
from yimen.domains.cases.handling import locked
from yimen.domains.cases.lists import values_in
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of, lists_of
from yimen.domains.cases.states import Status
from yimen.engines.forms import Failure, take_in, validate
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale


@transaction.atomic
def save_correction(*, actor: Actor, case: Case, typed: Mapping[str, object], now: datetime) -> list[Failure]:
    """Store what was typed into the fields that the correction notice asks for, and into no other.

    Returns what is still wrong with them; what was typed is stored, wrong or right.

    Raises:
        NotOpenForChange: a field that was not asked for. Stale: nothing is waited for any more.
    """
    case = locked(case)
    if case.status != Status.CORRECTING:
        raise Stale("这件申请现在不等补正", "刷新页面看最新进度。")
    form, opened = form_of(case), open_fields(case, legal_day(now))
    if foreign := sorted(typed.keys() - opened):
        labels = "、".join(form.fields[key].label if key in form.fields else key for key in foreign)
        raise NotOpenForChange(f"告知书没有要求改“{labels}”", "只改告知书上列出的内容；别的要改，请联系经办人。")
    taken = {key: take_in(form.fields[key], value).value for key, value in typed.items()}
    changed = {key: value for key, value in taken.items() if case.answers.get(key) != value}
    if changed:
        case.answers = {**case.answers, **changed}
        case.sources = {key: source for key, source in case.sources.items() if key not in changed}
        case.saved_at = now
        case.save(update_fields=["answers", "sources", "saved_at"])
        record(
            actor,
            "save-correction",
            object_kind="case",
            object_ref=case.number,
            at=now,
            details={"fields": sorted(changed)},
        )
    failures = validate(form, case.answers, legal_day(now), None, values_in(lists_of(case)))
    return [one for one in failures if one.key in open_fields(case, legal_day(now))]
