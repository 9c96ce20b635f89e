"""征求意见 at the desk: what was asked for a case and what came of it; what to name; how much time is left."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from yimen.domains.cases.clocks import PERMIT, rules_of
from yimen.domains.cases.consultations import (
    AGREE,
    ANSWERS,
    ELSEWHERE,
    OBJECT,
    consultations_of,
    is_late,
    posts_to_ask,
    shown,
)
from yimen.domains.cases.display import text_of
from yimen.domains.cases.materials import handed_in
from yimen.domains.cases.models import Case, Consultation
from yimen.domains.cases.queries import form_of, lists_of, service_of, visible_of
from yimen.domains.cases.states import OPEN, Status
from yimen.engines.clock import WorkingCalendar, working_days_between
from yimen.ground.accounts.gate import SignedInVisit
from yimen.ground.accounts.models import Account
from yimen.ground.calendar.moment import legal_day
from yimen.ground.processes.models import Task
from yimen.ground.processes.work_list import LIGHTS, Place
from yimen.ground.processes.work_page import Listed
from yimen.portals.desk.desk import Desk
from yimen.portals.desk.panel import spec
from yimen.portals.desk.present import day_text, moment_text

Row = dict[str, Any]
_KINDS = {AGREE: "ok", OBJECT: "soon", ELSEWHERE: "plain"}
WHY_LENGTH = 200


def may_ask(desk: Desk) -> bool:
    """Whoever has a step of an open case in hand, before it is decided."""
    task, case = desk.task, desk.case
    at_work = task is not None and task.kind == Task.WORK and desk.mine
    return at_work and case.status in OPEN and case.status != Status.IN_PARTS and not case.decision


def consultation_rows(desk: Desk) -> list[Row]:
    """Every request for this case, with its answer, for the posts of the matter."""
    names, today = names_of(desk.case), legal_day(desk.request.now)
    return [_row(desk, one, names, today) for one in consultations_of(desk.case)]


def _row(desk: Desk, one: Consultation, names: dict[str, str], today: date) -> Row:
    kind, word = _state(one, today)
    return {
        "number": one.number,
        "body": one.post.organisation.name,
        "post": one.post.name,
        "kind": kind,
        "word": word,
        "question": one.question,
        "shows": "、".join(names[key] for key in one.shows if key in names),
        "asked": f"{one.asked_by.name} {moment_text(one.asked_at)}",
        "due": day_text(one.due_on),
        "late": is_late(one, today),
        "read": f"{one.read_by} {moment_text(one.read_at)}" if one.read_at else "",
        "text": one.text,
        "answered": f"{one.answered_by}（{one.post.name}）{moment_text(one.answered_at)}" if one.answered_at else "",
        "withdrawn": f"{one.withdrawn_by} {moment_text(one.withdrawn_at)}" if one.withdrawn_at else "",
        "why": one.withdrawn_why,
        "may_withdraw": one.is_open and may_ask(desk),
        "action": reverse("desk:withdraw-request", args=[desk.case.number, one.number]),
        "reason": spec(desk, f"back.{one.pk}", "为什么撤回", required=False, max_length=WHY_LENGTH, hint="对方看得到"),
        "open_part": f"back.{one.pk}" in desk.failures,
    }


def _state(one: Consultation, today: date) -> tuple[str, str]:
    if one.withdrawn_at is not None:
        return "todo", "已撤回"
    if one.answered_at is not None:
        return _KINDS[one.outcome], ANSWERS[one.outcome]
    return ("late", "到期没有答复") if is_late(one, today) else ("doing", "等答复")


def names_of(case: Case) -> dict[str, str]:
    """What people call that which a request may show."""
    fields = {f"field.{key}": one.label for key, one in form_of(case).fields.items()}
    return fields | {f"material.{one['id']}": one["name"] for one in service_of(case).meta["materials"]}


def nameable_groups(desk: Desk) -> list[Row]:
    """Materials with a file and answers, to tick: only what the own posts see."""
    case = desk.case
    picked, files = set(desk.request.POST.getlist("shows")), {one.material for one in handed_in(case)}
    materials = [
        _tick(f"material.{one['id']}", one["name"], "", picked)
        for one in service_of(case).meta["materials"]
        if one["id"] in files and desk.sight.sees(one["id"])
    ]
    groups = [{"title": "材料", "rows": materials, "open": True}] if materials else []
    lists, asked = lists_of(case), visible_of(case, legal_day(case.submitted_at or desk.request.now)).fields
    for section in form_of(case).sections:
        seen = [one for one in section.fields if one.key in asked and desk.sight.sees(one.key)]
        told = [(one, text_of(one, case.answers.get(one.key), lists)) for one in seen]
        if rows := [_tick(f"field.{one.key}", one.label, text, picked) for one, text in told if text]:
            groups.append({"title": section.title, "rows": rows, "open": any(row["checked"] for row in rows)})
    return groups


def _tick(value: str, what: str, told: str, picked: set[str]) -> Row:
    return {"value": value, "what": what, "told": told, "checked": value in picked}


def post_options(desk: Desk) -> list[Row]:
    if desk.task is None or desk.task.post is None:
        return []
    found = posts_to_ask(desk.case, desk.task.post)
    return [{"value": one.pk, "label": one.organisation.name, "hint": one.name} for one in found]


def no_stop(case: Case) -> str:
    """Why nothing stops, in the words of the law that applies."""
    if any("意见" in one.kind for one in rules_of(case).stops.rules):
        return "在这里问，期限照常计算；依法可以不计时的，另外在“特别程序”里书面告知申请人。"
    if service_of(case).meta["code"]["task_type"] == PERMIT:
        return "征求其他部门的意见，不在行政许可法第四十五条列出的不计时情形里，法定期限不停。"
    return "没有条文让期限因为征求其他部门的意见停下，期限照常计算。"


def shown_groups(row: Consultation) -> list[Row]:
    """The answers that the request names, section by section; nothing else of the form."""
    case, keys = row.case, shown(row, "field")
    if not keys:
        return []
    lists, asked = lists_of(case), visible_of(case, legal_day(case.submitted_at or row.asked_at)).fields
    groups = []
    for section in form_of(case).sections:
        rows = [
            {"label": one.label, "value": text_of(one, case.answers.get(one.key), lists)}
            for one in section.fields
            if one.key in keys and one.key in asked
        ]
        if rows := [one for one in rows if one["value"]]:
            groups.append({"title": section.title, "rows": rows})
    return groups


def shown_files(row: Consultation) -> list[Row]:
    """The materials that the request names, with their files."""
    names, keys = names_of(row.case), shown(row, "material")
    # Another version of the service, to which the case has gone since, may know a material no more.
    known = [key for key in sorted(keys) if f"material.{key}" in names]
    found: dict[str, Row] = {key: {"name": names[f"material.{key}"], "files": []} for key in known}
    for one in handed_in(row.case):
        if one.material in found:
            href = reverse("desk:opinion-material", args=[row.number, one.pk])
            told = {"name": one.file.name, "size": one.file.size_text, "gone": one.file.is_gone, "href": href}
            found[one.material]["files"].append(told)
    return list(found.values())


def left_words(due_on: date, today: date, calendar: WorkingCalendar) -> str:
    """剩 2 个工作日, 今天到期, 超期 1 个工作日."""
    left = working_days_between(today, due_on, calendar)
    if today == due_on:
        return "今天到期"
    if today > due_on:
        return f"超期 {-left} 个工作日" if left else "已超期"
    return f"剩 {left} 个工作日"


def light_of_request(row: Consultation, soon: date, today: date, calendar: WorkingCalendar) -> tuple[str, str]:
    place = Place(row.post_id, row.due_on, soon, None, Task.WORK, None)
    return LIGHTS[place.light(today)], left_words(row.due_on, today, calendar)


def opinion_row(task: Listed, row: Consultation, officer: Account, calendar: WorkingCalendar, now: datetime) -> Row:
    """A request in the work list of whoever answers; who applies is not theirs to know."""
    mine, free = task.place.claimed_by == officer.pk, task.place.claimed_by is None
    return {
        "pk": task.pk,
        "state": LIGHTS[task.light],
        "left": left_words(row.due_on, legal_day(now), calendar),
        "service": row.case.version.name,
        "number": row.number,
        "applicant": f"{row.asking.organisation.short_name}征求意见",
        "step": task.name,
        "due": f"{row.due_on:%m-%d}",
        "incident": task.place.kind == Task.INCIDENT,
        "urged": False,
        "by": "待领取" if free else "我" if mine else task.holder,
        "free": free,
        "mine": mine,
        "batch": False,
        "opinion": True,
    }


@dataclass
class Answering:
    """Whoever answers, before one request: the page and its form."""

    request: SignedInVisit
    row: Consultation
    task: Task | None
    failures: dict[str, str] = field(default_factory=dict)

    def typed(self, key: str) -> str:
        return str(self.request.POST.get(key, ""))

    @property
    def mine(self) -> bool:
        return self.task is not None and self.task.claimed_by_id == self.request.user.pk
