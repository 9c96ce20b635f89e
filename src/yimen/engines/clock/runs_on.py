"""What people often take for a pause and is none, each with the reason why the clock runs on."""

# Whatever a law says, these cannot stop a clock: the first lies before it, the others are no legal state.
NO_STOP_BY_NATURE = frozenset({"补正", "技术挂起", "挂起"})

_ONLY_EIGHT = "行政许可只有听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审的时间不计算在内（行政许可法第四十五条）。"
_NO_ARTICLE = "没有条文规定这类事项因此不计时。"

_ON_SITE = "核查在办理期限之内，核查不是检验。"
_OPINIONS = "征求意见在办理期限之内。"
_AFTER_ACCEPTANCE = "受理以后再要材料，不停计时。"
_INTERNAL = "挂起不是法定的停计时事由，系统故障和内部流转期间照常计时。"
_WHY = {
    "补正": "补正在受理之前，期限还没有开始，没有可以停的。受理以后再要材料，也不停计时。",
    "受理后再要材料": _AFTER_ACCEPTANCE,
    "现场核查": _ON_SITE,
    "联合踏勘": "联合踏勘在办理期限之内，踏勘不是检验。",
    "公示": "公示在办理期限之内。",
    "集体研究": "集体研究是机关内部的工作，在办理期限之内完成。",
    "征求意见": _OPINIONS,
    "等待其他部门": "等待其他部门的时间算在办理期限之内，把材料同时转给各部门。",
    "技术挂起": _INTERNAL,
    "挂起": _INTERNAL,
}
_PERMIT_ARTICLE = {
    "补正": "（行政许可法第三十二条）",
    "受理后再要材料": "（行政许可法第三十二条）",
    "现场核查": "（行政许可法第三十四条）",
    "征求意见": "（行政许可法第三十六条）",
}


def why_it_runs_on(kind: str, *, permit: bool) -> str:
    """Why the kind does not stop the clock, in Chinese, with the article for a permit (行政许可)."""
    reason = _WHY.get(kind, f"“{kind}”不是可以停计时的事由。")
    if permit:
        article = _PERMIT_ARTICLE.get(kind, "")
        return f"{reason.rstrip('。')}{article}。{_ONLY_EIGHT}" if article else reason + _ONLY_EIGHT
    return reason if kind in NO_STOP_BY_NATURE else reason + _NO_ARTICLE
