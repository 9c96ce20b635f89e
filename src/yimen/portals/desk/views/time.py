"""What moves a case's clock, and its explanation day by day."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yimen.domains.cases.actions.arrange_joint_visit import arrange_joint_visit
from yimen.domains.cases.actions.close_special_procedure import close_special_procedure
from yimen.domains.cases.actions.extend import extend, may_extend
from yimen.domains.cases.actions.open_special_procedure import open_special_procedure
from yimen.domains.cases.actions.tell_more_time import tell_more_time
from yimen.ground.accounts import gate
from yimen.ground.errors import DomainError, NotAllowed, Stale
from yimen.portals.desk.acts import Refused, at_field, typed_day, typed_moment
from yimen.portals.desk.desk import Desk, desk_of, note_reading, together
from yimen.portals.desk.page import case_page
from yimen.portals.desk.present import light, who_applies
from yimen.portals.desk.timing import explanations, extension_form, may_stop, special_rows, warning


@gate.officer
@require_safe
def clock(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """Every day of every clock, counted or not, with its reason."""
    desk = desk_of(request, number)
    note_reading(request, desk, "read-clock")
    state, words = light(desk.case, request.now)
    page = {
        "nav": "desk",
        "case": desk.case,
        "applicant": who_applies(desk.case),
        "light_state": state,
        "light_words": words,
        "tables": explanations(desk.case, request.now),
        "warning": warning(desk.case, request.now),
        "specials": special_rows(desk) if desk.sight else [],
    }
    return render(request, "desk/clock.html", page)


@gate.officer
@require_POST
def open_special(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """开始特别程序: the notice of the time needed goes out with it."""
    desk = desk_of(request, number)

    def act() -> None:
        failures: dict[str, str] = {}
        start = typed_day(desk, "sp_start", "从哪一天开始", failures)
        end = typed_day(desk, "sp_end", "预计到哪一天为止", failures)
        if not desk.typed("sp_kind"):
            failures["sp_kind"] = "选一种特别程序"
        for key, missing in (("sp_why", "写清这件事为什么要做"), ("sp_done_by", "写明由谁来做")):
            if not desk.typed(key).strip():
                failures[key] = missing
        if failures or start is None or end is None:
            raise Refused(failures)
        at_field(
            lambda: open_special_procedure(
                actor=desk.actor,
                case=desk.case,
                kind=desk.typed("sp_kind"),
                required_by=desk.typed("sp_required_by").strip(),
                why=desk.typed("sp_why"),
                done_by=desk.typed("sp_done_by"),
                start=start,
                planned_end=end,
                now=request.now,
            ),
            lambda error: "sp_kind" if error.code == "time-refused" else "sp_why",
        )

    return _side(desk, "special", act, allowed=may_stop(desk))


@gate.officer
@require_POST
def joint_visit(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """约定联合踏勘: all departments that must see the place come on one date."""
    desk = desk_of(request, number)

    def act() -> None:
        failures: dict[str, str] = {}
        moment = typed_moment(desk, "visit_day", "visit_clock", "上门的日期", failures)
        if failures or moment is None or desk.task is None:
            raise Refused(failures)
        task = desk.task
        at_field(
            lambda: arrange_joint_visit(
                officer=request.user, case=desk.case, task=task, visit_at=moment, now=request.now
            ),
            lambda error: "visit_day",
        )

    allowed = desk.mine and desk.task is not None and desk.task.act == "inspect"
    return _side(desk, "joint-visit", act, allowed=allowed)


@gate.officer
@require_POST
def tell_time(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """A further notice: the special procedure takes longer, or less."""
    desk, row = desk_of(request, number), _row(request)

    def act() -> None:
        failures: dict[str, str] = {}
        end = typed_day(desk, f"more_end.{row}", "改到哪一天为止", failures)
        if end is None:
            raise Refused(failures)
        at_field(
            lambda: tell_more_time(
                actor=desk.actor,
                case=desk.case,
                procedure=row,
                planned_end=end,
                why=desk.typed(f"more_why.{row}"),
                now=request.now,
            ),
            lambda error: f"more_end.{row}" if error.code == "time-refused" else f"more_why.{row}",
        )

    return _side(desk, f"more.{row}", act, allowed=may_stop(desk))


@gate.officer
@require_POST
def close_special(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """The special procedure has ended; the clock runs again from tomorrow."""
    desk, row = desk_of(request, number), _row(request)

    def act() -> None:
        at_field(
            lambda: close_special_procedure(
                actor=desk.actor,
                case=desk.case,
                procedure=row,
                result=desk.typed(f"result.{row}"),
                now=request.now,
            ),
            lambda error: f"result.{row}",
        )

    return _side(desk, f"close.{row}", act, allowed=may_stop(desk))


@gate.officer
@require_POST
def lengthen(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """延期, by the post that the law names; the action itself asks who it is."""
    desk = desk_of(request, number)
    if not may_extend(request.user, desk.case, request.now):
        raise NotAllowed("延期不归您的岗位批准", "把情况报给负责人，由负责人批准。")

    extension = getattr(desk.case, "extension", None)
    if extension is not None:
        told = f"期限只能延长一次（{extension.basis}），这件事已经在 {extension.approved_on:%Y-%m-%d} 延长过"
        return case_page(desk, status=409, stale=Stale(told, "在延长后的期限里办完。"))

    def act() -> None:
        added = desk.typed("ex_added").strip()
        if not added.isdecimal() or not 0 < int(added[:4]) < 1000:
            raise Refused({"ex_added": "延长几个工作日，写一个整数"})
        at_field(
            lambda: extend(
                officer=request.user,
                case=desk.case,
                added=int(added[:4]),
                reason=desk.typed("ex_reason"),
                now=request.now,
            ),
            lambda error: "ex_reason" if _is_about_words(error) else "ex_added",
        )

    return _side(desk, "extend", act, allowed=extension_form(desk) is not None)


def _side(desk: Desk, part: str, act: Callable[[], None], *, allowed: bool) -> HttpResponse:
    """An act beside the task: refused with everything typed kept, or done and back to the page."""
    if not allowed:
        return case_page(
            desk, status=409, stale=Stale("这件事现在不能这样办", "领取以后、作出决定以前才能办；看页面上最新的情况。")
        )
    try:
        together(desk, act)
    except Stale as error:
        return case_page(desk_of(desk.request, desk.case.number), status=409, stale=error)
    except Refused as error:
        desk.failures = error.failures
        return case_page(desk, status=422, open_part=part)
    return redirect("desk:review", number=desk.case.number)


def _row(request: gate.SignedInVisit) -> int:
    told = request.POST.get("procedure", "")
    return int(told) if told.isdecimal() and len(told) < 18 else 0


def _is_about_words(error: DomainError) -> bool:
    return error.code in ("reason-missing", "note-too-long", "missing-glyphs")
