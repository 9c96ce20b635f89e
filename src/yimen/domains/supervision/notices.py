"""Who is told of what happens to a finding: in-site, whoever is concerned or has to judge, nobody else."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import Q

from yimen.domains.supervision import events
from yimen.domains.supervision.access import HEAD, supervisors_over
from yimen.domains.supervision.models import Finding
from yimen.domains.supervision.states import Kind, State
from yimen.ground.accounts.models import Account
from yimen.ground.audit import SYSTEM
from yimen.ground.messages.actions.notify import notify
from yimen.ground.messages.actions.settle import settle
from yimen.ground.messages.links import Link

# One kind of link for each step that somebody has to do: done, it settles the notices of that step and no other.
FINDING, ANSWER, RULE, REVIEW = "finding", "finding-answer", "finding-rule", "finding-review"
LINKS = (FINDING, ANSWER, RULE, REVIEW)


def opened(event: events.FindingOpened, now: datetime) -> None:
    finding = _finding(event.finding)
    if finding.state != State.OPEN:
        return
    text = f"{finding.sentence}（{finding.basis}）。{_day(finding.answer_by)}前写明当时的情况。"
    title = f"要您说明：{finding.name}"
    _tell(finding, "opened", _concerned(finding, now), now, title, text, ANSWER, "去说明", finding.answer_by)


def answered(event: events.FindingAnswered, now: datetime) -> None:
    finding = _finding(event.finding)
    settle(actor=SYSTEM, link=Link(ANSWER, finding.number), now=now)
    if finding.state == State.ANSWERED:
        readers = [one for one in supervisors_over(finding.body, now) if one.pk != finding.officer_id]
        _tell(finding, "answered", readers, now, f"等您认定：{finding.name}", "经办人已经说明。", RULE, "去认定")


def ruled(event: events.FindingRuled, now: datetime) -> None:
    finding = _finding(event.finding)
    for kind in (ANSWER, RULE):
        settle(actor=SYSTEM, link=Link(kind, finding.number), now=now)
    title = f"{'已认定' if event.upheld else '已撤销'}：{finding.name}"
    by = finding.appeal_by
    text = f"不同意的，{_day(by)}前可以申诉一次。" if event.upheld and by else "理由写在监督记录里。"
    _tell(finding, "ruled", _concerned(finding, now), now, title, text, FINDING, "看监督记录")


def appealed(event: events.FindingAppealed, now: datetime) -> None:
    finding = _finding(event.finding)
    if finding.state != State.APPEALED:
        return
    judged = finding.statements.filter(kind=Kind.RULING).values("by")
    readers = supervisors_over(finding.body, now).exclude(pk__in=judged)
    others = [one for one in readers if one.pk != finding.officer_id]
    _tell(finding, "appealed", others, now, f"等您复核：{finding.name}", "经办人提出了申诉。", REVIEW, "去复核")


def reviewed(event: events.FindingReviewed, now: datetime) -> None:
    finding = _finding(event.finding)
    settle(actor=SYSTEM, link=Link(REVIEW, finding.number), now=now)
    title = f"{'复核后维持' if event.upheld else '复核后撤销'}：{finding.name}"
    _tell(finding, "reviewed", _concerned(finding, now), now, title, "理由写在监督记录里。", FINDING, "看监督记录")


NOTICES: dict[type, Callable[[Any, datetime], None]] = {
    events.FindingOpened: opened,
    events.FindingAnswered: answered,
    events.FindingRuled: ruled,
    events.FindingAppealed: appealed,
    events.FindingReviewed: reviewed,
}


def _finding(pk: int) -> Finding:
    return Finding.objects.select_related("officer", "post", "body", "rulebook").get(pk=pk)


def _concerned(finding: Finding, now: datetime) -> list[Account]:
    """The officer; where nobody had taken the task, those who hold the post, and the head of the body."""
    if finding.officer is not None:
        return [finding.officer]
    held = Q(appointments__until=None) | Q(appointments__until__gt=now)
    place = Q(appointments__post=finding.post_id) | Q(
        appointments__post__organisation=finding.body_id, appointments__post__code=HEAD
    )
    return list(Account.objects.filter(held, place, appointments__since__lte=now, is_active=True).distinct())


def _tell(
    finding: Finding,
    what: str,
    readers: Iterable[Account],
    now: datetime,
    title: str,
    text: str,
    link: str,
    verb: str,
    due_on: date | None = None,
) -> None:
    kind: Literal["act", "know"] = "know" if link == FINDING else "act"
    for reader in readers:
        notify(
            actor=SYSTEM,
            to=reader,
            key=f"finding-{what}:{finding.number}:{reader.pk}",
            kind=kind,
            title=title,
            text=text,
            verb=verb,
            link=Link(link, finding.number),
            due_on=due_on,
            now=now,
        )


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
