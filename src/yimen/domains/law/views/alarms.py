"""What the editors of the catalogue have to mend because a law has changed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from yimen.domains.law.access import alarm_for, require_editor
from yimen.domains.law.actions.acknowledge import acknowledge
from yimen.domains.law.models import REASON_LENGTH, Alarm
from yimen.domains.law.ports import address_of, everything_that_cites, word_of
from yimen.domains.law.present import address
from yimen.domains.law.queries import library, open_alarms
from yimen.engines import law as engine
from yimen.engines.law.stale import ABSENT, CHANGED, ENDED, GONE, MOVED
from yimen.ground.accounts import gate
from yimen.ground.errors import Incomplete

_KIND_WORDS = {
    ABSENT: "没有这一条",
    ENDED: "不是现行的文件",
    CHANGED: "条文改了",
    MOVED: "条号变了",
    GONE: "新文本里没有了",
}
_UNPROCESSABLE = 422
_CLOSED = 20


@gate.officer
@require_safe
def alarms(request: gate.SignedInVisit) -> HttpResponse:
    """Open alarms, those that nobody has acknowledged first; what is cited and not held; the last closed."""
    require_editor(request.user, request.now)
    rows = list(open_alarms())
    closed = Alarm.objects.exclude(closed_at=None).select_related("document").order_by("-closed_at", "-pk")
    page = {
        "nav": "law-alarms",
        "waiting": [_row(one) for one in rows if one.acknowledged_at is None],
        "seen": [_row(one) for one in rows if one.acknowledged_at is not None],
        "closed": [_row(one) for one in closed[:_CLOSED]],
        "not_held": _not_held(),
    }
    return render(request, "law/alarms.html", page)


@gate.officer
@require_http_methods(["GET", "POST"])
def alarm(request: gate.SignedInVisit, alarm: int) -> HttpResponse:
    """One alarm: who cites what and where, why it does not stand; the editor says why it may wait."""
    found = alarm_for(request.user, alarm, request.now)
    if request.method == "GET":
        return render(request, "law/alarm.html", _page(found))
    typed = request.POST.get("reason", "")
    try:
        acknowledge(actor=request.user.actor(request.now), alarm=found, reason=typed, now=request.now)
    except Incomplete as refusal:
        errors = [{"key": one.key, "sentence": one.sentence} for one in refusal.faults]
        return render(request, "law/alarm.html", _page(found, typed, errors), status=_UNPROCESSABLE)
    return redirect("law:alarms")


def _page(one: Alarm, typed: str = "", errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    may = one.closed_at is None and one.acknowledged_at is None
    field = {
        "key": "reason",
        "type": "text",
        "label": "为什么可以先等，或者正在怎么改",
        "hint": "会记入办理记录；引用改好、新版本发布以后，这条提醒自己结束",
        "max_length": REASON_LENGTH,
        "value": typed,
        "failure": errors[0]["sentence"] if errors else "",
    }
    return {
        "nav": "law-alarms",
        "alarm": one,
        "row": _row(one),
        "field": field if may else None,
        "errors": errors or [],
        "text": address(one.document.key),
    }


def _row(one: Alarm) -> dict[str, Any]:
    return {
        "alarm": one,
        "kind": _KIND_WORDS[one.kind],
        "what": word_of(one.subject_kind),
        "href": address_of(one.subject_kind, one.subject_ref),
    }


def _not_held() -> list[dict[str, Any]]:
    """Documents that are cited and whose text is not here, each with who cites it: nobody has compared those."""
    held, found = library(), dict[str, list[str]]()
    for one in everything_that_cites():
        for name in engine.not_held(one.told, held):
            found.setdefault(name, []).append(one.name)
    return [{"name": name, "by": sorted(set(by))} for name, by in sorted(found.items())]
