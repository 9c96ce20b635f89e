"""The inbox of citizens, and the one of officers: two tabs, one button for each notice."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from yimen.ground.accounts import gate
from yimen.ground.messages.access import notice_for
from yimen.ground.messages.actions.mark_read import mark_read
from yimen.ground.messages.present import count_text, row
from yimen.ground.messages.queries import Page, count_of, good_to_know, open_acts, page_of_acts, page_to_know

_KNOW = "know"


@gate.citizen
@require_safe
def inbox(request: gate.CitizenVisit) -> HttpResponse:
    return _inbox(request, "messages:inbox", "messages:open")


@gate.citizen
@require_POST
def open_notice(request: gate.CitizenVisit, notice: int) -> HttpResponse:
    return _open(request, notice, "messages:inbox")


@gate.officer
@require_safe
def desk_inbox(request: gate.SignedInVisit) -> HttpResponse:
    return _inbox(request, "messages:desk-inbox", "messages:desk-open")


@gate.officer
@require_POST
def desk_open(request: gate.SignedInVisit, notice: int) -> HttpResponse:
    return _open(request, notice, "messages:desk-inbox")


def _inbox(request: gate.SignedInVisit, own: str, opens: str) -> HttpResponse:
    tab = _KNOW if request.GET.get("tab") == _KNOW else "act"
    turn = {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
    pages = {"act": page_of_acts, _KNOW: page_to_know}[tab]
    page = pages(request.user, **turn)
    if not page.rows and any(turn.values()):
        return redirect(_address(own, tab))
    context = {
        "nav": "inbox",
        "tab": tab,
        "tabs": _tabs(request, own, tab),
        "rows": [{**row(one, request.now), "opens": reverse(opens, args=[one.pk])} for one in page.rows],
        **_turns(page, own, tab),
    }
    return render(request, "messages/inbox.html", context)


def _tabs(request: gate.SignedInVisit, own: str, tab: str) -> list[dict[str, object]]:
    waiting = count_of(open_acts(request.user))
    unread = count_of(good_to_know(request.user).filter(read_at=None))
    return [
        {
            "href": _address(own, "act"),
            "word": "要您处理的",
            "count": _shown(waiting),
            "unit": "件",
            "here": tab == "act",
        },
        {
            "href": _address(own, _KNOW),
            "word": "知道就行",
            "count": _shown(unread),
            "unit": "条未读",
            "here": tab == _KNOW,
        },
    ]


def _shown(count: int) -> str:
    return count_text(count) if count else ""


def _turns(page: Page, own: str, tab: str) -> dict[str, str]:
    return {
        "earlier": _address(own, tab, before=page.earlier) if page.earlier else "",
        "later": _address(own, tab, after=page.later) if page.later else "",
    }


def _address(own: str, tab: str, **more: str) -> str:
    asked = {**({"tab": tab} if tab == _KNOW else {}), **more}
    return f"{reverse(own)}?{urlencode(asked)}" if asked else reverse(own)


def _open(request: gate.SignedInVisit, number: int, own: str) -> HttpResponse:
    """Opening marks it read and leads to what it is about; a notice without a page leads back to the list."""
    found = notice_for(request.user, number)
    mark_read(actor=request.user.actor(request.now), notice=found, now=request.now)
    return redirect(found.href or _address(own, "act" if found.is_open else _KNOW))
