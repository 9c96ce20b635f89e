"""The history of a case as a timeline: what happened, what is happening, what comes next."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from yimen.domains.cases.models import ONLINE, Case, CaseStep
from yimen.domains.cases.queries import refusal_words
from yimen.domains.cases.states import OPEN, Status
from yimen.ground.audit import SYSTEM
from yimen.ground.documents.models import Document
from yimen.ground.processes.models import Task
from yimen.portals.citizen.glance import Glance
from yimen.portals.citizen.papers import addresses
from yimen.portals.citizen.present import by_day, moment_text, plain_days

Item = dict[str, Any]
# Which document a step has brought out; a decision's is named by the service.
_PAPERS = {
    "submitted": "receipt",
    "correction-asked": "correction",
    "accepted": "acceptance",
    "deemed": "acceptance",
    "not-accepted": "refuse-acceptance",
    "special-procedure-opened": "special-procedure",
    "special-procedure-told": "special-procedure",
    "extended": "extension",
}
_ICONS = {
    "submitted": "upload",
    "correction-asked": "file-text",
    "correction-supplied": "upload",
    "corrected-on-the-spot": "edit",
    "not-accepted": "ban",
    "reviewed": "file-text",
    "inspected": "users",
    "officer-back": "refresh",
    "special-procedure-opened": "clock-pause",
    "special-procedure-told": "clock-pause",
    "special-procedure-closed": "player-play",
    "extended": "clock",
    "day-moved": "calendar-event",
    "granted": "rubber-stamp",
    "refused": "rubber-stamp",
    "issued": "certificate",
    "read": "eye",
    "handed-over": "eye",
    "urged": "bell",
    "urge-answered": "message-circle",
    "withdrawn": "x",
    "reserved": "lock",
    "reserved-for-another": "lock",
    "released": "x",
    "handed-over-together": "eye",
    "corrected-elsewhere": "edit",
    "joint-visit": "users",
    "opinion-asked": "message-circle",
    "opinion-answered": "message-circle",
    "opinion-not-needed": "message-circle",
    "concluded": "circle-check",
    "materials-destroyed": "trash",
    "materials-held": "lock",
    "hold-lifted": "lock",
    "again-of": "refresh",
    "applied-again": "refresh",
}
Words = Callable[[CaseStep], tuple[str, str]]


def timeline(g: Glance, papers: list[Document]) -> list[Item]:
    """Items for the timeline component, oldest first; a document that is still being made has no link."""
    granted, refused = refusal_words(g.case)
    links = _links(papers)
    own = {"granted": g.meta["papers"]["granted"], "refused": g.meta["papers"]["refused"]}
    words = _words(g.case, granted, refused)
    done = [_item(step, words, links, {**_PAPERS, **own}) for step in g.case.steps.all()]
    return done + _ahead(g)


def step_item(case: Case, step: CaseStep) -> Item:
    """One step without its documents, for a page that tells of several cases."""
    return _item(step, _words(case, *refusal_words(case)), {}, {})


def _item(step: CaseStep, words: Mapping[str, Words], links: Mapping[str, Iterator[Item]], kinds: Any) -> Item:
    title, text = words.get(step.kind, _unknown)(step)
    link = next(links.get(kinds.get(step.kind, ""), iter(())), None)
    return {
        "state": "done",
        "icon": _ICONS.get(step.kind, "check"),
        "title": title,
        "text": text,
        "links": [link] if link else [],
        "time": step.at.isoformat(),
        "time_text": moment_text(step.at),
    }


def _links(papers: list[Document]) -> dict[str, Iterator[Item]]:
    """The documents of each kind in their order: the second notice belongs to the second step of its kind."""
    where = addresses(papers)
    found: dict[str, list[Item]] = {}
    for one in papers:
        found.setdefault(one.kind, []).append({"href": where[one.pk], "text": one.title})
    return {kind: iter(links) for kind, links in found.items()}


def _words(case: Case, granted: str, refused: str) -> dict[str, Words]:
    """Title and text of each kind of step, in the words of this matter (准予许可, 准予登记, 确认发放 …)."""
    online = case.channel == ONLINE
    return {
        "submitted": lambda step: ("您提交了申请", "") if online else ("申请交上来了", f"{step.by}代您填写"),
        "correction-asked": lambda step: ("要您补正", f"{step.by}一次告知：{step.note}"),
        "correction-supplied": lambda step: ("补正的材料收到了", ""),
        "corrected-on-the-spot": lambda step: ("当场更正了一处", f"{step.note}，{step.by}经办"),
        "accepted": lambda step: ("已受理，开始计时", _by_officer(step)),
        "deemed": lambda step: ("视为受理，开始计时", "规定的时间里没有告知，按法律视为受理"),
        "officer-decline": lambda step: ("决定不予受理", f"{step.by}经办"),
        "not-accepted": lambda step: ("不予受理决定书做好了", ""),
        "reviewed": lambda step: (f"{step.note}完成", f"{step.by}提出了意见"),
        "inspected": _inspected,
        "officer-grant": lambda step: (f"决定{granted}", f"{step.by}经办"),
        "officer-refuse": lambda step: (f"决定{refused}", f"{step.by}经办"),
        "officer-back": lambda step: ("退回去再核对", f"{step.by}经办"),
        "special-procedure-opened": _special("开始"),
        "special-procedure-told": _special("改时间"),
        "special-procedure-closed": _special("结束"),
        "extended": lambda step: ("办理期限延长了", f"{step.note.rstrip('。')}，{step.by}批准"),
        "day-moved": lambda step: ("日子有变动", plain_days(step.note)),
        "granted": lambda step: (granted, ""),
        "refused": lambda step: (refused, ""),
        "issued": lambda step: (f"签发了{step.note}" if step.note else "签发了证照", ""),
        "delivered": lambda step: ("办结", "文书放在本页，打开就是送达"),
        "read": lambda step: (f"您打开了{step.note}", "记为送达"),
        "handed-over": lambda step: (f"当面送达了{step.note}", f"{step.by}经办"),
        "urged": lambda step: ("您催办了", step.note),
        "urge-answered": lambda step: ("催办有答复", f"{step.by}：{step.note}"),
        "withdrawn": lambda step: ("您撤回了申请", step.note),
        "reserved": _reserved,
        "reserved-for-another": _held_by_another,
        "released": _released,
        "handed-over-together": lambda step: ("文书一起交给您了", f"{step.note}收下，{step.by}经办"),
        "corrected-elsewhere": lambda step: ("您在别的部分更正了同一项", step.note),
        "joint-visit": lambda step: ("各部门约好一起上门", plain_days(step.note)),
        "opinion-asked": lambda step: (f"向{step.note}征求意见", f"{step.by}经办，办理期限照常计算"),
        "opinion-answered": lambda step: (f"{step.note}答复了意见", ""),
        "opinion-not-needed": lambda step: (f"不再等{step.note}的意见", ""),
        "concluded": lambda step: ("各部分都办完了", ""),
        "materials-destroyed": lambda step: ("您交的材料到了保管期限，已经销毁", step.note),
        "materials-held": lambda step: ("您交的材料暂时不销毁", _held(step)),
        "hold-lifted": lambda step: ("您交的材料不再暂缓销毁", f"{step.note}已经结束"),
        "again-of": lambda step: ("您重新申请", f"上一次的办件号 {step.note}"),
        "applied-again": lambda step: ("您重新申请了", f"新的办件号 {step.note}"),
    }


def _unknown(step: CaseStep) -> tuple[str, str]:
    return "办理有进展", plain_days(step.note)


def _by_officer(step: CaseStep) -> str:
    # Where complete papers are accepted at once nobody has done it by hand.
    return "" if step.by == SYSTEM.name else f"{step.by}经办"


def _inspected(step: CaseStep) -> tuple[str, str]:
    name, _, officers = step.note.partition("：")
    return f"{name}完成", officers


def _reserved(step: CaseStep) -> tuple[str, str]:
    told, _, until = step.note.rpartition("，")
    what, name = _named(told)
    return f"{what}“{name}”为您保留了", f"保留到{plain_days(until)}，登记以后就是您的"


def _held_by_another(step: CaseStep) -> tuple[str, str]:
    what, name = _named(step.note)
    return f"{what}“{name}”已经有人在用，或者已经为别人保留", ""


def _released(step: CaseStep) -> tuple[str, str]:
    what, name = _named(step.note)
    return f"{what}“{name}”不再为您保留", "谁都可以申请用它"


def _named(told: str) -> tuple[str, str]:
    """What is kept and the name of it: the one has an English word, the other is the applicant's own."""
    what, _, name = told.partition("“")
    return what, name.removesuffix("”")


