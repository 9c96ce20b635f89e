"""What does not fit between powers and services."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.domains.law.access import EDITOR
from yimen.domains.powers.gaps import WORDS, found_gaps
from yimen.ground.accounts import gate
from yimen.ground.accounts.models import posts_of
from yimen.ground.errors import NotFound


@gate.officer
@require_safe
def gaps(request: gate.SignedInVisit) -> HttpResponse:
    """For the editor of the catalogue: every gap, by kind."""
    if not any(post.code == EDITOR for post in posts_of(request.user, request.now)):
        raise NotFound("没有找到权责核对", "这里给事项编辑岗看；权责清单本身谁都能看。")
    found = found_gaps()
    groups = [{"word": word, "rows": [one for one in found if one.kind == kind]} for kind, word in WORDS.items()]
    page = {"nav": "powers-gaps", "groups": [one for one in groups if one["rows"]], "count": len(found)}
    return render(request, "powers/gaps.html", page)
