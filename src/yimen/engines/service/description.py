"""service.yaml by itself: dates, phones, fees, remedies, promise, grounds, names that stand once."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from yimen.engines.problem import Problem
from yimen.engines.service import remedies
from yimen.engines.service.meta import Meta
from yimen.engines.service.model import Service

_PHONE = re.compile(r"0[0-9]{2,3}-[0-9]{7,8}|[0-9]{3,5}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ARTICLE = re.compile(r"第.+条")
_PERMIT = "01"


def check(service: Service) -> Iterator[Problem]:
    """Problems of service.yaml."""
    meta = service.meta
    if not _SLUG.fullmatch(meta["slug"]):
        yield _problem("slug", f"{meta['slug']} 不能用，", "用小写字母、数字和短横线。")
    if not meta["phrases"]:
        yield _problem("phrases", "一句都没有：", "写上大家会怎么搜，像“开店办执照”。")
    yield from _dates(meta)
    yield from _legal_basis(meta)
    yield from _fee(meta)
    yield from _phones(meta)
    if not service.parts:
        yield from remedies.check(meta)
    yield from _visits(meta)
    yield from _promise(meta)
    yield from _not_accepted(meta)
    yield from _each_once(meta)


def _problem(key: str, sentence: str, advice: str = "") -> Problem:
    return Problem(f"service.yaml#{key}", sentence, advice)


def _dates(meta: Meta) -> Iterator[Problem]:
    found = {"in_force_from": meta["in_force_from"], "checked_on": meta.get("checked_on", meta["in_force_from"])}
    for at, basis in enumerate(meta["legal_basis"], 1):
        found[f"legal_basis/{at}/in_force_from"] = basis["in_force_from"]
        found[f"legal_basis/{at}/in_force_to"] = basis.get("in_force_to", basis["in_force_from"])
    for place, text in found.items():
        try:
            date.fromisoformat(text)
        except ValueError:
            yield _problem(place, f"{text} 不是日期，", "写成 2026-01-05 这样。")


def _legal_basis(meta: Meta) -> Iterator[Problem]:
    if not meta["legal_basis"]:
        yield _problem("legal_basis", "没有设定依据，", "写明文件、条款、施行日期。")
    for at, basis in enumerate(meta["legal_basis"], 1):
        if not _ARTICLE.search(basis["article"]):
            yield _problem(f"legal_basis/{at}", f"{basis['article']} 没有写到条，", "写成“第十九条”这样。")
        # A matter that began under an older text must not rest on one that had ended by then.
        if basis.get("in_force_to", "9999") <= meta["in_force_from"]:
            yield _problem(f"legal_basis/{at}", f"{basis['document']} 已经失效，", "换成现行的依据。")


def _fee(meta: Meta) -> Iterator[Problem]:
    if meta["fee"]["charge"] and not meta["fee"]["basis"]:
        yield _problem("fee", "收费没有依据，", "写明法律或者行政法规的条款。")
    permit = meta["code"]["task_type"] == _PERMIT
    if meta["fee"]["charge"] and permit and all(basis["src"] in "KD" for basis in meta["fee"]["basis"]):
        yield _problem("fee", "许可收费只能依据法律、行政法规，现在的依据没有核实过原文。")


def _phones(meta: Meta) -> Iterator[Problem]:
    phones = meta["phones"]
    if phones["consult"] == phones["complain"]:
        yield _problem("phones", "咨询和投诉是同一个电话，", "写两个不同的电话。")
    for kind, number in (("consult", phones["consult"]), ("complain", phones["complain"])):
        if not _PHONE.fullmatch(number):
            yield _problem(f"phones/{kind}", f"{number} 不完整，", "写成区号加号码，像 0300-0000105。")


def _visits(meta: Meta) -> Iterator[Problem]:
    if meta["visits"]["times"] and not meta["visits"].get("reason"):
        yield _problem("visits", f"要来 {meta['visits']['times']} 次，没有写为什么。")


def _promise(meta: Meta) -> Iterator[Problem]:
    """What somebody signs must say what it rests on, to the article."""
    if not _ARTICLE.search(meta["promise"]["basis"]):
        yield _problem("promise", "承诺的依据没有写到条，", "写明不实承诺的后果和条款。")


def _not_accepted(meta: Meta) -> Iterator[Problem]:
    for ground in meta["not_accepted"]:
        place = f"not_accepted/{ground['id']}"
        if not _ARTICLE.search(ground["basis"]):
            yield _problem(place, "依据没有写到条，", "不予受理也要写明条款。")
        # 行政许可法 32(1)(2): whoever is sent away is told where to.
        if ground["reason"] == "not-competent" and not ground.get("instead"):
            yield _problem(place, "不归这里管的，没有写该去哪里，", "在 instead 里写向哪个机关申请。")


def _each_once(meta: Meta) -> Iterator[Problem]:
    groups: dict[str, Sequence[str]] = {
        "materials": [one["id"] for one in meta["materials"]],
        "situations": [one["id"] for one in meta["situations"]],
        "facts": [one["name"] for one in meta["facts"]],
        "posts": [one["id"] for one in meta["posts"]],
        "results": [one["id"] for one in meta["results"]],
        "conditions": [one["id"] for one in meta["conditions"]],
        "not_accepted": [one["id"] for one in meta["not_accepted"]],
        "inspections": [one["task"] for one in meta.get("inspections", [])],
    }
    for group, ids in groups.items():
        for one in sorted({one for one in ids if ids.count(one) > 1}):
            yield _problem(f"{group}/{one}", f"{one} 写了 {ids.count(one)} 次，", "每个名字只用一次。")
