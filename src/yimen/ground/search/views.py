"""What people could not find, for the editors: answer or close each."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yimen.ground.accounts import gate
from yimen.ground.errors import Stale
from yimen.ground.search.access import require_editor
from yimen.ground.search.actions.answer_wish import NothingAnswered, answer_wish
from yimen.ground.search.models import Wish

PAGE = 30
_UNPROCESSABLE, _CONFLICT = 422, 409
_TOO_LARGE = 2**63


@gate.officer
@require_http_methods(["GET", "POST"])
def wishes(request: gate.SignedInVisit) -> HttpResponse:
    """The waiting ones, the oldest first; below them what was done with the last ones."""
    require_editor(request.user, request.now)
    if request.method == "GET":
        return render(request, "search/wishes.html", _page({}))
    number, answer = request.POST.get("wish", ""), request.POST.get("answer", "")
    if not (number.isascii() and number.isdigit() and int(number) < _TOO_LARGE):
        raise Http404
    try:
        answer_wish(
            actor=request.user.actor(request.now),
            wish=int(number),
            answer=answer,
            close=request.POST.get("act") == "close",
            now=request.now,
        )
    except Wish.DoesNotExist as error:
        raise Http404 from error
    except NothingAnswered as refusal:
        told = {"wish": int(number), "sentence": f"{refusal.sentence}，{refusal.advice}"}
        return render(request, "search/wishes.html", _page(told), status=_UNPROCESSABLE)
    except Stale as stale:
        told = {"wish": 0, "sentence": f"{stale.sentence}，{stale.advice}", "answer": answer}
        return render(request, "search/wishes.html", _page(told), status=_CONFLICT)
    return redirect(f"{reverse('search:wishes')}?saved=1")


def _page(told: dict[str, Any]) -> dict[str, Any]:
    waiting = list(Wish.objects.filter(state=Wish.OPEN).order_by("asked_at", "pk")[: PAGE + 1])
    done = Wish.objects.exclude(state=Wish.OPEN).order_by("-done_at", "-pk")[:PAGE]
    return {
        "nav": "wishes",
        "waiting": waiting[:PAGE],
        "more": len(waiting) > PAGE,
        "done": list(done),
        "told": told,
        "errors": [{"href": f"#f-answer-{told['wish']}", "sentence": told["sentence"]}] if told else [],
    }
