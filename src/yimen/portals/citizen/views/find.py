"""Finding a service: home, search, service page."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.queries import cases_of, handling_times, waiting_for_applicant
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import current_version, definition, published, search
from yimen.domains.certificates.queries import certificates_of
from yimen.engines.service import Service
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.portals.citizen import guide as rules
from yimen.portals.citizen.present import guide_parts, in_hours, long_day

OFTEN = 5
_HOW = [
    {"title": "说出您想办的事", "text": "用平常话搜就行，不用知道归哪个部门。"},
    {"title": "回答几个问题", "text": "只留下和您有关的，先看清要什么、能不能办。"},
    {"title": "填一次", "text": "已经登记过的信息自动带出，您核对；随时离开，回来接着填。"},
    {"title": "当场办结，或者有人看", "text": "资料核得上的当场办结；核不上的由工作人员看，理由和依据都写明。"},
    {"title": "拿到能验真的证照", "text": "电子证照进“我的证照”，谁都能扫码验真假。"},
]


@gate.public
@require_safe
def home(request: gate.Visit) -> HttpResponse:
    versions = list(published())
    page: dict[str, Any] = {
        "nav": "home",
        "count": len(versions),
        "words": [word for one in versions[:OFTEN] for word in _everyday_words(one)][:OFTEN],
        "entries": _entries(),
        "shown": [_shown(one) for one in versions[:OFTEN]],
        "others": [_hit(one) for one in versions[OFTEN:]],
        "quick": next(filter(None, map(_quick, versions[:OFTEN])), None),
        "times": _times(versions),
        "how": _HOW,
        "faq": [question for one in versions[:OFTEN] for question in definition(one).meta.get("faq", [])][:OFTEN],
        "help": definition(versions[0]).meta if versions else None,
    }
    person = request.user.person if request.user.is_authenticated and not request.user.is_staff else None
    if person is not None:
        mine = list(cases_of(person)[:20])
        page.update(
            person=person,
            pending=waiting_for_applicant(mine),
            running=sum(1 for one in mine if one.word == "在办"),
            certificates=certificates_of(person).count(),
        )
    return render(request, "citizen/home.html", page)


@gate.public
@require_safe
def find(request: gate.Visit) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    hits = search(query) if query else list(published())
    closest = [] if hits else list(published()[:3])
    page = {
        "nav": "search",
        "query": query,
        "hits": [_hit(one) for one in hits],
        "closest": [_hit(one) for one in closest],
    }
    return render(request, "citizen/search.html", page)


@gate.public
@require_safe
def service(request: gate.Visit, slug: str) -> HttpResponse:
    version = current_version(slug)
    found = definition(version)
    step = rules.next_step(found, {})
    before, after = guide_parts(found.guide)
    page = {
        "nav": "search",
        "version": version,
        "service": found,
        "checked_on": long_day(date.fromisoformat(str(found.meta["checked_on"]))),
        "meta": found.meta,
        "facts": _facts(found, version),
        "step": step,
        "answers": rules.choices(step) if step else [],
        "needed": len(rules.materials(found, {}, legal_day(request.now))),
        "before": before,
        "after": after,
        "steps": [{"title": f"{one['name']}（{one['who']}）", "text": one["plain"]} for one in found.meta["steps"]],
        "to_bring": [_material(one) for one in found.meta["materials"] if one["obtain"] in rules.BROUGHT],
        "not_needed": [_material(one) for one in found.meta["materials"] if one["obtain"] not in rules.BROUGHT],
    }
    return render(request, "citizen/service.html", page)


@gate.public
@require_safe
def blank(request: gate.Visit, slug: str, name: str) -> HttpResponse:
    """A blank form or sample of a service, to download (行政许可法 29: forms are given free)."""
    content = definition(current_version(slug)).files.get(f"materials/{name}")
    if content is None:
        return render(request, "404.html", status=404)
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@gate.citizen
@require_POST
def start(request: gate.CitizenVisit, slug: str) -> HttpResponse:
    version = current_version(slug)
    case = start_draft(
        actor=request.user.actor(request.now),
        person=request.person,
        account=request.user,
        version=version,
        told=rules.answers_told(definition(version), request.POST),
        now=request.now,
    )
    return redirect("cases:hub", number=case.number)


@gate.citizen
@require_safe
def begin(request: gate.Visit, slug: str) -> HttpResponse:
    """After signing in on the way to an application: one button, so that a link alone never writes anything."""
    version = current_version(slug)
    found = definition(version)
    page = {
        "nav": "search",
        "version": version,
        "told": rules.read_told(found, request.GET),
        "parts": len(found.form.sections),
        "minutes": sum(part.minutes for part in found.form.sections),
    }
    return render(request, "citizen/begin.html", page)


def _material(one: Mapping[str, Any]) -> dict[str, Any]:
    """A material as the page shows it; ``blank_name`` names the blank form to download."""
    return {**one, "blank_name": str(one.get("blank", "")).removeprefix("materials/")}


def _hit(version: Version) -> dict[str, Any]:
    meta = definition(version).meta
    promised = meta["limits"]["promised"]
    return {
        "href": reverse("citizen:service", args=[version.item.slug]),
        "name": version.name,
        "plain": meta.get("plain_name", ""),
        "summary": version.summary,
        "days": "当场办结" if promised["value"] == 0 else f"{promised['value']} 个工作日",
        "visits": f"跑 {meta['visits']['times']} 次",
        "fee": "收费" if meta["fee"]["charge"] else "不收费",
        "online": meta["visits"]["times"] == 0,
    }


def _everyday_words(version: Version) -> list[str]:
    """Some of the everyday phrases that lead to this service, spread over its list; each finds it."""
    phrases = definition(version).meta.get("phrases", [])
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


def _shown(version: Version) -> dict[str, Any]:
    slug = version.item.slug
    return {
        **_hit(version),
        "facts": _facts(definition(version), version),
        "begin_href": reverse("citizen:begin", args=[slug]),
        "guide_href": reverse("citizen:guide", args=[slug]),
    }


def _quick(version: Version) -> dict[str, Any] | None:
    """The first question of a guide with its answers as entries; None for a service without a guide."""
    step = rules.next_step(definition(version), {})
    if step is None:
        return None
    start, key = reverse("citizen:guide", args=[version.item.slug]), step.situation["id"]
    return {
        "name": definition(version).meta.get("plain_name") or version.name,
        "question": step.situation["question"],
        "count": step.total,
        "tiles": [
            {
                "icon": "help-circle" if one["value"] == rules.UNSURE else "building-store",
                "title": one["label"],
                "text": one["then"] or "先看看其他问题",
                "href": f"{start}?{urlencode({key: one['value']})}",
            }
            for one in rules.choices(step)
        ],
    }


def _facts(found: Service, version: Version) -> list[dict[str, str]]:
    meta = found.meta
    took = next((one for one in handling_times() if one["version__item__slug"] == version.item.slug), None)
    real = f"，实际平均{in_hours(took['mean'])}" if took else ""
    promised = meta["limits"]["promised"]
    to_bring = sum(1 for one in meta["materials"] if one["obtain"] in rules.BROUGHT)
    return [
        {
            "term": "多久办好",
            "value": "当场" if promised["value"] == 0 else f"{promised['value']} 个工作日",
            "note": f"核得上的当场办结{real}" if promised["value"] == 0 else f"从受理起算{real}",
        },
        {
            "term": "要跑几次",
            "value": f"{meta['visits']['times']} 次",
            "note": "全程网上办" if not meta["visits"]["times"] else "",
        },
        {"term": "要花多少钱", "value": "0 元" if not meta["fee"]["charge"] else "收费", "note": meta["fee"]["plain"]},
        {
            "term": "要交几份材料",
            "value": f"{to_bring} 份",
            "note": f"另 {len(meta['materials']) - to_bring} 份免交" if len(meta["materials"]) > to_bring else "",
        },
    ]


def _times(versions: list[Version]) -> list[dict[str, Any]]:
    took = {one["version__item__slug"]: one for one in handling_times()}
    return [
        {"hit": _hit(one), "count": took[one.item.slug]["count"], "real": in_hours(took[one.item.slug]["mean"])}
        for one in versions
        if one.item.slug in took
    ]
