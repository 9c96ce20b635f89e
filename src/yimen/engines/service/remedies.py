"""What may be done against a refusal: both ways of the law, or recheck and complaint where no law gives those."""

from collections.abc import Iterator

from yimen.engines.problem import Problem
from yimen.engines.service.meta import Meta

PUBLIC_SERVICE = "20"
REFUSED = "refuse-service"
_LAW = ("review_body", "review_days", "court", "lawsuit_months")


def check(meta: Meta) -> Iterator[Problem]:
    """Problems of ``remedies``: what is told is open, and all that is open is told."""
    yield from _recheck(meta) if "recheck" in meta["remedies"] else _law(meta)


def _problem(sentence: str, advice: str = "") -> Problem:
    return Problem("service.yaml#remedies", sentence, advice)


def _law(meta: Meta) -> Iterator[Problem]:
    remedies = meta["remedies"]
    for way in ("行政复议", "行政诉讼"):
        if way not in remedies["text"]:
            yield _problem(f"没有写{way}，", "两条途径和期限都要告知。")
    for key in _LAW:
        if key not in remedies:
            yield _problem(f"没有写 {key}，", "公共服务没有法定复议途径的，写 recheck: {days, answer_days}。")


def _recheck(meta: Meta) -> Iterator[Problem]:
    remedies = meta["remedies"]
    if meta["code"]["task_type"] != PUBLIC_SERVICE or meta["papers"]["refused"] != REFUSED:
        advice = f"别的事项写行政复议和行政诉讼；公共服务的 papers.refused 写 {REFUSED}。"
        yield _problem("recheck 只用于公共服务，", advice)
    for way in ("复核", "投诉"):
        if way not in remedies["text"].replace("行政复议", ""):
            yield _problem(f"没有写{way}，", "怎么申请复核、怎么投诉都要告知。")
    for key in _LAW:
        if key in remedies:
            yield _problem(f"写了 recheck，又写了 {key}，", "没有法律规定的途径不要写。")
    if "行政复议" in remedies["text"] or "行政诉讼" in remedies["text"]:
        yield _problem("写了 recheck，又说可以行政复议、行政诉讼，", "没有法律规定的途径不要写。")
    if not remedies["recheck"]["answer_days"] >= 1 or not remedies["recheck"]["days"] >= 1:
        yield _problem("recheck 的期限至少 1 日。")
