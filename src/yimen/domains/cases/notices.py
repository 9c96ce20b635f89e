"""What people are told when something happens to a case: in-site, and by SMS where a mobile number is known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from yimen.domains.cases import events
from yimen.domains.cases.lanes import lanes_of
from yimen.domains.cases.models import Case, Consultation, SpecialProcedure, Urge
from yimen.domains.cases.posts import post_for
from yimen.domains.cases.queries import refusal_words, service_of
from yimen.domains.cases.states import OPEN, Status
from yimen.engines.service import is_at_once
from yimen.ground.accounts.models import Account
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.errors import Unavailable
from yimen.ground.messages.actions.notify import notify
from yimen.ground.messages.actions.settle import settle
from yimen.ground.messages.links import Link
from yimen.ground.processes.queries import open_tasks_of

CASE, CORRECTION, DESK_CASE, OPINION = "case", "correction", "desk-case", "opinion"


@dataclass(frozen=True, slots=True)
class _Words:
    """One notice. ``sms`` is empty where a text message would be too much."""

    title: str
    text: str
    sms: str = ""
    kind: Literal["act", "know"] = "know"
    verb: str = "看办件"
    link: str = CASE
    due_on: date | None = None


def submitted(event: events.CaseSubmitted, now: datetime) -> None:
    case = _case(event.case)
    by = _day(case.answer_by)
    _tell(case, "submitted", now, _Words(
        f"已收到您的申请：{_name(case)}",
        f"{by}前告知是否受理。收件凭证在办件页面。",
        f"已收到您的申请{_name(case)}，办件号{case.number}。{by}前告知是否受理。",
    ))  # fmt: skip


def correction_asked(event: events.CorrectionAsked, now: datetime) -> None:
    case = _case(event.case)
    if case.status != Status.CORRECTING:
        # Told late: it was supplied or withdrawn meanwhile, and nobody could ever settle this notice.
        return
    count, by = len(case.correction.points), case.correction.supply_by
    until = f"{_day(by)}前交回来；" if by else ""
    _tell(case, "correction-asked", now, _Words(
        f"要补正 {count} 处：{_name(case)}",
        f"{until}交回来以后接着办，期限还没有开始算。",
        f"您的申请{_name(case)}（{case.number}）要补正 {count} 处，{until}登录网上大厅看补正告知书，也可以到窗口办。",
        kind="act", verb="去补正", link=CORRECTION, due_on=by,
    ))  # fmt: skip


def correction_supplied(event: events.CorrectionSupplied, now: datetime) -> None:
    case = _case(event.case)
    settle(actor=SYSTEM, link=Link(CORRECTION, case.number), now=now)
    text = f"{_day(case.answer_by)}前告知是否受理。"
    _tell(case, "correction-supplied", now, _Words(f"补正材料收到了：{_name(case)}", text))


def accepted(event: events.CaseAccepted, now: datetime) -> None:
    case = _case(event.case)
    # What was asked for and never came was enough after all: nobody is to correct anything any more.
    settle(actor=SYSTEM, link=Link(CORRECTION, case.number), now=now)
    if case.decision or is_at_once(service_of(case).meta):
        # Decided on the spot: one message about the result is enough.
        return
    told = "五个工作日内没有告知，按法律视为受理" if event.deemed else "已经受理"
    by = f"，承诺{_day(case.promised_on)}前办结" if case.promised_on else ""
    _tell(case, "accepted", now, _Words(
        f"已受理：{_name(case)}",
        f"{told}{by}。",
        f"您的申请{_name(case)}（{case.number}）{told}{by}。",
    ))  # fmt: skip


def not_accepted(event: events.CaseNotAccepted, now: datetime) -> None:
    case = _case(event.case)
    settle(actor=SYSTEM, link=Link(CORRECTION, case.number), now=now)
    _tell(case, "not-accepted", now, _Words(
        f"不予受理：{_name(case)}",
        f"{case.declined['text']}。理由、可以向谁申请和救济途径写在不予受理决定书上。",
        f"您的申请{_name(case)}（{case.number}）不予受理，理由和救济途径见决定书。",
    ))  # fmt: skip


def special_procedure_opened(event: events.SpecialProcedureOpened, now: datetime) -> None:
    case, row = _case(event.case), SpecialProcedure.objects.get(pk=event.procedure)
    text = f"{row.kind}从 {_day(row.start)}到 {_day(row.planned_end)}，这段时间不计入办理期限（{row.article}）。"
    sms = f"您的申请{_name(case)}（{case.number}）要做{row.kind}，到{_day(row.planned_end)}为止，这段时间不计时。"
    _tell(case, f"special-{row.pk}", now, _Words(f"要做{row.kind}：{_name(case)}", text, sms))


def special_procedure_prolonged(event: events.SpecialProcedureProlonged, now: datetime) -> None:
    case, row = _case(event.case), SpecialProcedure.objects.get(pk=event.procedure)
    until = _day(date.fromisoformat(event.planned_end))
    text = f"{row.kind}的时间改到{until}为止，这段时间不计入办理期限（{row.article}）。原因写在告知书上。"
    sms = f"您的申请{_name(case)}（{case.number}）的{row.kind}改到{until}为止，这段时间不计时。"
    what = f"special-{row.pk}-{event.ordinal}"
    _tell(case, what, now, _Words(f"{row.kind}的时间改了：{_name(case)}", text, sms))


def special_procedure_closed(event: events.SpecialProcedureClosed, now: datetime) -> None:
    case, row = _case(event.case), SpecialProcedure.objects.get(pk=event.procedure)
    text = f"承诺{_day(case.promised_on)}前办结。"
    _tell(case, f"special-closed-{row.pk}", now, _Words(f"{row.kind}做完了：{_name(case)}", text))


def extended(event: events.CaseExtended, now: datetime) -> None:
    case = _case(event.case)
    _tell(case, "extended", now, _Words(
        f"办理期限延长了：{_name(case)}",
        f"经{case.extension.approved_by}批准，法定期限延长到{_day(case.statutory_on)}。理由：{case.extension.reason}",
        f"您的申请{_name(case)}（{case.number}）法定期限延长到{_day(case.statutory_on)}，理由见延期告知书。",
    ))  # fmt: skip


def joint_visit_arranged(event: events.JointVisitArranged, now: datetime) -> None:
    case = _case(event.case)
    visit = case.joint_visit
    when = f"{_day(legal_day(visit.visit_at))} {visit.visit_at.astimezone(CITY):%H:%M}"
    bodies = "、".join(dict.fromkeys(one.body.name for one in lanes_of(case) if one.part in visit.parts))
    text = f"{bodies}{when}一起上门，只来这一次。时间不合适，打页面上的电话改约。"
    sms = f"您的申请{_name(case)}（{case.number}）：{when}各部门一起上门看现场。"
    _tell(case, f"joint-visit-{event.ordinal}", now, _Words(f"一起上门看现场：{_name(case)}", text, sms))


def decided(event: events.CaseDecided, now: datetime) -> None:
    case = _case(event.case)
    granted, refused = refusal_words(case)
    is_granted = case.status == Status.GRANTED
    word = granted if is_granted else refused
    way = "文书在办件页面，打开就是送达。" if is_granted else "事实、理由、依据和救济途径写在决定书上。"
    sms = f"您的申请{_name(case)}（{case.number}）{word}，登录网上大厅看文书，也可以到窗口领取。"
    _tell(case, "decided", now, _Words(f"{word}：{_name(case)}", way, sms))


def withdrawn(event: events.CaseWithdrawn, now: datetime) -> None:
    case = _case(event.case)
    settle(actor=SYSTEM, link=Link(CORRECTION, case.number), now=now)
    _tell(case, "withdrawn", now, _Words(f"已撤回：{_name(case)}", "材料留在案卷里。要再办，重新申请就行。"))


def reservation_refused(event: events.ReservationRefused, now: datetime) -> None:
    case = _case(event.case)
    text = f"{event.what}已经有人在用，或者已经为别人保留。我们再看一遍；想换一个的，撤回这件再申请。"
    sms = f"您的申请{_name(case)}（{case.number}）：{text}"
    _tell(case, "reservation-refused", now, _Words(f"{event.what}用不了：{_name(case)}", text, sms))


def reservation_released(event: events.ReservationReleased, now: datetime) -> None:
    case = _case(event.case)
    text = f"{event.what}不再为您保留，谁都可以申请用它。您还想用的，再申请时先填上。"
    _tell(case, "reservation-released", now, _Words(f"{event.what}不再保留：{_name(case)}", text))


def day_moved(event: events.DueDayMoved, now: datetime) -> None:
    """The calendar changed: applicant and officers are told the new day."""
    case = _case(event.case)
    if event.what in ("promised_on", "answer_by", "deliver_by"):
        before, after = date.fromisoformat(event.before), date.fromisoformat(event.after)
        text = f"放假安排有变动，原来告知的{_day(before)}改到{_day(after)}。"
        what = f"moved-{event.what}-{event.at}"
        _tell(case, what, now, _Words(f"日子有变动：{_name(case)}", text))
        _tell_officers(case, what, f"{case.number} 的日子有变动", text, now)


def urged(event: events.CaseUrged, now: datetime) -> None:
    case, row = _case(event.case), Urge.objects.get(pk=event.urge)
    if row.answered_at is not None:
        return
    text = f"{case.applicant.name}催办：{row.text}" if row.text else f"{case.applicant.name}催办，没有留言。"
    told = _tell_officers(case, f"urged-{row.pk}", f"催办：{_name(case)} {case.number}", text, now)
    if not told and case.status in OPEN and row.answered_at is None:
        # The machine has it at this moment: told again in seconds, when somebody has the next step.
        raise Unavailable("现在没有人手里有这件事", "过一会儿会自动再告诉。")


def urge_answered(event: events.UrgeAnswered, now: datetime) -> None:
    case, row = _case(event.case), Urge.objects.get(pk=event.urge)
    _tell(
        case, f"urge-answered-{row.pk}", now, _Words(f"催办有答复：{_name(case)}", f"{row.answered_by}：{row.answer}")
    )


def opinion_asked(event: events.OpinionAsked, now: datetime) -> None:
    row = _consultation(event.consultation)
    if row.is_open:
        who = f"{row.asking.organisation.name} {row.asked_by.name}"
        text = f"{who}就一件{_name(row.case)}征求意见，{_day(row.due_on)}前答复。"
        _tell_about(row, "asked", _holders(row.post_id, now), f"征求意见：{_name(row.case)}", text, OPINION, now)


def opinion_given(event: events.OpinionGiven, now: datetime) -> None:
    row = _consultation(event.consultation)
    text = f"{row.post.organisation.name} {row.answered_by}已经答复，内容在办件页面。"
    _tell_about(row, "given", _who_wants_it(row), f"征求的意见有答复：{row.case.number}", text, DESK_CASE, now)


def opinion_late(event: events.OpinionLate, now: datetime) -> None:
    row = _consultation(event.consultation)
    if not row.is_open:
        return
    text = f"{row.asking.organisation.name}等您单位的意见，最后一天是{_day(row.due_on)}，已经过了。办件的期限没有停。"
    _tell_about(row, "late", _holders(row.post_id, now), f"意见还没有答复：{_name(row.case)}", text, OPINION, now)
    text = f"{row.post.organisation.name}到{_day(row.due_on)}还没有答复。您可以再联系，也可以撤回，按已有的情况办。"
    _tell_about(row, "late-asker", _who_wants_it(row), f"征求的意见还没有答复：{row.case.number}", text, DESK_CASE, now)


def opinion_not_needed(event: events.OpinionRequestWithdrawn, now: datetime) -> None:
    row = _consultation(event.consultation)
    text = f"{row.asking.organisation.name}不用您单位答复了。{row.withdrawn_why}".rstrip()
    _tell_about(row, "withdrawn", _holders(row.post_id, now), f"不用答复了：{_name(row.case)}", text, OPINION, now)


def proof_lost(event: events.DocumentRead, sentence: str, now: datetime) -> None:
    """A 送达回证 could not be made: whoever looks after failed steps is told."""
    case = _case(event.case)
    operator = post_for(case, "")
    for officer in _holders(operator.pk, now) if operator else []:
        notify(
            actor=SYSTEM,
            to=officer,
            key=f"proof-lost-{event.delivery}:{officer.pk}",
            kind="know",
            title=f"送达回证没有做出来：{case.number}",
            text=f"文书已经送达，回证试了几次都没有做出来：{sentence}"[:500],
            verb="去看",
            now=now,
            link=Link(DESK_CASE, case.number),
        )


NOTICES: dict[type, Callable[[Any, datetime], None]] = {
    events.CaseSubmitted: submitted,
    events.CorrectionAsked: correction_asked,
    events.CorrectionSupplied: correction_supplied,
    events.CaseAccepted: accepted,
    events.CaseNotAccepted: not_accepted,
    events.SpecialProcedureOpened: special_procedure_opened,
    events.SpecialProcedureProlonged: special_procedure_prolonged,
    events.SpecialProcedureClosed: special_procedure_closed,
    events.CaseExtended: extended,
    events.JointVisitArranged: joint_visit_arranged,
    events.CaseDecided: decided,
    events.CaseWithdrawn: withdrawn,
    events.ReservationRefused: reservation_refused,
    events.ReservationReleased: reservation_released,
    events.DueDayMoved: day_moved,
    events.CaseUrged: urged,
    events.UrgeAnswered: urge_answered,
    events.OpinionAsked: opinion_asked,
    events.OpinionGiven: opinion_given,
    events.OpinionLate: opinion_late,
    events.OpinionRequestWithdrawn: opinion_not_needed,
}


def _tell(case: Case, what: str, now: datetime, words: _Words) -> None:
    key, mobile = f"{what}:{case.number}", _mobile(case)
    notify(
        actor=SYSTEM,
        to=case.applicant,
        key=key,
        kind=words.kind,
        title=words.title,
        text=words.text,
        verb=words.verb,
        now=now,
        link=Link(words.link, case.number),
        due_on=words.due_on,
        mobile=mobile,
        sms=words.sms,
    )


def _tell_officers(case: Case, key: str, title: str, text: str, now: datetime) -> int:
    """Whoever has the open task, or everybody who might take it. Returns how many were told."""
    told = 0
    for task in open_tasks_of("case", case.number).exclude(post=None).select_related("claimed_by"):
        holders = [task.claimed_by] if task.claimed_by else _holders(task.post_id or 0, now)
        for officer in holders:
            told += 1
            notify(
                actor=SYSTEM,
                to=officer,
                key=f"{key}:{case.number}:{officer.pk}",
                kind="know",
                title=title,
                text=text,
                verb="去看",
                now=now,
                link=Link(DESK_CASE, case.number),
            )
    return told


def _tell_about(
    row: Consultation, what: str, officers: list[Account], title: str, text: str, link: str, now: datetime
) -> None:
    """The officers of one side of a request, in-site; the title names no applicant."""
    for officer in officers:
        notify(
            actor=SYSTEM,
            to=officer,
            key=f"opinion-{what}:{row.number}:{officer.pk}",
            kind="know",
            title=title,
            text=text,
            verb="去看",
            now=now,
            link=Link(link, row.case.number if link == DESK_CASE else row.number),
        )


def _who_wants_it(row: Consultation) -> list[Account]:
    """Whoever asked, and whoever has the case in hand by now."""
    claimed = open_tasks_of("case", row.case.number).exclude(claimed_by=None).select_related("claimed_by")
    found = {one.claimed_by.pk: one.claimed_by for one in claimed if one.claimed_by is not None}
    return list({row.asked_by_id: row.asked_by, **found}.values())


def _consultation(pk: int) -> Consultation:
    whole = ("case__version__item", "asking__organisation", "post__organisation", "asked_by")
    return Consultation.objects.select_related(*whole).get(pk=pk)


def _holders(post: int, now: datetime) -> list[Account]:
    held = Account.objects.filter(appointments__post_id=post, appointments__since__lte=now, is_active=True)
    return [one for one in held.distinct() if any(p.post_id == post for p in one.appointments_at(now))]


def _mobile(case: Case) -> str:
    """Where the applicant wants to be reached: as the form says, else the own account."""
    contact = service_of(case).meta.get("contact")
    told = case.answers.get(contact["mobile"]) if contact else None
    return str(told or (case.account.login if case.account else ""))


def _name(case: Case) -> str:
    return service_of(case).meta["name"]


def _day(day: date | None) -> str:
    return f"{day:%-m月%-d日}" if day else ""


def _case(pk: int) -> Case:
    return Case.objects.select_related("version__item", "applicant", "account", "body", "correction", "extension").get(
        pk=pk
    )
