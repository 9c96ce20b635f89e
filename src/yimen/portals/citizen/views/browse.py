"""Looking through what there is: by stage of life, department, region, letter. What has nothing in it is not there."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yimen.ground.accounts import gate
from yimen.ground.errors import NotFound
from yimen.ground.search import browse
from yimen.ground.search.entry import Filters
from yimen.ground.search.life import life_events
from yimen.portals.citizen.hits import rows

PAGE = 30
_NOTHING = ("这里还没有可以办的事", "换一个地方看看，或者用平常话搜一搜。")


@gate.public
@require_safe
def overview(request: gate.Visit) -> HttpResponse:
    whole = browse.overview()
    ways = [
        ("departments", "按部门", "browse-department", whole.departments),
        ("regions", "按地区", "browse-region", whole.regions),
        ("letters", "按拼音", "browse-letter", whole.letters),
    ]
    page = {
        "nav": "search",
        "events": event_tiles(whole),
        "ways": [
            {"id": id, "title": title, "links": [_link(name, one) for one in choices]}
            for id, title, name, choices in ways
        ],
    }
    return render(request, "citizen/browse.html", page)


def event_tiles(whole: browse.Overview) -> list[dict[str, str]]:
    """The stages of life as entries."""
    return [
        {
            "icon": event.icon,
            "title": event.name,
            "text": event.hint,
            "href": reverse("citizen:browse-life", args=[event.id]),
        }
        for event, _ in whole.events
    ]


def _link(name: str, choice: browse.Choice) -> dict[str, Any]:
    return {"label": choice.value, "count": choice.count, "href": reverse(f"citizen:{name}", args=[choice.value])}


@gate.public
@require_safe
def life(request: gate.Visit, event: str) -> HttpResponse:
    told = next((one for one in life_events() if one.id == event), None)
    if told is None:
        raise NotFound(*_NOTHING)
    return _list(request, told.name, Filters(topic=told.id))


@gate.public
@require_safe
def department(request: gate.Visit, name: str) -> HttpResponse:
    return _list(request, name, Filters(department=name))


@gate.public
@require_safe
def region(request: gate.Visit, name: str) -> HttpResponse:
    return _list(request, name, Filters(region=name))


@gate.public
@require_safe
def letter(request: gate.Visit, letter: str) -> HttpResponse:
    return _list(request, letter.upper()[:1], Filters(letter=letter.upper()))


def _list(request: gate.Visit, title: str, filters: Filters) -> HttpResponse:
    after = request.GET.get("after", "")
    found = browse.leaf(filters, after, PAGE)
    if not found.hits and not after:
        raise NotFound(*_NOTHING)
    page = {"nav": "search", "title": title, "hits": rows(found.hits), "after": found.later, "first": not after}
    return render(request, "citizen/browse_list.html", page)
