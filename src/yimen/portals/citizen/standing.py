"""What happens with a case now, in one sentence, with who has it and by when; never a dead end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from yimen.domains.cases.clocks import PERMIT
from yimen.domains.cases.queries import findings_of, refusal_words
from yimen.domains.cases.states import Status
from yimen.engines import clock
from yimen.engines.service import is_at_once
from yimen.ground.calendar.moment import legal_day
from yimen.ground.processes.models import Task
from yimen.portals.citizen.glance import Glance
from yimen.portals.citizen.present import amount, by_day, day_text, long_day

OURS, YOURS = "等部门", "等您"


@dataclass(frozen=True, slots=True)
class Standing:
    """``kind`` is that of the note (info, soon, ok, late); ``waits`` says whose clock runs: 等您, 等部门, or 不计时
    with its ground; empty when all is over."""

    kind: str
    title: str
    told: tuple[str, ...] = ()
    waits: str = ""


def outcome_of(g: Glance) -> str:
    """The legal outcome, which 未办成 must always carry (UX rule 15); empty while it is open."""
    return outcome_word(g.case.status, *refusal_words(g.case))


def outcome_word(status: str, granted: str, refused: str) -> str:
    words = {
        Status.GRANTED: granted,
        Status.REFUSED: refused,
        Status.NOT_ACCEPTED: "不予受理",
        Status.WITHDRAWN: "已撤回",
    }
    return words.get(Status(status), "")


def standing(g: Glance) -> Standing:
    """What the top of the page says."""
    if g.task is not None and g.task.kind == Task.INCIDENT:
        return _failed(g)
    return _BY_STATUS[Status(g.case.status)](g)


def _failed(g: Glance) -> Standing:
    by = _by(g.due.day, g) if g.due is not None else ""
    until = f"{by}前答复您。" if by and g.due is not None and not g.due.late else ""
    return Standing("soon", "有一步系统没办成", (f"已经转给{g.office.name}处理，您不用再交一次。{until}",), OURS)


def _submitted(g: Glance) -> Standing:
    if g.working:
        return Standing("info", "正在自动核验", ("系统在核对您填的内容和登记信息，一般几秒钟。页面会自己更新。",), OURS)
    corrected = getattr(g.case, "correction", None) is not None
    title = "补正的材料收到了，等部门告知是否受理" if corrected else "申请收到了，等部门告知是否受理"
    due = g.due
    if due is None:
        return Standing("info", title, (f"{g.holder}正在看材料。",), OURS)
    if due.late:
        return Standing("late", title, (_answer_late(g, due.day),), OURS)
    told = [f"{g.holder}正在看材料，{_by(due.day, g)}前告知您（{_left(g)}）。受理以后才开始算办理期限。"]
    received, submitted = g.case.received_on, g.case.submitted_at
    if not corrected and received and submitted and received > legal_day(submitted):
        told.append(f"您是下班以后交的，算{day_text(received)}收到。")
    return Standing("info", title, tuple(told), OURS)


def _answer_late(g: Glance, day: date) -> str:
    rule = g.rules.answer
    if rule.deemed_by:
        return f"{_by(day, g)}前没有告知您。按{rule.deemed_by}，这件申请视为受理，系统会登记并通知您。"
    return f"{_by(day, g)}前没有告知您。您可以催办，也可以打页面上的投诉电话。"


def _correcting(g: Glance) -> Standing:
    correction = g.case.correction
    count = len(correction.points)
    ground = "不计时：等您补正，尚未受理"
    asked = f"{g.case.body.name}{day_text(correction.told_on)}一次告诉了您全部要补的。交回来以后接着办。"
    until = correction.supply_by
    if until is None:
        return Standing("soon", f"等您补正 {count} 处", (asked,), ground)
    if g.today > until:
        told = f"说好的{_by(until, g)}已经过了，{g.holder}正在看能不能受理。有了结果以前，您还可以交。"
        return Standing("late", f"等您补正 {count} 处", (told,), ground)
    left = "今天 24:00 前都算" if until == g.today else f"还剩 {(until - g.today).days} 天"
    return Standing("soon", f"等您补正 {count} 处，{_by(until, g)}前交回来（{left}）", (asked,), ground)


def _not_accepted(g: Glance) -> Standing:
    told = g.case.declined
    lines = [f"{told['text']}（{told['basis']}）。", f"查到的情况：{_sentence(told['facts'])}"]
    if told["competent_body"]:
        lines.append(f"这件事归{told['competent_body']}管，向它申请。")
    if told["instead"]:
        lines.append(f"您可以这样：{_sentence(told['instead'])}")
    if told["barred_until"]:
        lines.append(f"{_by(date.fromisoformat(told['barred_until']), g)}以后才能再申请这一项。")
    return Standing("late", "不予受理", tuple(lines))


def _accepted(g: Glance) -> Standing:
    if g.working:
        title = "决定已经作出，正在制作文书" if g.case.decision else "正在自动核验"
        return Standing("info", title, ("一般几秒钟。页面会自己更新。",), OURS)
    if is_at_once(g.meta) and findings_of(g.case):
        return _looked_at(g)
    due = g.due
    step = g.task.name if g.task is not None else "审查"
    if due is None:
        return Standing("info", f"正在办：{step}", (f"{g.holder}正在办。",), OURS)
    if due.stopped:
        return _stopped(g, due)
    if due.late:
        return Standing("late", f"正在办：{step}，已经超过承诺的时间", (_late(g, due), *_moved(g)), OURS)
    told = f"{g.holder}正在办，承诺{_by(due.day, g)}前作出决定（{_left(g)}）。{_statute(g)}"
    return Standing("info", f"正在办：{step}", (told, *_moved(g)), OURS)


def _looked_at(g: Glance) -> Standing:
    """A matter that is decided on the spot, unless something could not be verified."""
    post = g.task.post.name if g.task is not None and g.task.post is not None else "工作人员"
    by = f"{_by(g.due.day, g)}前答复您（{_left(g)}）。" if g.due is not None and not g.due.late else ""
    late = _late(g, g.due) if g.due is not None and g.due.late else ""
    told = f"核不上不等于办不成。{late or f'{g.holder}正在看。{by}'}"
    return Standing("late" if late else "soon", f"有的内容系统核不上，由{post}看", (told, *_moved(g)), OURS)


def _stopped(g: Glance, due: clock.Due) -> Standing:
    open_now = [one for one in g.running.clock.stops if one.covers(g.today)] if g.running.clock else []
    until = max(one.last for one in open_now)
    article = "、".join(sorted({one.article for one in open_now}))
    told = (
        f"{g.holder}正在办。{due.stopped_by}到{_by(until, g)}为止，这段时间不算进办理期限（{article}）。",
        f"做完接着计时。按现在的安排，{_by(due.day, g)}前作出决定。{_statute(g)}",
    )
    return Standing(
        "info", f"{due.stopped_by}期间，不计时", (*told, *_moved(g)), f"不计时：{due.stopped_by}（{article}）"
    )


def _late(g: Glance, due: clock.Due) -> str:
    """The promise was not kept; what the person can do, and more when the statute has passed too."""
    over = f"承诺的{_by(due.day, g)}已经过了，{g.light.words}，还没有决定，{g.holder}正在办。"
    if g.statutory is not None and g.statutory.late:
        suit = "，也可以申请行政复议或者提起行政诉讼" if g.meta["code"]["task_type"] == PERMIT else ""
        return f"{over}法定期限{_by(g.statutory.day, g)}也过了。您可以催办、打投诉电话{suit}。"
    return f"{over}{_statute(g)}您可以催办，也可以打投诉电话。"


def _statute(g: Glance) -> str:
    return f"法定期限到{_by(g.statutory.day, g)}。" if g.statutory is not None else ""


def _moved(g: Glance) -> list[str]:
    """What has moved the days: acceptance by silence, the extension, a procedure that is still to come."""
    told = []
    if g.case.clock_event.startswith("视为受理") and g.case.accepted_on:
        event = g.case.clock_event.removeprefix("视为受理（").removesuffix("）")
        told.append(f"规定的时间里没有告知您是否受理，按{event}，从{day_text(g.case.accepted_on)}收到材料起算受理。")
    extension = getattr(g.case, "extension", None)
    if extension is not None:
        added, why = amount(extension.added, extension.unit), _sentence(extension.reason)
        told.append(f"经{extension.approved_by}批准，法定期限延长了 {added}，只能延长这一次。理由：{why}")
    for one in g.case.special_procedures.all():
        if one.ended is None and one.start > g.today:
            told.append(
                f"{_by(one.start, g)}起要做{one.kind}，到{_by(one.planned_end, g)}为止不计时（{one.article}）。"
            )
    return told


def _granted(g: Glance) -> Standing:
    granted = outcome_of(g)
    title = f"{granted}：正在制证、送达" if g.case.closed_at is None and g.meta["results"] else granted
    told = []
    if g.case.closed_at is None and g.due is not None:
        told.append(f"{_by(g.due.day, g)}前送到您手里（{_left(g)}）。" if not g.due.late else _deliver_late(g, g.due))
    return Standing("ok", title, tuple(told), OURS if g.case.closed_at is None else "")


def _deliver_late(g: Glance, due: clock.Due) -> str:
    return f"{_by(due.day, g)}前应当送到，{g.light.words}。您可以打页面上的投诉电话。"


def _refused(g: Glance) -> Standing:
    return Standing("late", outcome_of(g))


def _withdrawn(g: Glance) -> Standing:
    on = f"{long_day(legal_day(g.case.closed_at))}，" if g.case.closed_at else ""
    told = f"{on}您撤回了这件申请，我们不再作决定。材料留在案卷里。要再办，重新申请就行。"
    return Standing("info", "已撤回", (told,))


def _in_parts(g: Glance) -> Standing:
    return Standing("info", "各部门分头在办", (), OURS)


def _concluded(g: Glance) -> Standing:
    return Standing("ok", "各部分都办完了")


def _draft(g: Glance) -> Standing:
    raise ValueError(f"{g.case.number} is a draft: it has no page of its own")


def _by(day: date, g: Glance) -> str:
    return by_day(day, g.today)


def _sentence(text: str) -> str:
    """What an officer wrote, with its full stop."""
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _left(g: Glance) -> str:
    """``还剩 5 个工作日``, from the words of the light."""
    return f"还{g.light.words}" if g.light.words.startswith("剩") else g.light.words


_BY_STATUS: dict[Status, Callable[[Glance], Standing]] = {
    Status.DRAFT: _draft,
    Status.SUBMITTED: _submitted,
    Status.CORRECTING: _correcting,
    Status.NOT_ACCEPTED: _not_accepted,
    Status.ACCEPTED: _accepted,
    Status.GRANTED: _granted,
    Status.REFUSED: _refused,
    Status.WITHDRAWN: _withdrawn,
    Status.IN_PARTS: _in_parts,
    Status.CONCLUDED: _concluded,
}