def _held(step: CaseStep) -> str:
    ground, _, until = step.note.partition("，")
    return f"因为{ground}，先留到{until[1:]}"


def _special(what: str) -> Words:
    def words(step: CaseStep) -> tuple[str, str]:
        return f"特别程序{what}", plain_days(step.note)

    return words


def _ahead(g: Glance) -> list[Item]:
    """The step that is going on, and the steps of the service that are still to come."""
    if g.case.closed_at is not None:
        return []
    if g.working or g.task is None:
        return [_now("系统正在自动办理", "一般几秒钟，您可以留在这里，也可以离开。")]
    if g.task.kind == Task.INCIDENT:
        return [_now("等工作人员处理", f"有一步系统没办成，已经转给{g.office.name}。", g.task.opened_at)]
    if g.task.post is None:
        return [_now("等您补正", "交回来以后接着办。", g.task.opened_at)]
    by = f"，{by_day(g.due.day, g.today)}前{_does(g)}" if g.due is not None and not g.due.late else ""
    return [_now(g.task.name, f"{g.holder}{by}", g.task.opened_at), *_to_come(g)]


def _does(g: Glance) -> str:
    match Status(g.case.status):
        case Status.SUBMITTED:
            return "告知是否受理"
        case Status.ACCEPTED:
            return "作出决定"
    return "办完"


def _to_come(g: Glance) -> list[Item]:
    """The public steps of the service after the one that is going on."""
    steps, node = g.meta["steps"], g.task.node if g.task else ""
    at = next((n for n, one in enumerate(steps) if one.get("task") == node), None)
    if at is None:
        # A step that the public list does not name: before acceptance all of the handling is still to come.
        at = -1 if g.case.status == Status.SUBMITTED else len(steps)
    coming = [_next(one["name"], one["plain"]) for one in steps[at + 1 :] if one["phase"] in ("inside", "after")]
    return coming or ([_next("决定和送达", "结果会显示在这里")] if g.case.status in OPEN else [])


def _now(title: str, text: str, since: datetime | None = None) -> Item:
    """The step that is going on, and since when it waits."""
    waits = {"time": since.isoformat(), "time_text": f"{moment_text(since)} 起在这一步"} if since is not None else {}
    return {"state": "now", "icon": "hourglass", "title": title, "text": text, **waits}


def _next(title: str, text: str) -> Item:
    return {"state": "next", "icon": "circle-dashed", "title": title, "text": text}
