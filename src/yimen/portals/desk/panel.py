"""What to do now: the form of the open task with what was typed, what is wrong, and the words of the service."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.http import HttpRequest, QueryDict

from yimen.domains.cases.actions.decline import BARRED, ELSEWHERE, INCOMPLETE
from yimen.domains.cases.actions.hand_over_together import still_to_hand_over
from yimen.domains.cases.clocks import rules_of
from yimen.domains.cases.consultations import consultations_of
from yimen.domains.cases.inspections import asked_at, officers_wanted
from yimen.domains.cases.lanes import lanes_of
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.models import Case, Inspection
from yimen.domains.cases.papers.result import result_of
from yimen.domains.cases.queries import grounds_of, refusal_words, service_of
from yimen.domains.cases.states import OPEN, Status
from yimen.engines.clock import LegalClock, last_day
from yimen.ground.accounts.queries import colleagues
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.documents.kinds import kind_of
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import is_running, open_tasks_of
from yimen.portals.desk.conditions import AGAINST
from yimen.portals.desk.desk import Desk
from yimen.portals.desk.present import day_text
from yimen.portals.desk.visible import visit_row

Spec = dict[str, Any]
LONG = 2000
_UNITS = {"decimal", "int"}


class Form(Protocol):
    """A posted form: what was typed, and what is wrong with it."""

    @property
    def request(self) -> HttpRequest: ...

    @property
    def failures(self) -> Mapping[str, str]: ...

    def typed(self, key: str) -> str: ...


def panel(desk: Desk, conditions: list[Spec]) -> Spec:
    """Which face the panel has (``kind``) and what it needs.

    Args:
        conditions: the checklist as these posts see it.
    """
    task = desk.task
    if task is None:
        return {"kind": "nothing"}
    if task.kind == Task.INCIDENT:
        return {"kind": "incident"}
    if desk.record is not None and (waiting := _visit_panel(desk, desk.record)):
        return waiting
    if task.claimed_by_id is None:
        return {"kind": "free"}
    if not desk.mine:
        return {"kind": "taken"}
    match task.act:
        case "accept":
            return {"kind": "accept", **_accept(desk)}
        case "review":
            return {"kind": "review", **_review(desk)}
        case "inspect":
            return {"kind": "inspect", **_inspect(desk, task)}
        case "decide":
            return {"kind": "decide", **_decide(desk, task, conditions)}
        case "handover":
            return {"kind": "handover", **_handover(desk)}
    return {"kind": "elsewhere"}


def spec(desk: Form, key: str, label: str, type: str = "text", **more: Any) -> Spec:
    """A field for the tag ``field``, with what was typed and what is wrong with it."""
    return {
        "key": key,
        "label": label,
        "type": type,
        "value": desk.typed(key) if key in desk.request.POST else more.pop("start", ""),
        "failure": desk.failures.get(key, ""),
        **{name: value for name, value in more.items() if name != "start"},
    }


def choices(desk: Form, key: str, legend: str, options: list[Spec], **more: Any) -> Spec:
    """Radio buttons or checkboxes (``many``), for ``desk/parts/choices.html``."""
    picked = set(posted(desk).getlist(key))
    rows = [
        {**one, "id": f"f-{key}" if at == 0 else f"f-{key}-{at}", "checked": str(one["value"]) in picked}
        for at, one in enumerate(options)
    ]
    return {"key": key, "legend": legend, "options": rows, "failure": desk.failures.get(key, ""), **more}


def posted(desk: Form) -> QueryDict:
    return desk.request.POST


def _handover(desk: Desk) -> Spec:
    """What is handed over together, and who takes it where."""
    papers = [
        {"part": lane.version.name, "title": document.title, "number": document.number, "body": lane.body.name}
        for lane, document in still_to_hand_over(desk.case)
    ]
    still_open = _still_open(desk.case)
    return {
        "papers": papers,
        "still_open": still_open,
        "undecided": any(not one["decided"] for one in still_open),
        "received_by": spec(desk, "received_by", "谁收下的", max_length=99, start=desk.case.applicant.name),
        "place": spec(desk, "place", "在哪里收下的", max_length=99, hint="例如政务服务中心 3 号窗口"),
    }


def _still_open(case: Case) -> list[Spec]:
    """The parts for which the handing over does not wait: not decided yet, or decided and still to be looked at."""
    lanes = [lane for lane in lanes_of(case) if lane.status in OPEN or is_running("case", lane.number)]
    names = {part.id: part.name for part in service_of(case).parts}
    return [
        {
            "name": names[lane.part],
            "body": lane.body.name,
            "number": lane.number,
            "state": _how_far(lane),
            "decided": bool(lane.decision),
        }
        for lane in lanes
    ]


def _how_far(lane: Case) -> str:
    if lane.status == Status.CORRECTING:
        return "等申请人补正，还没有受理"
    if lane.status == Status.SUBMITTED:
        return "还没有受理"
    if not lane.decision:
        return "已经受理，还没有决定"
    task = open_tasks_of("case", lane.number).first()
    # What follows a decision: the paper is there, the department comes once more.
    return f"已经决定，还有一步：{task.name}" if task is not None else "已经决定，正在送达"


def _accept(desk: Desk) -> Spec:
    case, now = desk.case, desk.request.now
    rules, today = rules_of(case), legal_day(now)
    ends = last_day(LegalClock(today, "受理"), rules.promised, working_calendar())
    grounds = [
        one
        for one in service_of(case).meta["not_accepted"]
        if one["reason"] != INCOMPLETE or hasattr(case, "correction")
    ]
    reasons = {one["reason"] for one in grounds}
    outcomes = desk.task.outcomes if desk.task else []
    return {
        "may_accept": "accept" in outcomes,
        "may_correct": "correct" in outcomes and not hasattr(case, "correction"),
        "may_decline": "decline" in outcomes,
        "told_once": hasattr(case, "correction"),
        "lacking": [one["name"] for one in lacking_materials(case, now)],
        "promise": f"承诺 {rules.promised.text}，到{day_text(ends.day)}",
        "deemed_by": rules.answer.deemed_by,
        "failure": desk.failures.get("outcome", ""),
        "declining": desk.typed("outcome") == "decline",
        "ground": choices(
            desk,
            "ground",
            "不予受理的理由",
            [{"value": one["id"], "label": one["text"], "hint": one["basis"]} for one in grounds],
        ),
        "facts": spec(
            desk, "facts", "查明的情况", max_length=LONG, hint="核对了什么、结果是什么，会原样写进不予受理决定书"
        ),
        "competent_body": spec(
            desk,
            "competent_body",
            "应当向哪个机关申请",
            required=False,
            hint="理由是不属于本机关职权的，要写",
        )
        if ELSEWHERE in reasons
        else None,
        "barred_until": spec(
            desk,
            "barred_until",
            "到哪一天为止不能再申请",
            "date",
            required=False,
            hint="理由是一年内、三年内不得再次申请的，要写",
        )
        if reasons & set(BARRED)
        else None,
    }


def _review(desk: Desk) -> Spec:
    words = {"agree": ("同意", "材料和条件都看过，可以往下走"), "object": ("不同意", "写清哪一条不符合、依据是什么")}
    outcomes = [one for one in (desk.task.outcomes if desk.task else []) if one in words]
    return {
        "outcome": choices(
            desk,
            "outcome",
            "意见",
            [{"value": one, "label": words[one][0], "hint": words[one][1]} for one in outcomes],
        ),
        "note": spec(
            desk, "note", "审查意见", max_length=LONG, hint="审了什么、结论是什么、依据是什么；作决定的人会看到"
        ),
    }


def _visit_panel(desk: Desk, record: Inspection) -> Spec | None:
    """The face for a record that waits for its second officer."""
    if record.confirmed_at is not None or record.second is None:
        return None
    officer = desk.request.user.pk
    face = {"visit": visit_row(desk.sight, record), "record": record, "seen_at": record.recorded_at.isoformat()}
    if officer == record.second_id:
        return {"kind": "confirm", **face, "failure": desk.failures.get("outcome", "")}
    if officer == record.recorded_by_id and desk.task is not None:
        return {"kind": "inspect", **_inspect(desk, desk.task, record), **face}
    return {"kind": "waits", **face}


def _inspect(desk: Desk, task: Task, record: Inspection | None = None) -> Spec:
    asked, found = asked_at(desk.case, task.node), record.found if record else {}
    visited = record.visited_at.astimezone(CITY) if record else None
    others = colleagues(task.post, desk.request.user, desk.request.now) if task.post else []
    second = choices(
        desk,
        "second",
        "一起到现场的人",
        [{"value": one.pk, "label": one.name, "hint": f"由{one.name}用自己的账号确认记录"} for one in others],
    )
    if record is not None and "second" not in posted(desk):
        for one in second["options"]:
            one["checked"] = one["value"] == record.second_id
    return {
        "asked": asked,
        "two": officers_wanted(desk.case, task.node) > 1,
        "visited_on": spec(
            desk, "visited_on", "到现场的日期", "date", start=f"{visited or desk.request.now.astimezone(CITY):%Y-%m-%d}"
        ),
        "visited_time": spec(
            desk,
            "visited_time",
            "到现场的时间",
            hint="24 小时制，例如 14:30",
            start=f"{visited:%H:%M}" if visited else "",
        ),
        "items": [_item(desk, item, found.get(item["id"])) for item in asked["items"]],
        "second": second,
        "note": spec(
            desk,
            "note",
            "备注",
            max_length=LONG,
            required=False,
            hint="缺什么、当场改了什么，写在这里",
            start=record.note if record else "",
        ),
    }


def _item(desk: Desk, item: Mapping[str, Any], found: object) -> Spec:
    unit = f"（{item['unit']}）" if item.get("unit") else ""
    start = ("true" if found else "false") if isinstance(found, bool) else "" if found is None else str(found)
    options = [{"value": one, "label": one} for one in item.get("options", ())]
    return spec(
        desk,
        f"item.{item['id']}",
        f"{item['label']}{unit}",
        "select" if options else item["type"],
        options=options,
        hint=item.get("hint", ""),
        start=start,
    )


def _decide(desk: Desk, task: Task, conditions: list[Spec]) -> Spec:
    case = desk.case
    granted, refused = refusal_words(case)
    found = [one["condition"] for one in grounds_of(case)]
    against = [one for one in grounds_of(case, every=True) if one["condition"] not in found]
    grounds = choices(desk, "ground", f"{refused}的理由", [_ground(one) for one in (*grounds_of(case), *against)])
    split = len(found)
    picked_met = any(one["checked"] for one in grounds["options"][split:])
    return {
        "outcome": choices(desk, "outcome", "决定", _outcomes(case, task)),
        "ground": {**grounds, "many": True, "options": grounds["options"][:split]},
        "met": {**grounds, "many": True, "failure": "", "options": grounds["options"][split:]},
        "met_open": picked_met or not split,
        "granted": granted,
        "refused": refused,
        "doubts": sum(one["finding"] in AGAINST for one in conditions),
        "out": [one.post.organisation.short_name for one in consultations_of(case) if one.is_open],
        "note": spec(
            desk,
            "note",
            "查明的事实和说明",
            max_length=LONG,
            hint=f"{refused}时会原样写进决定书；核对表有没通过的条目而{granted}的，或者退回的，也要写明；没有要说的可以不写",
        ),
    }


def _ground(one: Mapping[str, str]) -> Spec:
    return {"value": one["condition"], "label": one["sentence"], "hint": one["basis"]}


def _outcomes(case: Case, task: Task) -> list[Spec]:
    """The options with the titles of the documents that will come out."""
    papers, result = service_of(case).meta["papers"], result_of(case)
    granted, refused = refusal_words(case)
    issued = f"，签发{result['name']}" if result else ""
    told = {
        "grant": (granted, f"出具{kind_of(papers['granted']).title}{issued}"),
        "refuse": (refused, f"出具{kind_of(papers['refused']).title}，写明事实、理由、依据和救济途径"),
        "back": ("退回再审", "退给前一个岗位再看，写清还要核对什么"),
    }
    return [{"value": one, "label": told[one][0], "hint": told[one][1]} for one in task.outcomes if one in told]
