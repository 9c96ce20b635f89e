"""The time limits of a service: what the law gives, what is promised, what alone may stop the clock or lengthen it."""

import re
from collections.abc import Iterator
from typing import Any

from yimen.engines.clock import (
    PERMIT_ANSWER,
    ExtensionRule,
    Limit,
    StopRefused,
    StopRule,
    StopRules,
    Unit,
    named_stops,
    permit,
    permit_stops,
)
from yimen.engines.clock.runs_on import NO_STOP_BY_NATURE
from yimen.engines.problem import Problem
from yimen.engines.service import formulas
from yimen.engines.service.meta import Meta
from yimen.engines.service.meta.time import Limits, Pause
from yimen.engines.service.model import Service

_PERMIT = "01"
# How many days a body has to answer where its service says nothing else.
_OWN_ANSWER = 5
# What the host tells the process of a joint service when it begins.
_OF_THE_WHOLE = {"parts"}
_ARTICLE = re.compile(r"第.+条")
_ARTICLE_45 = re.compile(r"行政许可法.*第四十五条")


def limit_of(told: Any) -> Limit:
    """A limit as service.yaml tells it."""
    return Limit(int(told["value"]), Unit(told["unit"]), told.get("basis") or "service.yaml")


def stop_rules(meta: Meta) -> StopRules:
    """What may stop the clock of a case: what ``limits.pauses`` names, and of a permit what its law names."""
    is_permit = meta["code"]["task_type"] == _PERMIT
    rules = [
        StopRule(one["kind"], one["article"], required_by=one.get("required_by", ""), needs_ground=is_permit)
        for one in meta["limits"]["pauses"]
    ]
    return permit_stops(*rules) if is_permit else named_stops(*rules)


def extension_rule(limits: Limits) -> ExtensionRule | None:
    """By how much the limit may be extended, and who approves; None where it may not."""
    statutory, told = limits.get("statutory"), limits.get("extension")
    if not statutory or not statutory.get("extend") or not told:
        return None
    longest = Limit(int(statutory["extend"]), Unit(statutory["unit"]), told["basis"])
    return ExtensionRule(longest, approver=told["approver"])


def check(service: Service) -> Iterator[Problem]:
    """Problems of ``limits``, of ``correction`` and of the steps that are counted against them."""
    meta = service.meta
    yield from _positive(meta)
    yield from _promises(meta["limits"])
    yield from _modes(service)
    yield from _from_application(meta)
    yield from _steps(meta)
    if meta["code"]["task_type"] == _PERMIT:
        yield from _permit(meta["limits"])
    for pause in meta["limits"]["pauses"]:
        if refusal := _refusal(pause, permit=meta["code"]["task_type"] == _PERMIT):
            yield _problem(f"pauses/{pause['kind']}", refusal)
    yield from _extension(meta)


def _problem(key: str, sentence: str, advice: str = "") -> Problem:
    return Problem(f"service.yaml#limits/{key}", sentence, advice)


def _positive(meta: Meta) -> Iterator[Problem]:
    """A limit of no days would be over before anybody could act; only a promise may be zero (on the spot)."""
    limits = meta["limits"]
    lengths = {name: limits[name]["value"] for name in ("statutory", "answer", "deliver") if name in limits}
    for name, value in lengths.items():
        if value < 1:
            yield _problem(name, f"写的是 {value} 天，", "至少写 1 天；没有这个期限就不写。")
    if meta.get("correction", {"value": 1})["value"] < 1:
        yield Problem("service.yaml#correction", "补正的时间至少写 1 天，", "不限时间就不写 correction。")


def _promises(limits: Limits) -> Iterator[Problem]:
    statutory = limits.get("statutory")
    promised = [("promised", limits["promised"]["value"], limits["promised"]["unit"])]
    promised += [(f"modes/{mode['name']}", mode["value"], mode["unit"]) for mode in limits["modes"]]
    for name, value, unit in promised:
        if statutory and unit == statutory["unit"] and value > statutory["value"]:
            yield _problem(name, f"承诺 {value} 天，比法定的 {statutory['value']} 天还长。")


