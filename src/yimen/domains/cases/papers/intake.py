"""Before and at acceptance: receipt, correction notice, acceptance, refusal to accept (行政许可法 32)."""

from datetime import datetime
from typing import Any

from yimen.domains.cases.clocks import PERMIT, intake_of, rules_of
from yimen.domains.cases.materials import handed_in, materials_of
from yimen.domains.cases.models import HELPER, ONLINE, WINDOW, Case
from yimen.domains.cases.papers.once import applied_on, contact, once, recheck
from yimen.domains.cases.queries import service_of
from yimen.engines.service import is_at_once
from yimen.ground.calendar.moment import CITY
from yimen.ground.documents.models import Document
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject

FORMS = {
    "generate": "系统生成，在线签名",
    "ecert": "电子证照，免交",
    "share": "数据共享，免交",
    "promise": "承诺书代替",
    "tolerate": "可以后补",
}
CHANNELS = {ONLINE: "网上办事大厅", WINDOW: "政务服务窗口（工作人员代录）", HELPER: "帮办代办（工作人员代录）"}
SUPPLY_HOW = "登录网上办事大厅，在办件页面补正；也可以到窗口由工作人员代录"


def make_receipt(case: Case, now: datetime) -> Document:
    """收件凭证: what was received, when, and by when the applicant is told about acceptance (行政许可法 32)."""
    if case.submitted_at is None or case.answer_by is None:
        raise ValueError(f"{case.number} has not been submitted")
    data = {
        "received_at": case.submitted_at.astimezone(CITY).isoformat(timespec="minutes"),
        "channel": CHANNELS[case.channel],
        "materials": [{"name": one["name"], "form": _form(case, one)} for one in materials_of(case, now)],
        "told_by": case.answer_by.isoformat(),
        **_answer_rule(case),
    }
    return once(case, "receipt", data, now, body=case.entered_at_body)


def make_correction_notice(case: Case, now: datetime) -> Document:
    """补正告知书: all points at once."""
    correction, told = case.correction, service_of(case).meta.get("correction")
    data: dict[str, Any] = {
        "applied_on": applied_on(case),
        "received_on": _iso(case.received_on),
        "points": [{name: one[name] for name in ("what", "why", "basis")} for one in correction.points],
        "supply_how": SUPPLY_HOW,
        "contact": contact(case),
    }
    if rule := _own_rule(case, told["basis"] if told else ""):
        data["rule"] = rule
    if correction.supply_by and told:
        data.update(supply_by=correction.supply_by.isoformat(), supply_by_basis=told["basis"])
    return once(case, "correction", data, now)


def make_acceptance(case: Case, now: datetime) -> Document | None:
    """受理通知书, sealed and dated by the deciding body; none where complete papers are decided on the spot, and where
    no statute sets a limit that it could tell."""
    meta, rules = service_of(case).meta, rules_of(case)
    if meta["code"]["task_type"] != PERMIT or is_at_once(meta) or rules.statutory is None:
        return None
    data: dict[str, Any] = {
        "applied_on": applied_on(case),
        "received_on": _iso(case.received_on),
        "ground": _ground(case),
        "accepted_on": _iso(case.accepted_on),
        "limit_basis": rules.statutory.basis,
        "statutory_limit": rules.statutory.text,
        "statutory_by": _iso(case.statutory_on),
        "promised_limit": rules.promised.text,
        "promised_by": _iso(case.promised_on),
        "ask": f"网上办事大厅的办件页面，或者拨打{case.body.phone_consult}",
        "contact": contact(case),
    }
    if rules.from_application:
        data["statutory_from"] = _iso(intake_of(case).counts_from)
    if data["ground"] == "corrected":
        data["supplied_on"] = _iso(case.correction.supplied_on)
    return once(case, "acceptance", data, now)


def make_refused_acceptance(case: Case, now: datetime) -> Document:
    """不予受理决定书: reason, who is competent, remedies."""
    told = case.declined
    data: dict[str, Any] = {
        "applied_on": applied_on(case),
        "reason": told["reason"],
        "facts": [told["facts"]],
        "instead": told["instead"],
        "rule": _own_rule(case, told["basis"]),
        **recheck(case),
    }
    match told["reason"]:
        case "no-permit-needed":
            data["permit_basis"] = told["basis"]
        case "not-competent":
            data["competent_body"] = told["competent_body"]
        case "still-incomplete":
            asked = document_of(Subject("case", case.number), "correction")
            data.update(
                correction_number=asked.number if asked else "", correction_on=case.correction.told_on.isoformat()
            )
        case "barred-false-application" | "barred-fraud":
            data["barred_until"] = told["barred_until"]
    return once(case, "refuse-acceptance", {key: value for key, value in data.items() if value}, now)


def _answer_rule(case: Case) -> dict[str, Any]:
    """Of a matter that is no permit: its own rule of the answer, if any; silence accepts only where a rule says so."""
    service = service_of(case)
    # One receipt stands for every part of a joint application: a permit among them is answered by the permit law.
    metas = [service.meta, *(part.service.meta for part in service.parts)]
    if any(meta["code"]["task_type"] == PERMIT for meta in metas):
        return {}
    told = service.meta["limits"].get("answer")
    return {
        "permit": False,
        "rule": told["basis"] if told else "",
        "deemed_by": told.get("deemed_by", "") if told else "",
    }


def _own_rule(case: Case, basis: str) -> str:
    """Of a matter that is no permit: the rule on which the paper rests; of a permit nothing, the law itself speaks."""
    return "" if service_of(case).meta["code"]["task_type"] == PERMIT else basis


def _form(case: Case, material: dict[str, Any]) -> str:
    if material["obtain"] != "upload":
        return FORMS[material["obtain"]]
    count = sum(1 for one in handed_in(case) if one.material == material["id"])
    return f"电子文件 {count} 个" if count else "没有交"


def _ground(case: Case) -> str:
    if case.clock_event.startswith("视为受理"):
        return "deemed"
    correction = getattr(case, "correction", None)
    return "corrected" if correction is not None and correction.supplied_on else "complete"


def _iso(day: Any) -> str:
    return day.isoformat() if day is not None else ""
