"""A joint application on one page: a lane for each part with its department, its own clock, its state, whom to ask."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from yimen.domains.cases.lanes import Whole, lanes_of, not_begun, whole_promise
from yimen.domains.cases.models import Case, CaseStep, JointVisit
from yimen.domains.cases.queries import refusal_words, service_of
from yimen.domains.cases.states import NOT_GRANTED, OPEN, Status
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.processes.queries import is_running
from yimen.portals.citizen.choices import choices_of, part_name
from yimen.portals.citizen.glance import Glance, glance
from yimen.portals.citizen.lanes import Item
from yimen.portals.citizen.lanes import lanes as bars
from yimen.portals.citizen.papers import papers_of
from yimen.portals.citizen.people import contact_of
from yimen.portals.citizen.present import by_day, guide_of, moment_text
from yimen.portals.citizen.progress import step_item
from yimen.portals.citizen.receipt import receipt_of
from yimen.portals.citizen.standing import Standing, outcome_word, standing
from yimen.portals.citizen.views.mine import certificate_card

# Of what happens to all parts at once the whole tells.
_SAID_ONCE = ("submitted", "joint-visit")
_NOT_DONE = (Status.REFUSED, Status.NOT_ACCEPTED)


def joint_page(case: Case, now: datetime) -> dict[str, Any]:
    """Everything the applicant sees of a joint application."""
    calendar, lanes = working_calendar(), lanes_of(case)
    glances = [glance(lane, now, calendar) for lane in lanes]
    whole = whole_promise([g.case for g in glances], legal_day(now))
    starting = not glances and is_running("case", case.number)
    certificates = [certificate_of_subject("case", g.case.number) for g in glances]
    return {
        "nav": "cases",
        "case": case,
        "meta": service_of(case).meta,
        "submitted_text": moment_text(case.submitted_at) if case.submitted_at else "",
        "standing": _standing(case, glances, whole, now),
        "working": starting or any(g.working for g in glances),
        "lanes": [item for g in glances if (item := _lane(g)) is not None],
        "parts": [_part(g) for g in glances],
        "choices": [one for g in glances if (one := choices_of(g.case, lanes, now)) is not None],
        "certificates": [certificate_card(one) for one in certificates if one is not None],
        "receipt": receipt_of(case, papers_of(case), legal_day(now)),
        "steps": _history(case, glances),
        "may_withdraw": case.status == Status.IN_PARTS,
        "after": guide_of(service_of(case))[1],
    }


def _standing(case: Case, glances: Sequence[Glance], whole: Whole | None, now: datetime) -> Standing:
    if case.status == Status.WITHDRAWN:
        return Standing("info", "已撤回", ("已经决定的部分照样有效，没决定的不再办。",))
    if case.status == Status.CONCLUDED:
        return _concluded(glances, _never_begun(case, glances))
    if not glances:
        return Standing("info", "正在转给各部门", ("一般几秒钟。页面会自己更新。",), "等部门")
    waiting = [_name(g) for g in glances if g.case.status == Status.CORRECTING]
    promise = (_promise(whole, now),) if whole is not None else ()
    told = (*_failed(glances), *_visit(case, now), *promise, *_later(case, glances))
    if waiting:
        title = f"{'、'.join(waiting)}等您补正"
        return Standing("soon", title, ("其他部分照常办，不用等。", *told), "等您")
    still = [g.case.body_id for g in glances if g.case.status in OPEN]
    bodies, count = len(set(still)), len(still)
    if count:
        return Standing("info", f"{bodies} 个部门分头在办，还有 {count} 件没办完", told, "等部门")
    if later := _later(case, glances):
        return Standing("info", "正在转给下面的部门", (*_failed(glances), *later), "等部门")
    checked = [g for g in glances if g.task is not None and g.task.act == "inspect"]
    if checked:
        names = "、".join(_name(g) for g in checked)
        told = (*_failed(glances), f"{names}：部门还要上门核查一次，看和承诺的是不是一样。")
        return Standing("ok", "都决定了，办好的现在就能用", told, "等部门")
    return Standing("info", "都决定了，正在送达", told, "等部门")


def _failed(glances: Sequence[Glance]) -> tuple[str, ...]:
    """Which parts were not granted while others go on."""
    failed = [_name(g) for g in glances if g.case.status in _NOT_DONE]
    return (f"没办成的：{'、'.join(failed)}。别的照常办；怎么办由您选，写在下面。",) if failed else ()


def _visit(case: Case, now: datetime) -> tuple[str, ...]:
    """The date on which all come, as long as it lies ahead."""
    visit = JointVisit.objects.filter(case=case).first()
    if visit is None or visit.visit_at < now:
        return ()
    return (f"{moment_text(visit.visit_at)} 各部门一起上门看现场，只来这一次。",)


def _later(case: Case, glances: Sequence[Glance]) -> tuple[str, ...]:
    """What begins by itself when an earlier part is granted."""
    later = [part.name for part in not_begun(case, [g.case for g in glances])]
    return (f"后面还有：{'、'.join(later)}。前一件办成了就接着办，不用您再来。",) if later else ()


def _never_begun(case: Case, glances: Sequence[Glance]) -> tuple[str, ...]:
    """What was not begun at all, because an earlier part was not granted."""
    missing = [part.name for part in not_begun(case, [g.case for g in glances])]
    return (f"没有开始办的：{'、'.join(missing)}。前面的办成以后，单独申请就行。",) if missing else ()


def _promise(whole: Whole, now: datetime) -> str:
    day, name = by_day(whole.day, legal_day(now)), part_name(whole.lane)
    if whole.then:
        return f"照承诺，{day}前全部办完：“{name}”办成以后，接着办{'、'.join(whole.then)}。先办成的先发给您。"
    if whole.is_known:
        return f"{day}前全部办完，最晚的是“{name}”。先办成的先发给您。"
    return f"照承诺，{day}前全部办完，最晚的是“{name}”，它还没有受理。先办成的先发给您。"


def _concluded(glances: Sequence[Glance], never_begun: tuple[str, ...]) -> Standing:
    granted = [g for g in glances if g.case.status == Status.GRANTED]
    failed = [_name(g) for g in glances if g.case.status in _NOT_DONE]
    if not failed:
        return Standing("soon", f"办好 {len(granted)} 件", never_begun) if never_begun else Standing("ok", "全部办好了")
    told = f"没办成的：{'、'.join(failed)}。办好的照样有效；没办成的怎么办由您选，写在下面。"
    return Standing("soon", f"办好 {len(granted)} 件，{len(failed)} 件没办成", (told, *never_begun))


def _lane(g: Glance) -> Item | None:
    """The lane's bar: the clock that runs, of a decided part the one that has ended; None when no clock ever ran."""
    found = bars(g)
    return {**found[0], "name": _name(g), "office": g.case.body.name} if found else None