def _from_application(meta: Meta) -> Iterator[Problem]:
    """Where the law counts from the application, the days to answer and those of the promise lie inside its limit."""
    limits = meta["limits"]
    statutory = limits.get("statutory")
    if not statutory or statutory.get("clock_from") != "application":
        return
    answer, promised = limits.get("answer", {"value": _OWN_ANSWER})["value"], limits["promised"]["value"]
    # So many working days are never fewer calendar days, so the sum of the bare numbers is the least they can be.
    if answer + promised > statutory["value"]:
        sentence = f"从收到申请起算 {statutory['value']} 天，告知受理 {answer} 天加承诺 {promised} 天，会超过它，"
        yield _problem("statutory/clock_from", sentence, "把 answer 或者 promised 写短。")


def _modes(service: Service) -> Iterator[Problem]:
    """A promise for some cases is chosen by what the process knows: a name that no step sets would never choose it."""
    known = service.process.names | (_OF_THE_WHOLE if service.parts else set())
    for mode in service.meta["limits"]["modes"]:
        place, source = f"service.yaml#limits/modes/{mode['name']}", "没有任何一步会给出，这个承诺永远用不上"
        yield from formulas.faults(mode["when"], known, place, "when", source)


def _steps(meta: Meta) -> Iterator[Problem]:
    promised = meta["limits"]["promised"]["value"]
    longest = max([promised, *(mode["value"] for mode in meta["limits"]["modes"])])
    counted = sum(step["limit"] for step in meta["steps"] if step["counts"])
    if counted > longest:
        yield Problem("service.yaml#steps", f"各环节加起来 {counted} 天，超过承诺的 {longest} 天。")
    for step in meta["steps"]:
        if step["counts"] != (step["phase"] == "inside"):
            sentence = "在期限里面的环节（inside）才计时，counts 和 phase 要一致。"
            yield Problem(f"service.yaml#steps/{step['name']}", sentence)


def _permit(limits: Limits) -> Iterator[Problem]:
    """What 行政许可法 sets for every permit: a limit (42), five days to answer (32), ten to deliver (44)."""
    if "statutory" not in limits:
        yield _problem("statutory", "行政许可都有法定期限（行政许可法第四十二条），", "写明几天和条款。")
    answer, deliver = limits.get("answer"), limits.get("deliver")
    for name, given, longest in (("answer", answer, PERMIT_ANSWER.limit), ("deliver", deliver, permit.ISSUE)):
        # So many calendar days are never more than so many working days.
        if given and given["value"] > longest.value:
            yield _problem(name, f"写的是 {given['value']} 天，", f"最长 {longest.value} 个工作日（{longest.basis}）。")
    if answer and not answer.get("deemed_by"):
        yield _problem("answer", "没有写逾期不告知就是受理，", f"在 deemed_by 里写{PERMIT_ANSWER.deemed_by}。")


def _refusal(pause: Pause, *, permit: bool) -> str:
    """Why this does not stop the clock; empty when an article says that it does."""
    kind, article = pause["kind"].strip(), pause["article"]
    # “补正材料” or “系统挂起” are the same thing under a longer name, and stop nothing whatever is cited.
    by_nature = next((word for word in sorted(NO_STOP_BY_NATURE, key=len) if word in kind), kind)
    try:
        if permit:
            rule = permit_stops().rule_for(by_nature)
            return "" if _ARTICLE_45.search(article) else f"{kind}不计时的依据是{rule.article}，这里写的是“{article}”。"
        rules = [StopRule(by_nature, article)] if _ARTICLE.search(article) or by_nature in NO_STOP_BY_NATURE else []
        named_stops(*rules).rule_for(by_nature)
    except StopRefused as refused:
        return str(refused)
    return ""


def _extension(meta: Meta) -> Iterator[Problem]:
    """Nobody lengthens a limit alone: who may is named by the law, and is a post of this service."""
    limits = meta["limits"]
    extend, extension = limits.get("statutory", {}).get("extend"), limits.get("extension")
    if extend is not None and extend < 1:
        yield _problem("statutory/extend", f"写的是 {extend} 天，", "不能延长就不写 extend。")
    if extend and not extension:
        yield _problem("extension", "期限可以延长，没有写谁批准，", "写 approver、post 和 basis。")
    if extension and not extend:
        yield _problem("extension", "写了谁批准延长，没有写延长几天，", "在 statutory 里写 extend。")
    if extension and extension["post"] not in {post["id"] for post in meta["posts"]}:
        yield _problem("extension", f"岗位 {extension['post']} 没有写在 posts 里。")
