"""A process as the desk shows it: rows of the table that tells the same as the drawing, and what it carries."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from yimen.engines import bpmn
from yimen.engines.bpmn.model import BOUNDARIES
from yimen.ground.processes.watching import history, words
from yimen.ground.processes.watching.figures import Figures, Standing, Taken
from yimen.ground.processes.watching.history import Element, Stay, Watched
from yimen.portals.desk.present import day_text, moment_text

Row = dict[str, Any]
GATEWAYS = (bpmn.ExclusiveGateway, bpmn.ParallelGateway, bpmn.InclusiveGateway, bpmn.ComplexGateway, bpmn.EventGateway)
# A timer that fires every day would fill a page by itself: of each element the last stays, and the last lines.
MOST_STAYS, MOST_LINES = 20, 300
# Kind of tag, word and shape of each state: never the colour alone.
_STATES = {
    history.FAILED: ("late", "没办成，等人看", "alert-octagon-fill"),
    history.HERE: ("doing", "现在在这里", "hourglass"),
    history.PASSED: ("ok", "走过了", "check"),
    history.GONE: ("pause", "不再办", "x"),
    history.ARMED: ("soon", "还没到时候", "clock"),
}
LEGEND = (
    {"state": "here", "icon": "hourglass", "sample": "3 天", "word": "现在在这里，等了多久"},
    {"state": "passed", "icon": "check", "sample": "", "word": "走过了"},
    {"state": "failed", "icon": "alert-octagon-fill", "sample": "", "word": "没办成，等人看"},
    {"state": "gone", "icon": "x", "sample": "", "word": "不再办"},
    {"state": "armed", "icon": "clock", "sample": "", "word": "定了时间，还没到"},
)
FIGURE_LEGEND = (
    {"state": "here", "icon": "hourglass", "sample": "12", "word": "现在有多少件等在这里"},
    {"state": "late", "icon": "alert-octagon-fill", "sample": "3", "word": "其中多少件超期"},
)


def here_rows(watched: Watched, now: datetime, *, reasons: bool = True) -> list[Row]:
    """What waits now, the longest first.

    Args:
        reasons: also why a step failed, which is for those who work on the case.
    """
    found = [(stay, one) for one in watched.here for stay in one.now]
    return [_here(stay, one, now, reasons) for stay, one in sorted(found, key=lambda pair: pair[0].since)]


def step_rows(watched: Watched, now: datetime) -> list[Row]:
    """Every element that was reached, each of its stays a row; the first row of an element carries its badge."""
    known = watched.process.nodes
    return [
        row if one.node.id in known else row | {"kind": "以前版本里的步骤"}
        for one in watched.visited
        for row in _rows(one, now)
    ]


def ahead(watched: Watched) -> list[str]:
    """Names of the steps that nothing has come to; gateways say nothing by their names."""
    found = (one.node for one in watched.elements if one.state == history.AHEAD)
    return [one.name for one in found if one.name and not isinstance(one, GATEWAYS)]


def line_rows(watched: Watched) -> list[Row]:
    """The history, oldest first; of a very long one its end."""
    told = words.lines(watched)[-MOST_LINES:]
    return [{"iso": at.isoformat(), "at": moment_text(at), "text": text} for at, text in told]


def figure_rows(found: Figures, nodes: Iterable[bpmn.Node], known: frozenset[str], now: datetime) -> list[Row]:
    """The steps with their figures.

    Args:
        known: the elements of the drawing that is shown; others are of older versions.
    """
    steps = [one for one in nodes if _tells(one, found)]
    return [_figure(one, found, known, now) for one in steps]


def late_rows(rows: Iterable[Row]) -> list[Row]:
    """Where it is late: open tasks after their last day first, then by the share that was done after it."""
    late = [one for one in rows if one["late"] or one["share"]]
    return sorted(late, key=lambda one: (-one["late"], -one["share"]))


def _here(stay: Stay, element: Element, now: datetime, reasons: bool) -> Row:
    failed = bool(stay.incident or stay.failure)
    tag, word, icon = _STATES[history.FAILED if failed else history.HERE]
    return {
        "name": element.node.label,
        "tag": tag,
        "word": word,
        "icon": icon,
        "who": words.who(stay, element.node),
        "since": moment_text(stay.since),
        "length": words.spaced(words.length(now - stay.since)),
        "due": day_text(stay.job.due_on) if stay.job else "",
        "at": moment_text(stay.until_due) if stay.until_due else "",
        "reason": stay.failure.reason if reasons and stay.failure else "",
    }


def _rows(element: Element, now: datetime) -> Iterator[Row]:
    stays = [one for one in element.stays if not (one.watching and one.how == history.CANCELLED)]
    if not stays:
        passed = f"{element.passed} 次" if element.passed > 1 else ""
        badge = {"badge": True, "badge_text": passed}
        yield _row(element, None, now) | {"length": "没有停留", "time": 1, "times": 1} | badge
    times = len(stays)
    first = max(0, times - MOST_STAYS)
    for at, stay in enumerate(stays[first:], first):
        badge = {"badge": at == first, "badge_text": _badge(element, now)}
        yield _row(element, stay, now) | {"time": at + 1, "times": times} | badge


def _row(element: Element, stay: Stay | None, now: datetime) -> Row:
    node, state = element.node, _state(element, stay)
    tag, word, icon = _STATES[state]
    if stay is not None and state == history.PASSED:
        word = words.how(stay, node)
    row = {
        "node": node.id,
        "name": node.label,
        "kind": words.kind(node),
        "state": element.state,
        "now": state in (history.HERE, history.FAILED),
        "tag": tag,
        "word": word,
        "icon": icon,
        "mark": _STATES[element.state][2],
        "who": words.who(stay, node) if stay else words.SYSTEM,
        "since": moment_text(stay.since) if stay else "",
        "until": moment_text(stay.until) if stay and stay.until else "",
        "length": words.length((stay.until or now) - stay.since) if stay else "",
    }
    return row | {"told": _told(row)}


def _state(element: Element, stay: Stay | None) -> str:
    if stay is None:
        return element.state
    if stay.until is not None:
        return history.GONE if stay.how == history.CANCELLED else history.PASSED
    return element.state if not stay.watching else history.ARMED


def _badge(element: Element, now: datetime) -> str:
    if element.since is not None:
        days, has_days, _ = words.length(now - element.since).partition(" 天")
        # Days alone fit on a drawing.
        return days + has_days
    return f"{element.passed} 次" if element.passed > 1 else ""


def _told(row: Row) -> str:
    when = f"，从 {row['since']}" if row["since"] else ""
    until = f" 到 {row['until']}" if row["until"] else " 起" if row["since"] else ""
    taken = f"，{'已经' if row['now'] else '用了'}{words.spaced(row['length'])}" if row["since"] else ""
    return f"{row['name']}（{row['who']}）：{row['word']}{when}{until}{taken}。"


def _tells(node: bpmn.Node, found: Figures) -> bool:
    if isinstance(node, BOUNDARIES):
        return False
    waits = node.id in found.standing or node.id in found.taken
    return waits or isinstance(node, bpmn.UserTask | bpmn.CallActivity)


def _figure(node: bpmn.Node, found: Figures, known: frozenset[str], now: datetime) -> Row:
    standing, taken = found.standing.get(node.id, Standing()), found.taken.get(node.id, Taken())
    state = "late" if standing.late or standing.failed else "waiting" if standing.waiting else "none"
    told = taken.telling
    row = {
        "node": node.id,
        "name": node.label,
        "kind": words.kind(node),
        "old": node.id not in known,
        "state": state,
        "waiting": standing.waiting,
        "longest": words.length(now - standing.since) if standing.since else "",
        "late": standing.late,
        "failed": standing.failed,
        "ended": taken.ended,
        "median": words.length(taken.median) if told and taken.median is not None else "",
        "most": words.length(taken.most) if told and taken.most is not None else "",
        "judged": taken.judged,
        "done_late": taken.late if told else 0,
        "share": 100 * taken.late // taken.judged if told and taken.judged else 0,
    }
    return row | {"told": _figure_told(row)}


def _figure_told(row: Row) -> str:
    now = f"现在等着 {row['waiting']} 件" if row["waiting"] else "现在没有等着的"
    longest = f"，最久的等了 {row['longest']}" if row["longest"] else ""
    late = f"，超期 {row['late']} 件" if row["late"] else ""
    taken = f"；一半在 {row['median']} 内办完，十件里九件在 {row['most']} 内" if row["median"] else ""
    return f"{row['name']}：{now}{longest}{late}{taken}。"
