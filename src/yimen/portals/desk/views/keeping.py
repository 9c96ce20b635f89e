"""How long the papers of a case stay, what keeps them longer, and the record of what was destroyed."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yimen.domains.cases.actions.hold_materials import hold_materials, lift_hold, may_hold
from yimen.domains.cases.keeping import holds_now
from yimen.domains.cases.kept import Kept, gone_words, kept_files, kept_words
from yimen.domains.cases.models import Case, Hold, Material
from yimen.domains.cases.queries import service_of
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotAllowed
from yimen.portals.desk.acts import Refused, at_field, typed_day
from yimen.portals.desk.desk import Desk, desk_of, must_work_here
from yimen.portals.desk.panel import LONG, spec
from yimen.portals.desk.present import moment_text, who_applies

Row = dict[str, Any]


@gate.officer
@require_http_methods(["GET", "POST"])
def keeping(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """The periods of the files that the own posts may see; who decides or heads the body may hold and lift."""
    desk = desk_of(request, number)
    may = may_hold(request.user, desk.case, request.now)
    if not may:
        must_work_here(desk)
    if request.method == "GET":
        return _show(desk, may)
    if not may:
        raise NotAllowed("暂缓销毁不归您的岗位办", "告诉作决定的岗位或者单位负责人，由他们办。")
    try:
        _lift(desk) if "lift" in request.POST else _hold(desk)
    except Refused as error:
        desk.failures = error.failures
        return _show(desk, may, status=422)
    return redirect("desk:keeping", number=number)


def _hold(desk: Desk) -> None:
    failures: dict[str, str] = {}
    until = typed_day(desk, "until", "暂缓到哪一天", failures)
    if desk.typed("ground") not in Hold.GROUNDS:
        failures["ground"] = "选因为什么暂缓销毁"
    if not desk.typed("reason").strip():
        failures["reason"] = "写清理由"
    if failures or until is None:
        raise Refused(failures)
    at_field(lambda: _do_hold(desk, until), lambda error: error.code if error.code in ("ground", "until") else "reason")


def _do_hold(desk: Desk, until: date) -> None:
    hold_materials(
        officer=desk.request.user,
        case=desk.case,
        ground=desk.typed("ground"),
        reason=desk.typed("reason"),
        until=until,
        now=desk.request.now,
    )


def _lift(desk: Desk) -> None:
    told = desk.typed("lift")
    row = int(told) if told.isascii() and told.isdigit() and len(told) < 18 else 0
    at_field(
        lambda: lift_hold(
            officer=desk.request.user, case=desk.case, hold=row, why=desk.typed(f"why.{row}"), now=desk.request.now
        ),
        lambda error: f"why.{row}" if _still_open(desk.case, row) else "ground",
    )


def _still_open(case: Case, row: int) -> bool:
    return Hold.objects.filter(case=case, pk=row, lifted_at=None).exists()


def _show(desk: Desk, may: bool, status: int = 200) -> HttpResponse:
    case, today = desk.case, legal_day(desk.request.now)
    active = {one.pk for one in holds_now(case, today)}
    page = {
        "nav": "desk",
        "case": case,
        "desk": desk,
        "applicant": who_applies(case),
        "rows": [_row(one) for one in kept_files(case) if desk.sight.allows(one.row.material)],
        "hidden": desk.sight.hidden,
        "holds": [_held(desk, one, one.pk in active) for one in case.holds.all()],
        "whole": [one for one in holds_now(case, today) if one.case_id != case.pk],
        "may": may,
        "ground": spec(
            desk,
            "ground",
            "因为什么",
            "select",
            options=[{"value": key, "label": word} for key, word in Hold.GROUNDS.items()],
            hint="申请人看得到",
        ),
        "until": spec(desk, "until", "暂缓到哪一天", "date", hint="这一天也算在内，最长五年；到时候还没有完，可以再办"),
        "reason": spec(desk, "reason", "理由", max_length=LONG, hint="写清案号、谁提出的；申请人看不到"),
        "errors": [{"key": key, "sentence": sentence} for key, sentence in desk.failures.items()],
    }
    return render(desk.request, "desk/keeping.html", page, status=status)


def _row(kept: Kept) -> Row:
    file = kept.row.file
    return {
        "material": kept.name,
        "name": file.name,
        "size": file.size_text,
        "sha256": file.sha256,
        "gone": file.is_gone,
        "words": gone_words(kept.row) if file.is_gone else kept_words(kept).replace("您的另一件", "同一个人的另一件"),
        "why": file.destroyed_why,
        "by": file.destroyed_by,
        "basis": kept.rule["basis"],
    }


def _held(desk: Desk, row: Hold, active: bool) -> Row:
    return {
        "pk": row.pk,
        "ground": row.GROUNDS[row.ground],
        "reason": row.reason,
        "until": row.until,
        "placed": f"{row.placed_by} {moment_text(row.placed_at)}",
        "lifted": f"{row.lifted_by} {moment_text(row.lifted_at)}" if row.lifted_at else "",
        "lifted_why": row.lifted_why,
        "active": active,
        "why": spec(desk, f"why.{row.pk}", "为什么提前结束", max_length=LONG, hint="写清结果，比如复议决定的文号"),
    }


def gone_page(desk: Desk, row: Material) -> HttpResponse:
    """What is still known of a file that was destroyed, in place of the file (410)."""
    names = {one["id"]: one["name"] for one in service_of(desk.case).meta["materials"]}
    page = {
        "nav": "desk",
        "case": desk.case,
        "applicant": who_applies(desk.case),
        "material": names.get(row.material, ""),
        "row": row,
        "words": gone_words(row),
        "added": f"{row.added_by} {moment_text(row.added_at)}",
    }
    return render(desk.request, "desk/material_gone.html", page, status=410)
