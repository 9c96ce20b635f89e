"""Which posts other bodies may ask for an opinion: operators read it and set it, a post at a time."""

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yimen.domains.cases.actions.set_answering_post import set_answering_post
from yimen.domains.cases.answering import answering_posts, demanded, still_out
from yimen.domains.cases.errors import ConsultationRefused
from yimen.ground.accounts import gate
from yimen.ground.audit.models import Entry
from yimen.ground.places.models import Post
from yimen.portals.desk.present import moment_text

_REFUSED, _SHOWN, _DIGITS = 422, 20, 18
Row = dict[str, Any]


@gate.officer
@require_http_methods(["GET", "POST"])
def answering(request: gate.SignedInVisit) -> HttpResponse:
    """The list; a press of a row's button sets that post."""
    if request.method == "GET":
        return _page(request, done=request.GET.get("set", ""))
    sent, wanted = request.POST.get("post", ""), request.POST.get("answers", "")
    if not sent.isdecimal() or len(sent) > _DIGITS or wanted not in ("yes", "no"):
        return _page(request, refusal=ConsultationRefused("没有说要改哪个岗位", "按那个岗位旁边的按钮。"))
    try:
        set_answering_post(officer=request.user, post=int(sent), answers=wanted == "yes", now=request.now)
    except ConsultationRefused as refusal:
        return _page(request, refusal=refusal)
    return redirect(f"{reverse('desk:answering')}?set={int(sent)}")


def _page(request: gate.SignedInVisit, done: str = "", refusal: ConsultationRefused | None = None) -> HttpResponse:
    posts = list(answering_posts(request.user, request.now))
    waiting, wanted = still_out(posts), demanded()
    changed = next((one for one in posts if str(one.pk) == done), None)
    page = {
        "nav": "answering",
        "bodies": [
            {"body": body, "rows": [_row(one, waiting, wanted) for one in rows]}
            for body, rows in groupby(posts, key=lambda one: one.organisation)
        ],
        "changed": changed,
        "refusal": refusal,
        "history": _history(posts),
    }
    return render(request, "desk/answering.html", page, status=_REFUSED if refusal else 200)


def _row(post: Post, waiting: Any, wanted: Any) -> Row:
    return {
        "post": post,
        "held": post.held,  # type: ignore[attr-defined]
        "waiting": waiting.get(post.pk, 0),
        "wanted": wanted.get((post.organisation.role, post.code), ""),
    }


def _history(posts: list[Post]) -> list[Row]:
    names = {f"{one.organisation.code}/{one.code}": str(one) for one in posts}
    rows = Entry.objects.filter(object_kind="post", action="set-answering-post", object_ref__in=names)
    return [
        {
            "state": "done",
            "title": f"{names[one.object_ref]}：{'别的部门可以来问' if one.details['is'] else '不再来问'}",
            "text": one.actor_name,
            "time": one.at.isoformat(),
            "time_text": moment_text(one.at),
        }
        for one in rows.order_by("-id")[:_SHOWN]
    ]
