"""A service as its page tells it: how long, what to bring, how it goes, what may stop the clock."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.urls import reverse

from yimen.domains.cases.clocks import PERMIT
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import definition
from yimen.engines import clock
from yimen.engines.service import Service, is_at_once, parts_behind, quality
from yimen.portals.citizen import guide as rules
from yimen.portals.citizen.present import amount

Entry = dict[str, str]
# Badges that days, visits and fee on the same line say already.
_CHANNEL_ICONS = {"online": "world", "window": "building-bank", "phone": "phone", "post": "briefcase"}


def promise_words(meta: Mapping[str, Any]) -> str:
    """当场办结, or so many working days."""
    promised = meta["limits"]["promised"]
    return amount(promised["value"], promised["unit"]) if promised["value"] else "当场办结"


def facts(found: Service, took: str) -> list[Entry]:
    """The four facts on top: how long (promised and real, as `figures.took` has it), how often to come, how much, how
    many papers."""
    meta = found.meta
    real = f"，实际平均{took}" if took else ""
    promised = meta["limits"]["promised"]
    to_bring = sum(1 for one in meta["materials"] if one["obtain"] in rules.BROUGHT)
    free = len(meta["materials"]) - to_bring
    return [
        {
            "term": "多久办好",
            "value": amount(promised["value"], promised["unit"]),
            "note": f"从受理起算{real}" if promised["value"] else f"核得上的当场办结{real}",
        },
        {
            "term": "要跑几次",
            "value": f"{quality.visits_of(found)} 次",
            "note": _why_come(found),
        },
        {"term": "要花多少钱", "value": "0 元" if not meta["fee"]["charge"] else "收费", "note": meta["fee"]["plain"]},
        {
            "term": "最多要交几份材料",
            "value": f"{to_bring} 份",
            "note": f"另 {free} 份免交" if free else "",
        },
    ]


def _why_come(found: Service) -> str:
    if quality.visits_of(found):
        return found.meta["visits"].get("reason", "")
    return "全程网上办" if quality.online_depth(found) == 4 else ""


def badges(found: Service) -> list[Entry]:
    """The badges that the service has earned, each with from what it was told."""
    return [{"name": one.name, "why": one.why} for one in quality.badges(found)]


def limits(meta: Mapping[str, Any]) -> list[Entry]:
    """Every limit of the matter with its rule: the answer, the promise, the statute, the extension, the delivery."""
    told, at_once = meta["limits"], is_at_once(meta)
    at_once = at_once or meta.get("handling") == "guide"
    answer = _answer(meta)
    found = [] if at_once else [_limit("告知是否受理", f"收到材料后 {answer['text']}内", answer["basis"])]
    found.append(_limit("我们的承诺", told["promised"]["plain"], ""))
    found += [_limit(one["name"], one["plain"], "") for one in told["modes"]]
    statutory = told.get("statutory")
    if statutory is None:
        found.append(_limit("法定期限", "法律没有规定时间，按我们的承诺办", ""))
    else:
        found.append(_limit("法定期限", statutory["plain"], statutory["basis"]))
    if statutory and statutory.get("extend") and "extension" in told:
        most, rule = amount(statutory["extend"], statutory["unit"]), told["extension"]
        sentence = f"办不完的，经{rule['approver']}批准，最多延长 {most}，只能延长一次，理由书面告诉您"
        found.append(_limit("延长", sentence, rule["basis"]))
    if "deliver" in told:
        given = amount(told["deliver"]["value"], told["deliver"]["unit"])
        found.append(_limit("送达", f"决定后 {given}内", told["deliver"]["basis"]))
    return found


def _limit(term: str, text: str, basis: str) -> Entry:
    return {"term": term, "text": text, "basis": basis}


def _answer(meta: Mapping[str, Any]) -> Entry:
    told = meta["limits"].get("answer")
    if told:
        return {"text": amount(told["value"], told["unit"]), "basis": told["basis"]}
    # What a matter leaves unsaid: five working days, by the law of permits or as everywhere in the house.
    limit = clock.PERMIT_ANSWER.limit
    permit = meta["code"]["task_type"] == PERMIT
    return {"text": amount(limit.value, limit.unit), "basis": limit.basis if permit else ""}


def pauses(meta: Mapping[str, Any]) -> list[Entry]:
    """The special procedures that may stop the clock, each with its article."""
    return [
        {"kind": one["kind"], "article": one["article"], "required_by": one.get("required_by", "")}
        for one in meta["limits"]["pauses"]
    ]


def correction_words(meta: Mapping[str, Any]) -> list[str]:
    """What happens when something lacks. A matter that is decided on the spot asks for nothing later."""
    if is_at_once(meta) or meta.get("handling") == "guide":
        return []
    answer = _answer(meta)["text"]
    found = [f"材料不齐的，收到材料后 {answer}内一次告诉您全部要补的，只告知一次。这时还没有受理，期限没有开始算。"]
    told = meta.get("correction")
    if told:
        time = amount(told["value"], told["unit"])
        found.append(f"补正的时间是 {time}。过了不会自动作废，受理人员会先看材料够不够。")
    found.append(f"补正交回来以后，{answer}内告知是否受理，受理了才开始算办理期限。")
    return found


def steps(meta: Mapping[str, Any]) -> list[Entry]:
    """How it goes, with the days of each step where it has its own."""
    return [
        {"title": f"{one['name']}（{one['who']}）", "text": f"{one['plain']}{_step_limit(one)}"}
        for one in meta["steps"]
    ]


def _step_limit(step: Mapping[str, Any]) -> str:
    if not step["limit"]:
        return ""
    counted = "算在办理期限里" if step["counts"] else "不算在办理期限里"
    return f"。{amount(step['limit'], 'workday')}内，{counted}"


def materials(found: Service) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What people bring, and what nobody has to bring; ``blank_name`` names the blank form or sample to download."""
    told = [
        {
            **one,
            "blank_name": str(one.get("blank", "")).removeprefix("materials/"),
            "blank_word": "下载样张" if one["obtain"] in rules.BROUGHT else "下载空白表",
        }
        for one in found.meta["materials"]
    ]
    bring = [one for one in told if one["obtain"] in rules.BROUGHT]
    return bring, [one for one in told if one["obtain"] not in rules.BROUGHT]


