from datetime import datetime

from django.db import transaction

from yimen.domains.cases.errors import NotOpenForChange, ReasonMissing
from yimen.domains.cases.handling import locked
from yimen.domains.cases.lists import values_in
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of, lists_of
from yimen.domains.cases.region import region_of
from yimen.domains.cases.states import BEFORE_ACCEPTANCE
from yimen.domains.cases.steps import add_step
from yimen.engines.forms import take_in, validate
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale


@transaction.atomic
def correct_on_the_spot(*, actor: Actor, case: Case, key: str, typed: object, agreed_by: str, now: datetime) -> None:
    """当场更正 (行政许可法 32(1)(3)): before acceptance a slip is mended with the applicant's word.

    As often as needed, for it is no correction notice: nothing is told, nothing waits.

    Args:
        agreed_by: how the applicant agreed: at the window, by telephone, by whom.

    Raises:
        NotOpenForChange: the field does not exist, or the new value does not fit it.
        ReasonMissing: nobody agreed. Stale: it has been accepted.
    """
    case = locked(case)
    if case.status not in BEFORE_ACCEPTANCE or case.accepted_on is not None or case.declined:
        raise Stale("这件申请已经受理，不能再当场更正", "申请人要改内容的，先撤回再重新提交。")
    field = form_of(case).fields.get(key)
    if field is None:
        raise NotOpenForChange("申请里没有这一项", "从列出的内容里选。")
    if not agreed_by.strip():
        raise ReasonMissing("没有写申请人怎样同意更正", "写清谁、用什么方式同意的，例如“申请人本人在窗口确认”。")
    taken = take_in(field, typed)
    if taken.failure:
        raise NotOpenForChange(f"{field.label}：{taken.failure}", "改好再存。")
    before = _lacking(case, now)
    case.answers = {**case.answers, key: taken.value}
    case.sources = {name: source for name, source in case.sources.items() if name != key}
    failing = validate(form_of(case), case.answers, legal_day(now), None, values_in(lists_of(case)))
    if mine := [one.sentence for one in failing if one.key == key]:
        raise NotOpenForChange(f"{field.label}：{mine[0]}", "改好再存。")
    if _lacking(case, now) - before:
        raise NotOpenForChange(
            f"改了“{field.label}”，别的内容或者材料也要跟着补", "这已经不是当场能更正的，用补正告知一次说清。"
        )
    case.region = region_of(case)
    case.save(update_fields=["answers", "sources", "region"])
    add_step(case, "corrected-on-the-spot", by=actor, now=now, note=f"{field.label}（{agreed_by.strip()[:200]}）")
    record(
        actor,
        "correct-on-the-spot",
        object_kind="case",
        object_ref=case.number,
        at=now,
        details={"field": key, "agreed_by": agreed_by.strip()[:200]},
    )


def _lacking(case: Case, now: datetime) -> set[str]:
    """Fields that are wrong or wanted, and materials that are not there."""
    failures = validate(form_of(case), case.answers, legal_day(now), None, values_in(lists_of(case)))
    return {one.key for one in failures} | {str(one["id"]) for one in lacking_materials(case, now)}
