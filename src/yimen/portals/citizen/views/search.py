"""Searching with everyday words; narrowing; and saying what was not found."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yimen.ground.accounts import gate
from yimen.ground.accounts.forms import mobile_fault, plain
from yimen.ground.audit import Actor
from yimen.ground.errors import DomainError
from yimen.ground.search.actions.tell_wish import tell_wish
from yimen.ground.search.browse import Choice, leaf, list_narrowings, narrowings, overview, with_, without
from yimen.ground.search.entry import Filters, Found, Hit
from yimen.ground.search.find import find as find_in_index
from yimen.portals.citizen.hits import rows

# What people call the elder version and its like: 长辈版 is ours, the others are its names elsewhere.
READING = ("长辈版", "长辈模式", "亲情版", "关爱版", "关怀版", "老年版", "老年模式", "大字", "无障碍", "适老")
SEEING = ("高对比", "大指针", "大鼠标")
PAGE, CLOSEST = 20, 3
_LABELS = {"audience": "谁来办", "department": "部门", "region": "地区", "online": "怎样办"}
_AUDIENCES = {"people": "个人", "enterprises": "企业和单位"}
_WORDS = {**_AUDIENCES, "1": "全程网办"}
_FEW = 8
_VISITOR = Actor(id="visitor", name="没有登录的人", kind="anonymous", authority="")


@gate.public
@require_safe
def find(request: gate.Visit) -> HttpResponse:
    return render(request, "citizen/search.html", _page(request.GET))


def _page(told: QueryDict) -> dict[str, Any]:
    query, filters, after = told.get("q", "").strip()[:100], _filters(told), told.get("after", "")
    found = find_in_index(query, filters) if query else None
    page = {
        "nav": "search",
        "query": query,
        "read_as": found.read_as if found else "",
        "reading": any(word in query for word in (*READING, *SEEING)),
        "asked": _asked(query, filters),
        "wish": {"text": query},
        "told": told.get("told") == "1",
    }
    return {**page, **(_all(filters, after) if found is None else _found(found, query, filters, after))}


def _all(filters: Filters, after: str) -> dict[str, Any]:
    """Everything, from A to Z."""
    list_ = leaf(filters, after, PAGE)
    return {
        "hits": rows(list_.hits),
        "count": overview().count if filters == Filters() else 0,
        "later": _address("", filters, list_.later) if list_.later else "",
        "narrowings": _narrowings(list_narrowings(filters), "", filters),
    }


def _found(found: Found, query: str, filters: Filters, after: str) -> dict[str, Any]:
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 5 else 0
    hits = rows(found.hits)
    more = start + PAGE < len(hits)
    return {
        "hits": hits[start : start + PAGE],
        "count": len(hits),
        "later": _address(query, filters, str(start + PAGE)) if more else "",
        "earlier": _address(query, filters, str(max(0, start - PAGE))) if start else "",
        "closest": [] if hits else rows(_closest(query))[:CLOSEST],
        "narrowings": _narrowings(narrowings(found.hits), query, filters),
    }


def _closest(query: str) -> list[Hit]:
    """What has most in common with the question; filled up with what is handled here."""
    near = find_in_index(query, closest=True).hits[:CLOSEST]
    known = {(one.kind, one.key) for one in near}
    return near + [one for one in leaf(Filters(), size=CLOSEST).hits if (one.kind, one.key) not in known]


def _filters(told: QueryDict) -> Filters:
    audience = told.get("audience", "")
    return Filters(
        audience=audience if audience in _AUDIENCES else "",
        region=told.get("region", "")[:100],
        department=told.get("department", "")[:100],
        online=told.get("online") == "1",
    )


def _asked(query: str, filters: Filters) -> list[dict[str, str]]:
    """What the hits are narrowed to, each with the address without it."""
    told = [(name, value) for name, value in asdict(filters).items() if value]
    return [
        {
            "label": "全程网办" if name == "online" else _AUDIENCES.get(value, value),
            "href": _address(query, without(filters, name)),
        }
        for name, value in told
    ]


def _narrowings(choices: dict[str, list[Choice]], query: str, filters: Filters) -> list[dict[str, Any]]:
    found = []
    for name, label in _LABELS.items():
        if not getattr(filters, name):
            ways = [(one, with_(filters, name, one.value)) for one in choices.get(name, [])]
            links = [
                {"label": _WORDS.get(one.value, one.value), "count": one.count, "href": _address(query, narrowed)}
                for one, narrowed in ways
            ]
            found.append({"label": label, "links": links[:_FEW], "more": links[_FEW:]})
    return [one for one in found if one["links"]]


def _address(query: str, filters: Filters, after: str = "") -> str:
    told = {"q": query, **{name: value for name, value in asdict(filters).items() if value}, "after": after}
    told["online"] = "1" if filters.online else ""
    given = urlencode({name: value for name, value in told.items() if value})
    return f"{reverse('citizen:search')}?{given}" if given else reverse("citizen:search")


@gate.public
@require_POST
def wish(request: gate.Visit) -> HttpResponse:
    """告诉我们您要办什么: a line for the editors, without a name; a telephone number only if somebody leaves one."""
    text, phone = request.POST.get("text", "").strip(), plain(request.POST.get("phone", ""))
    query = request.POST.get("q", "").strip()[:100]
    fault = mobile_fault(phone) if phone else ""
    if fault:
        return _again(request, query, text, phone, {"phone": fault})
    try:
        tell_wish(actor=_VISITOR, text=text, looked_for=query, phone=phone, now=request.now)
    except DomainError as refusal:
        return _again(request, query, text, phone, {"text": f"{refusal.sentence}。{refusal.advice}"})
    return redirect(f"{reverse('citizen:search')}?told=1")


def _again(request: gate.Visit, query: str, text: str, phone: str, told: dict[str, str]) -> HttpResponse:
    sent = QueryDict(mutable=True)
    sent["q"] = query
    errors = [{"href": f"#f-{key}", "sentence": sentence} for key, sentence in told.items()]
    page = {**_page(sent), "wish": {"text": text, "phone": phone, "told": told}, "errors": errors, "open": True}
    return render(request, "citizen/search.html", page, status=422)