def _part(g: Glance) -> dict[str, Any]:
    """One part in words: what happens with it, whom to ask, and what the applicant may do."""
    lane, told = g.case, standing(g)
    contact = contact_of(g)
    return {
        "name": _name(g),
        "number": lane.number,
        "word": lane.word,
        "outcome": outcome_word(lane.status, *refusal_words(lane)),
        "office": lane.body.name,
        "officer": contact["officer"],
        "phone": contact["phone"],
        "told": told.title,
        "href": reverse("citizen:case", args=[lane.number]),
        "correct": reverse("cases:correction", args=[lane.number]) if lane.status == Status.CORRECTING else "",
        "choose": f"#choose-{lane.part}" if lane.status in NOT_GRANTED else "",
    }


def _history(case: Case, glances: Sequence[Glance]) -> list[Item]:
    """What happened in all parts, in the order of time, each line with the part that it belongs to."""
    found: list[tuple[CaseStep, Item]] = [(step, step_item(case, step)) for step in case.steps.all()]
    together = {step.at for step, _ in found if step.kind == "handed-over-together"}
    for g in glances:
        for step in g.case.steps.all():
            told_by_whole = step.kind in _SAID_ONCE or (step.kind == "handed-over" and step.at in together)
            if not told_by_whole:
                item = step_item(g.case, step)
                found.append((step, {**item, "title": f"{_name(g)}：{item['title']}"}))
    return [item for _, item in sorted(found, key=lambda one: (one[0].at, one[0].pk))]


def _name(g: Glance) -> str:
    return part_name(g.case)
