"""The case page: everything that the template shows, from what the own posts may see."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.intake import CHANNELS
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.states import BEFORE_ACCEPTANCE
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import Stale
from yimen.ground.processes.queries import open_tasks_of
from yimen.portals.desk.desk import Desk, newer_steps
from yimen.portals.desk.opinions import consultation_rows, may_ask
from yimen.portals.desk.panel import LONG, panel, spec
from yimen.portals.desk.present import day_text, history, light, moment_text, step_words, who_applies
from yimen.portals.desk.sisters import sisters_of
from yimen.portals.desk.timing import extension_form, limits, may_stop, special_form, special_rows, warning
from yimen.portals.desk.visible import answer_groups, condition_rows, doubt_rows, fact_rows, material_rows, visit_rows

Row = dict[str, Any]
# What was typed into a form that is not on the page any more: names of inputs that hold people's own words.
_WORDS = ("question", "note", "facts", "competent_body", "urge_answer", "sp_why", "ex_reason", "reason", "agreed_by")


def case_page(desk: Desk, *, status: int = 200, stale: Stale | None = None, open_part: str = "") -> HttpResponse:
    """Render the page; ``desk.failures`` are said at their fields.

    Args:
        stale: what has changed since the page was opened whose form was sent; the newer steps are shown.
        open_part: the folded part whose form was refused.
    """
    return render(desk.request, "desk/review.html", _context(desk, stale, open_part), status=status)


def _context(desk: Desk, stale: Stale | None, open_part: str) -> Row:
    case, now, sight = desk.case, desk.request.now, desk.sight
    may_mend = desk.mine and desk.task is not None and desk.task.act == "accept" and case.status in BEFORE_ACCEPTANCE
    conditions = condition_rows(sight)
    face = panel(desk, conditions)
    groups = answer_groups(sight, mend=may_mend)
    materials = material_rows(sight) if sight else []
    facts = fact_rows(sight) if sight else []
    visits = visit_rows(sight) if sight else []
    state, words = light(case, now)
    stops = may_stop(desk)
    return {
        "nav": "desk",
        "case": case,
        "meta": service_of(case).meta,
        "applicant": who_applies(case),
        "whole": sisters_of(desk),
        "desk": desk,
        "task": desk.task,
        "panel": face,
        "elsewhere": _who_has_it(case) if desk.task is None else "",
        "light_state": state,
        "light_words": words,
        "limits": limits(case, now),
        "warning": warning(case, now),
        "deemed": case.clock_event.startswith("视为受理"),
        "channel": _channel(case),
        "contact": _contact(desk),
        "groups": groups,
        "materials": materials,
        "conditions": conditions,
        "doubts": doubt_rows(sight),
        "facts": facts,
        "visits": visits,
        "opinions": _opinions(case) if sight else [],
        "consultations": consultation_rows(desk) if sight else [],
        "may_ask": may_ask(desk),
        "correction": _correction(desk),
        "hidden": sight.hidden,
        "documents": documents_of(Subject("case", case.number)) if desk.works_here else [],
        "certificate": certificate_of_subject("case", case.number) if desk.works_here else None,
        "urges": list(case.urges.filter(answered_at=None)) if sight else [],
        "urge_answer": spec(desk, "urge_answer", "答复", max_length=LONG, hint="写清办到哪一步、哪天办完"),
        "specials": special_rows(desk) if sight else [],
        "special_form": special_form(desk) if stops else None,
        "may_stop": stops,
        "extension": _extension(case),
        "extension_form": extension_form(desk),
        "history": history(case) if desk.works_here else [],
        "errors": [{"key": key, "sentence": sentence} for key, sentence in desk.failures.items()],
        "revoke_reason": spec(
            desk,
            "reason",
            "作废的理由",
            max_length=300,
            hint="写清事实和依据的条款；会显示在公开的核验页上，不要写个人信息",
        ),
        "open_part": open_part,
        "stale": stale,
        "newer": newer_rows(desk) if stale else [],
        "kept": _kept(desk, face) if stale else [],
    }


def _who_has_it(case: Case) -> str:
    """Where the case is now, when nothing waits for the own posts."""
    found = [
        f"{task.name}（{task.post.name if task.post else '申请人'}）"
        for task in open_tasks_of("case", case.number).select_related("post")
    ]
    return "、".join(found)


def _channel(case: Case) -> str:
    told = CHANNELS[case.channel]
    if case.entered_by is None:
        return told
    at = f"{case.entered_at_body.name} " if case.entered_at_body else ""
    return f"{told}：{at}{case.entered_by.name}代录，申请人在场"


def _contact(desk: Desk) -> Row | None:
    keys = service_of(desk.case).meta.get("contact")
    if not keys or not desk.sight.sees(keys["mobile"]):
        return None
    answers = desk.case.answers
    return {
        "name": answers.get(keys["name"]) if desk.sight.sees(keys["name"]) else "",
        "mobile": answers.get(keys["mobile"]),
    }


def _opinions(case: Case) -> list[Row]:
    words = {"agree": ("ok", "同意"), "object": ("late", "不同意"), "back": ("soon", "退回")}
    return [
        {
            "step": one.step,
            "kind": words.get(one.outcome, ("doing", one.outcome))[0],
            "word": words.get(one.outcome, ("doing", one.outcome))[1],
            "text": one.text,
            "by": one.by,
            "at": moment_text(one.at),
        }
        for one in case.opinions.all()
    ]


def _correction(desk: Desk) -> Row | None:
    correction = getattr(desk.case, "correction", None)
    if correction is None or not desk.sight:
        return None
    return {
        "points": [one for one in correction.points if desk.sight.sees(one["key"])],
        "told": moment_text(correction.told_at),
        "by": correction.told_by,
        "supply_by": day_text(correction.supply_by),
        "supplied": moment_text(correction.supplied_at) if correction.supplied_at else "",
    }


def _extension(case: Case) -> Row | None:
    row = getattr(case, "extension", None)
    if row is None:
        return None
    return {
        "added": row.added,
        "by": row.approved_by,
        "on": day_text(row.approved_on),
        "reason": row.reason,
        "basis": row.basis,
    }


def newer_rows(desk: Desk) -> list[Row]:
    """What has happened since the page was opened whose form is sent now."""
    words = step_words(desk.case)
    return [
        {"title": words.get(one.kind, one.kind), "by": one.by, "note": one.note, "at": moment_text(one.at)}
        for one in newer_steps(desk)
    ]


def _kept(desk: Desk, face: Row) -> list[str]:
    """What was typed, where its form is not on the page any more: nothing that a person wrote is lost."""
    if face["kind"] in ("accept", "review", "inspect", "decide"):
        return []
    posted = desk.request.POST
    told = [text for key in posted if key in _WORDS or key.startswith("why.") for text in posted.getlist(key)]
    return [text for text in told if text.strip()]
