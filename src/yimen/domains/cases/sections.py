from datetime import date, datetime
from typing import Any

from django.urls import reverse

from yimen.domains.cases.lists import Lists
from yimen.domains.cases.materials import handed_in, uploads_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import failures_of, form_of, visible_of
from yimen.engines.forms import Form, Section
from yimen.ground.errors import NotFound


def section_of(form: Form, id: str) -> Section:
    """Raises NotFound for a section that this form does not have."""
    try:
        return form.section(id)
    except KeyError as error:
        raise NotFound("这份申请里没有这一页", "回到任务清单，从那里继续填。") from error


def deciding_fields(form: Form, part: Section) -> frozenset[str]:
    """Fields of this page whose answer decides what else is asked on it, directly or through a derived value."""
    read = {name for field in part.fields for condition in field.conditions for name in condition.names}
    for one in reversed(form.derived):
        if one.key in read:
            read |= one.expression.names
    return frozenset(field.key for field in part.fields if field.key in read)


def hub_tasks(case: Case, today: date, lists: Lists) -> list[dict[str, Any]]:
    """Each section as a task: done, fix, doing or todo. A section nobody has opened is not called wrong."""
    failing = {one.key for one in failures_of(case, today, lists)}
    seen = visible_of(case, today)
    return [_task(case, part, failing) for part in form_of(case).sections if part.id in seen.sections]


def materials_task(case: Case, now: datetime) -> dict[str, Any] | None:
    """Handing in files as a task; None while the answers want none."""
    wanted = uploads_of(case, now)
    if not wanted:
        return None
    there = {one.material for one in handed_in(case)}
    lacking = [one for one in wanted if one["id"] not in there]
    state = "done" if not lacking else "doing" if len(lacking) < len(wanted) else "todo"
    hint = f"还差 {len(lacking)} 份：" if state == "doing" else f"共 {len(wanted)} 份："
    return {
        "name": "上传材料",
        "hint": hint + "、".join(one["name"] for one in lacking or wanted),
        "state": state,
        "word": "传了一部分" if state == "doing" else "",
        "href": reverse("cases:materials", args=[case.number]),
        "minutes": 2 * len(lacking),
    }


def after_sections(case: Case, now: datetime) -> str:
    """The page that follows the last section: the materials while one is lacking, else the check."""
    task = materials_task(case, now)
    return "cases:check" if task is None or task["state"] == "done" else "cases:materials"


def next_section(case: Case, after: str, today: date) -> str | None:
    """The section that follows, of those that ask anything; None after the last."""
    ids = list(visible_of(case, today).sections)
    place = ids.index(after) + 1 if after in ids else 0
    return ids[place] if place < len(ids) else None


def _task(case: Case, part: Section, failing: set[str]) -> dict[str, Any]:
    wrong = [field for field in part.fields if field.key in failing]
    filled = [field for field in wrong if case.answers.get(field.key) not in (None, "", [])]
    opened = part.id in case.saved_by
    if not wrong and opened:
        state, hint = "done", part.hint
    elif filled:
        state, hint = "fix", f"有 {len(filled)} 处要改"
    elif opened:
        state, hint = "doing", f"还差 {len(wrong)} 项"
    else:
        state, hint = "todo", part.hint
    return {
        "name": part.title,
        "hint": hint,
        "state": state,
        "href": reverse("cases:section", args=[case.number, part.id]),
        "minutes": part.minutes,
    }