def parts(found: Service) -> list[Entry]:
    """Of a joint service its parts: its own page, what for, who decides, how long each takes."""
    return [
        {
            "name": one.name,
            "slug": one.service.slug,
            "plain": one.plain,
            "department": one.service.meta["department"],
            "days": promise_words(one.service.meta),
        }
        for one in found.parts
    ]


def in_turn(found: Service) -> bool:
    """Whether some part of a joint service begins only when another is over."""
    return any(parts_behind(found, one.id) for one in found.parts)


def results(found: Service) -> list[Entry]:
    """What comes out, of a joint service of all its parts."""
    return papers_out([one.service for one in found.parts] or [found])


def papers_out(services: Iterable[Service]) -> list[Entry]:
    """What these services give, in their order; a paper that two variants of a part give is named once."""
    found: list[Entry] = []
    for one in services:
        found += [entry for entry in _results(one.meta) if entry not in found]
    return found


def _results(meta: Mapping[str, Any]) -> list[Entry]:
    """Certificates, or a document only."""
    if not meta["results"]:
        names = meta["documents"].get("grant", [])
        return [{"name": name, "note": "盖章的正式文书，没有另外的证照"} for name in names]
    return [
        {
            "name": one["name"],
            "note": f"有效期 {one['validity']}" + ("，电子的和纸质的一样有效" if one["ecert"] else ""),
        }
        for one in meta["results"]
    ]


def channels(meta: Mapping[str, Any]) -> list[Entry]:
    """All ways to apply; a phone or a helper for those who cannot do it online."""
    return [
        {"name": one["name"], "note": one["note"], "icon": _CHANNEL_ICONS.get(one["kind"], "user")}
        for one in meta["channels"]
    ]


def places(found: Service) -> list[dict[str, str]]:
    """Of a matter that is not handled here: where to go, when, which page to open, whom to call. Empty for others."""
    if not found.guide_only:
        return []
    return [
        {
            "name": one["name"],
            "note": one["note"],
            "icon": _CHANNEL_ICONS.get(one["kind"], "user"),
            **{key: str(cast(dict[str, Any], one).get(key, "")) for key in ("address", "hours", "link", "phone")},
        }
        for one in found.meta["channels"]
    ]


def hit(version: Version) -> dict[str, Any]:
    """A service as one line of a list."""
    found = definition(version)
    meta = found.meta
    return {
        "href": reverse("citizen:service", args=[version.item.slug]),
        "name": version.name,
        "plain": meta.get("plain_name", ""),
        "summary": version.summary,
        "days": promise_words(meta),
        "visits": f"跑 {quality.visits_of(found)} 次",
        "fee": "收费" if meta["fee"]["charge"] else "不收费",
        "badges": [one.name for one in quality.beside_facts(quality.badges(found))],
    }
