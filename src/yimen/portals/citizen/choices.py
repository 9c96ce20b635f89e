"""What the applicant may choose when a matter was not granted: go on with the rest, apply anew, appeal, take back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from yimen.domains.cases.again import followed_by, hindrance
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import refusal_words, service_of
from yimen.domains.cases.states import NOT_GRANTED, OPEN, Status
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.models import Document
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject
from yimen.portals.citizen.standing import outcome_word

_DECLINED = "refuse-acceptance"


@dataclass(frozen=True, slots=True)
class Appeal:
    """The ways against a decision, with the bodies that stand on it; ``href``: where the decision opens.

    Attributes:
        way: what they are called; title: what the decision is called.
    """

    way: str
    sentence: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose after one part was not granted.

    Attributes:
        reasons: why, each with its article.
        stands: what is granted or still goes on, and what may not be done without this part.
        may_apply: whether one press makes a new application; ``hindered`` says why not, with what to do.
        followed: the application that followed already, with its state in the applicant's words; empty: none.
        withdraw: where the rest can be taken back; empty when nothing is open.
    """

    number: str
    part: str
    name: str
    outcome: str
    reasons: Sequence[Mapping[str, str]]
    stands: tuple[str, ...]
    may_apply: bool
    hindered: str
    followed: Mapping[str, str]
    appeal: Appeal | None
    withdraw: str


def choices_of(lane: Case, lanes: Collection[Case], now: datetime) -> Choices | None:
    """What the applicant may choose about a part of a joint application; None while there is nothing to choose.

    Args:
        lanes: all parts of that application, this one too.
    """
    if lane.status not in NOT_GRANTED or lane.parent is None:
        return None
    followed, hindered = followed_by(lane), hindrance(lane, legal_day(now))
    return Choices(
        number=lane.number,
        part=lane.part,
        name=part_name(lane),
        outcome=outcome_word(lane.status, *refusal_words(lane)),
        reasons=_reasons(lane),
        stands=_stands(lane, lanes),
        may_apply=followed is None and hindered is None,
        hindered=f"{hindered.sentence}。{hindered.advice}" if hindered is not None else "",
        followed=followed_row(followed) if followed is not None else {},
        appeal=appeal_of(lane),
        withdraw=reverse("citizen:withdraw", args=[lane.parent.number]) if _is_open(lane.parent, lanes) else "",
    )


def part_name(lane: Case) -> str:
    """What the joint service calls this part."""
    assert lane.parent is not None
    return service_of(lane.parent).part(lane.part).name


def _reasons(lane: Case) -> Sequence[Mapping[str, str]]:
    if lane.status == Status.NOT_ACCEPTED:
        return [{"sentence": lane.declined["text"], "basis": lane.declined["basis"]}]
    return lane.reasons if lane.status == Status.REFUSED else []


def _stands(lane: Case, lanes: Collection[Case]) -> tuple[str, ...]:
    granted = [part_name(one) for one in lanes if one.status == Status.GRANTED]
    going = [part_name(one) for one in lanes if one.status in OPEN]
    told = [f"办成的照样有效，您不用做什么：{'、'.join(granted)}。"] if granted else []
    if going:
        told.append(f"还在办的照常办：{'、'.join(going)}。")
    if lane.declined.get("reason") != "no-permit-needed":
        told.append(f"{without(lane)}。")
    return tuple(told)


def without(lane: Case) -> str:
    """What may not be done as long as this part is lacking, as the joint service says."""
    assert lane.parent is not None
    told = {one["id"]: one.get("without", "") for one in service_of(lane.parent).meta["parts"]}
    return told.get(lane.part) or f"没有“{part_name(lane)}”，要它才能做的事先不要做"


def followed_row(case: Case) -> dict[str, str]:
    """The application that followed, for the page of the earlier one."""
    return {"number": case.number, "word": case.word, "href": reverse("citizen:case", args=[case.number])}


def _is_open(whole: Case, lanes: Collection[Case]) -> bool:
    return whole.status == Status.IN_PARTS and any(one.status in OPEN and not one.decision for one in lanes)


def appeal_of(case: Case) -> Appeal | None:
    """The remedies of an adverse decision (行政许可法 7, 38); None where nothing was decided against the applicant."""
    if case.status not in (Status.REFUSED, Status.NOT_ACCEPTED):
        return None
    told, paper = service_of(case).meta["remedies"], _decision(case)
    sentence = _rechecked(case) if "recheck" in told else _reviewed(case, paper)
    title = "申请复核或者投诉" if "recheck" in told else "申请复议或者起诉"
    if paper is None:
        return Appeal(title, sentence, "", "")
    return Appeal(title, sentence, paper.title, reverse("citizen:paper", args=[case.number, paper.kind]))


def _reviewed(case: Case, paper: Document | None) -> str:
    told = service_of(case).meta["remedies"]
    bodies = paper.data["body"] if paper is not None else _bodies(case)
    return (
        f"不服本决定的，可自收到之日起 {told['review_days']} 日内向{bodies['review_body']}申请行政复议，"
        f"也可在 {told['lawsuit_months']} 个月内向{bodies['court']}提起行政诉讼。"
    )


def _rechecked(case: Case) -> str:
    meta = service_of(case).meta
    return (
        f"有异议的，可自收到之日起 {meta['remedies']['recheck']['days']} 日内向{case.body.name}申请复核，"
        f"也可拨打 {meta['phones']['complain']} 或者 12345 投诉。"
    )


def _decision(case: Case) -> Document | None:
    """The paper that says no; None while it is being made."""
    declined = case.status == Status.NOT_ACCEPTED
    return document_of(
        Subject("case", case.number), _DECLINED if declined else service_of(case).meta["papers"]["refused"]
    )


def _bodies(case: Case) -> dict[str, str]:
    return {"review_body": case.body.review_body, "court": case.body.court}
