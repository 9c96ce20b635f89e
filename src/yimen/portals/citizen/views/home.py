"""The home page: search, what waits for the person, what can be done here by what people need."""

from collections.abc import Iterable
from datetime import date
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import waiting_for_applicant
from yimen.domains.cases.states import Status
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import definition, published
from yimen.domains.certificates.queries import certificates_of
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.search.browse import Needs, own_by_need
from yimen.portals.citizen import guide as rules
from yimen.portals.citizen.figures import times
from yimen.portals.citizen.hits import rows as found
from yimen.portals.citizen.present import by_day
from yimen.portals.citizen.rows import listed
from yimen.portals.citizen.service_page import hit

OFTEN = 5
MINE = 50
_HOW = [
    {"title": "说出您想办的事", "text": "用平常话搜就行，不用知道归哪个部门。"},
    {"title": "回答几个问题", "text": "只留下和您有关的，先看清要什么、能不能办。"},
    {"title": "填一次", "text": "已经登记过的信息自动带出，您核对；随时离开，回来接着填。"},
    {"title": "看得到谁在办、哪天办完", "text": "能当场核上的当场办结；要人看的写明谁在看、哪天答复，超期亮红灯。"},
    {"title": "拿到盖章的结果", "text": "决定书和电子证照都在网上，谁都能扫码验真假。"},
]


@gate.public
@require_safe
def home(request: gate.Visit) -> HttpResponse:
    # Nobody applies here for what has a guide only: it is found by search, and counted.
    every = list(published())
    versions = [one for one in every if one.handled]
    page: dict[str, Any] = {
        "nav": "home",
        "count": len(every),
        "words": _in_turn(map(_everyday_words, versions[:OFTEN])),
        "entries": _entries(),
        "needs": [_need(one) for one in own_by_need()],
        "quick": next(filter(None, (_quick(one, legal_day(request.now)) for one in versions[:OFTEN])), None),
        "times": _times(versions),
        "how": _HOW,
        "faq": _in_turn(map(_faq, versions[:OFTEN])),
        "help": _in_turn(map(_help, versions[:OFTEN])),
    }
    person = request.user.person if request.user.is_authenticated and not request.user.is_staff else None
    if person is not None:
        mine = list(listed(person)[:MINE])
        page.update(
            person=person,
            pending=_pending(waiting_for_applicant(mine), legal_day(request.now)),
            running=sum(1 for one in mine if one.word == "在办"),
            certificates=certificates_of(person).count(),
        )
    return render(request, "citizen/home.html", page)


def _pending(case: Case | None, today: date) -> dict[str, Any] | None:
    """What waits for the person, for the card on top: a correction before a draft, always with its date."""
    if case is None:
        return None
    if case.status == Status.CORRECTING:
        until, points = case.correction.supply_by, case.correction.points
        return {
            "case": case,
            "word": case.word,
            "what": f"要补正 {len(points)} 处：{'；'.join(one['what'] for one in points)}",
            "until": by_day(until, today) if until else "",
            "then": "前交回来，交回来以后接着办。" if until else "交回来以后接着办。",
            "href": reverse("cases:correction", args=[case.number]),
            "verb": "去补正",
        }
    return {
        "case": case,
        "word": case.word,
        "what": "还没填完。",
        "until": by_day(legal_day(case.keep_until), today),
        "then": "到期自动删除。",
        "href": reverse("cases:hub", args=[case.number]),
        "verb": "接着填",
    }


def _in_turn(lists: Iterable[Iterable[Any]]) -> list[Any]:
    """The first of each, then the second of each: no service fills the page alone."""
    return [one for row in zip_longest(*lists) for one in row if one is not None][:OFTEN]


def _faq(version: Version) -> list[dict[str, str]]:
    return [{"q": one["q"], "a": one["a"], **_named(version)} for one in definition(version).meta["faq"]]


def _help(version: Version) -> list[dict[str, str]]:
    """Where somebody helps in person or by telephone."""
    ways = [one for one in definition(version).meta["channels"] if one["kind"] != "online"]
    return [{"way": one["name"], "note": one["note"], **_named(version)} for one in ways]


def _named(version: Version) -> dict[str, str]:
    name = definition(version).meta.get("plain_name") or version.name
    return {"name": name, "href": reverse("citizen:service", args=[version.item.slug])}


def _everyday_words(version: Version) -> list[str]:
    """Some of the everyday phrases that lead to this service, spread over its list; each finds it."""
    told = definition(version)
    phrases = told.meta.get("phrases", [])
    if get_language() != settings.LANGUAGE_CODE:
        # Whoever reads another language is offered what is said in it.
        phrases = [one for one in phrases if one in told.english]
    return list(phrases[:: max(1, len(phrases) // 4)])


def _entries() -> list[dict[str, str]]:
    """What people come back for."""
    return [
        {
            "icon": "list-check",
            "title": "查进度",
            "text": "办件到哪一步，接着填草稿",
            "href": reverse("citizen:my-cases"),
        },
        {
            "icon": "certificate",
            "title": "我的证照",
            "text": "打开、下载电子证照",
            "href": reverse("citizen:my-certificates"),
        },
        {
            "icon": "shield-check",
            "title": "核验证照",
            "text": "别人给的证照是真是假",
            "href": reverse("certificates:verify-form"),
        },
        {"icon": "phone", "title": "打 12345", "text": "说不清、办不成，找人问", "href": "tel:12345"},
    ]


def _need(needs: Needs) -> dict[str, Any]:
    """A stage of life with what can be done here for it."""
    event = needs.event
    return {
        "id": event.id,
        "icon": event.icon,
        "name": event.name,
        "hits": found(needs.hits),
        "href": reverse("citizen:browse-life", args=[event.id]),
    }


def _quick(version: Version, today: date) -> dict[str, Any] | None:
    """The first question of a guide with its answers as entries; None without a guide, and where it wants a number."""
    step = rules.next_step(definition(version), {}, today)
    if step is None or step.is_number:
        return None
    start, key = reverse("citizen:guide", args=[version.item.slug]), step.situation["id"]
    return {
        "name": definition(version).meta.get("plain_name") or version.name,
        "question": step.situation["question"],
        "count": step.total,
        "tiles": [
            {
                "icon": "help-circle" if one["value"] == rules.UNSURE else "arrow-right",
                "title": one["label"],
                "text": one["then"] or "先看看其他问题",
                "href": f"{start}?{urlencode({key: one['value']})}",
            }
            for one in rules.choices(step)
        ],
    }


def _times(versions: list[Version]) -> list[dict[str, Any]]:
    known = times()
    return [{"hit": hit(one), **known[one.item.slug]} for one in versions if one.item.slug in known]
