"""The forms of a follow-up: which steps this officer can do now, and what each asks."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict

from yimen.domains.evaluation.limits import COMPLEX, FIX, SIMPLE
from yimen.domains.evaluation.models import NOTE_LENGTH, FollowUp
from yimen.domains.evaluation.present import choice_spec, text_spec
from yimen.domains.evaluation.states import FINDING_WORDS, WAY_WORDS, Finding, State, Way
from yimen.ground.accounts.models import Account

Told = Mapping[str, str]
Spec = dict[str, Any]


def forms_for(follow_up: FollowUp, officer: Account, sent: QueryDict, told: Told) -> list[dict[str, Any]]:
    """The steps that are open now, the main one first: act, title, button, fields with what was typed.

    A step that is not this officer's to do (a recheck by who has judged before) is left out.
    """
    possible = _possible(follow_up, officer)
    return [
        {"act": act, "title": title, "button": button, "first": n == 0, "fields": fields(follow_up, sent, told)}
        for n, (act, title, button, fields) in enumerate((act, *FORMS[act]) for act in possible)
    ]


def _possible(follow_up: FollowUp, officer: Account) -> list[str]:
    match follow_up.state:
        case State.OPEN:
            return ["verify"]
        case State.VERIFIED if follow_up.is_under_appeal:
            judged = officer.pk in (follow_up.verified_by_id, follow_up.appealed_by_id)
            return [] if judged else ["recheck"]
        case State.VERIFIED if follow_up.is_true:
            return ["fix"] if follow_up.appealed_at else ["fix", "appeal"]
        case State.VERIFIED | State.FIXED:
            return ["tell"]
        case _:
            return []


def _verify(follow_up: FollowUp, sent: QueryDict, told: Told) -> list[Spec]:
    findings = [
        (Finding.TRUE.value, FINDING_WORDS[Finding.TRUE], "算作差评，要整改"),
        (Finding.FALSE.value, FINDING_WORDS[Finding.FALSE], "要有证据，不算差评"),
        (Finding.UNCLEAR.value, FINDING_WORDS[Finding.UNCLEAR], "查不清，不算差评，也要答复"),
    ]
    sizes = [
        (SIMPLE, "简单", f"从评价那天起 {FIX[SIMPLE].value} 个工作日内答复"),
        (COMPLEX, "复杂", f"从评价那天起 {FIX[COMPLEX].value} 个工作日内答复"),
    ]
    calls = [("yes", "打通了", ""), ("no", "没打通", "换个时间再打一次再选")]
    called = choice_spec("reached", "回访电话", calls, sent.get("reached", ""), told)
    size = choice_spec("size", "问题的大小", sizes, sent.get("size", ""), told)
    return [
        *([called] if follow_up.rating.phone else []),
        choice_spec("finding", "核实结果", findings, sent.get("finding", ""), told),
        {**size, "hint": "属实时选", "required": False},
        _text("found", "查了什么、查到什么", sent, told),
    ]


def _fix(follow_up: FollowUp, sent: QueryDict, told: Told) -> list[Spec]:
    return [_text("done", "改了什么", sent, told)]


def _tell(follow_up: FollowUp, sent: QueryDict, told: Told) -> list[Spec]:
    ways = [(Way.PAGE.value, WAY_WORDS[Way.PAGE], "")]
    if follow_up.rating.phone:
        ways.insert(0, (Way.PHONE.value, WAY_WORDS[Way.PHONE], "打过以后再提交，答复同时写在评价页面上"))
    return [choice_spec("way", "怎样答复", ways, sent.get("way", ""), told), _text("answer", "答复", sent, told)]


def _appeal(follow_up: FollowUp, sent: QueryDict, told: Told) -> list[Spec]:
    return [_text("reason", "为什么不属实", sent, told)]


def _recheck(follow_up: FollowUp, sent: QueryDict, told: Told) -> list[Spec]:
    answers = [("yes", "申诉成立", "改为不属实，不算差评"), ("no", "申诉不成立", "仍然属实，照原来的日子整改")]
    return [choice_spec("upheld", "复核结果", answers, sent.get("upheld", ""), told), _text("note", "理由", sent, told)]


def _text(key: str, label: str, sent: QueryDict, told: Told) -> Spec:
    return text_spec(key, label, "评价人看得到", sent.get(key, ""), told, max_length=NOTE_LENGTH)


FORMS: Mapping[str, tuple[str, str, Callable[[FollowUp, QueryDict, Told], list[Spec]]]] = {
    "verify": ("核实", "提交核实结果", _verify),
    "fix": ("整改", "提交整改情况", _fix),
    "tell": ("答复", "提交答复", _tell),
    "appeal": ("申诉（只有一次）", "提交申诉", _appeal),
    "recheck": ("复核", "提交复核结果", _recheck),
}
