"""The history of a case as a timeline: what happened, what is happening, what comes next."""

from collections.abc import Mapping
from typing import Any

from yimen.domains.cases.models import Case, CaseStep
from yimen.domains.cases.states import Status
from yimen.portals.citizen.present import day_text, moment_text

_TITLES = {
    "submitted": ("您提交了申请", "upload"),
    "accepted": ("已受理，开始计时", "check"),
    "officer-grant": ("登记审查员审完了", "user"),
    "officer-refuse": ("登记审查员审完了", "user"),
    "granted": ("准予登记", "rubber-stamp"),
    "refused": ("不予登记", "rubber-stamp"),
    "issued": ("签发了证照", "certificate"),
    "delivered": ("已送达，办结", "check"),
}
_PAPERS = {
    "submitted": ("receipt", "收件凭证"),
    "granted": ("grant-registration", "准予登记通知书"),
    "refused": ("refuse-registration", "不予登记通知书"),
}


def timeline(case: Case, papers: Mapping[str, str], *, working: bool) -> list[dict[str, Any]]:
    """Items for the timeline component, oldest first.

    Args:
        papers: kind of document → where it opens; a paper that is still being made has no link.
    """
    done = [_item(step, papers) for step in case.steps.all()]
    return done + _ahead(case, working)


def _item(step: CaseStep, papers: Mapping[str, str]) -> dict[str, Any]:
    title, icon = _TITLES.get(step.kind, (step.kind, "check"))
    kind, name = _PAPERS.get(step.kind, ("", ""))
    return {
        "state": "done",
        "icon": icon,
        "title": title,
        "text": f"{step.by}经办" if step.kind.startswith("officer-") else "",
        "links": [{"href": papers[kind], "text": name}] if kind in papers else [],
        "time": step.at.isoformat(),
        "time_text": moment_text(step.at),
    }


def _ahead(case: Case, working: bool) -> list[dict[str, Any]]:
    if case.closed_at is not None:
        return []
    if working:
        return [
            {
                "state": "now",
                "icon": "hourglass",
                "title": "系统正在自动核验",
                "text": "一般几秒钟，您可以留在这里，也可以离开。",
            }
        ]
    if case.status == Status.ACCEPTED:
        by = f"，{day_text(case.promised_on)}前答复" if case.promised_on else ""
        return [
            {"state": "now", "icon": "hourglass", "title": "登记审查员正在看", "text": f"{case.body.name}{by}。"},
            {"state": "next", "icon": "certificate", "title": "决定和送达", "text": "结果会显示在这里。"},
        ]
    return [
        {"state": "now", "icon": "hourglass", "title": "等工作人员处理", "text": "有一步系统没办成，已经转给工作人员。"}
    ]
