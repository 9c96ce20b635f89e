"""The one correction notice: every field and material of the case, to tick, each with why and on which basis."""

from typing import Any

from yimen.domains.cases.clocks import PERMIT
from yimen.domains.cases.display import text_of
from yimen.domains.cases.marks import Mark, marks_of
from yimen.domains.cases.materials import handed_in, lacking_materials, materials_of
from yimen.domains.cases.queries import failures_of, form_of, lists_of, service_of, visible_of
from yimen.ground.calendar.moment import legal_day
from yimen.portals.desk.conditions import AGAINST, checklist
from yimen.portals.desk.desk import Desk
from yimen.portals.desk.panel import spec

ARTICLE = "行政许可法第三十二条第一款第四项"

Row = dict[str, Any]


def point_groups(desk: Desk) -> list[Row]:
    """Sections of the form and the materials, as far as these posts see them; the rules' findings stand as a draft."""
    case, now = desk.case, desk.request.now
    lists, form = lists_of(case), form_of(case)
    asked = visible_of(case, legal_day(case.submitted_at or now)).fields
    drafts = findings_by_name(desk)
    groups = []
    for section in form.sections:
        rows = [
            _row(desk, "field", one.key, one.label, text_of(one, case.answers.get(one.key), lists) or "没有填", drafts)
            for one in section.fields
            if one.key in asked and desk.sight.sees(one.key)
        ]
        if rows:
            groups.append({"title": section.title, "rows": rows})
    if rows := _materials(desk, drafts):
        groups.append({"title": "材料", "rows": rows})
    return groups


def _materials(desk: Desk, drafts: dict[str, str]) -> list[Row]:
    case, now = desk.case, desk.request.now
    wanted = {one["id"] for one in materials_of(case, now)}
    lacking = {one["id"] for one in lacking_materials(case, now)}
    marked = {key: _in_words(found) for key, found in marks_of(case).items()}
    files: dict[str, int] = {}
    for one in handed_in(case):
        files[one.material] = files.get(one.material, 0) + 1
    rows = []
    for told in sorted(service_of(case).meta["materials"], key=lambda one: one["id"] not in wanted):
        if not desk.sight.sees(told["id"]):
            continue
        text = _told(told["id"] in wanted, told["obtain"] == "upload", files.get(told["id"], 0))
        drafts_here = {**drafts, told["id"]: "没有交"} if told["id"] in lacking else {**drafts, **marked}
        row = _row(desk, "material", told["id"], told["name"], text, drafts_here)
        # Whoever has marked a file wants it put right.
        ticked = told["id"] in marked and desk.request.method == "GET"
        rows.append({**row, "checked": row["checked"] or ticked})
    return rows


def _in_words(marks: list[Mark]) -> str:
    """The marks of a material as a draft of what the notice says about it."""
    return "；".join(f"{one.number}. {one.words}" for one in marks)


def _told(is_wanted: bool, is_upload: bool, files: int) -> str:
    if files:
        return f"交了 {files} 个文件"
    if not is_wanted:
        return "这件不需要"
    return "没有交" if is_upload else "不用申请人交"


def _row(desk: Desk, kind: str, key: str, what: str, told: str, drafts: dict[str, str]) -> Row:
    name = f"{kind}.{key}"
    posted = desk.request.POST
    draft = drafts.get(key, "")
    return {
        "value": name,
        "what": what,
        "told": told,
        "checked": name in posted.getlist("point"),
        "draft": draft,
        "why": spec(
            desk, f"why.{name}", f"“{what}”哪里不符合、怎样改", max_length=999, start=draft, hint="申请人照着改，写具体"
        ),
        "basis": spec(
            desk,
            f"basis.{name}",
            f"“{what}”的依据",
            required=False,
            start=ARTICLE if service_of(desk.case).meta["code"]["task_type"] == PERMIT else "",
        ),
    }


def findings_by_name(desk: Desk) -> dict[str, str]:
    """What the form's own rules and the checklist say against an answer, by its key; the first finding wins.

    Of the checklist only what rests on things that these posts may see.
    """
    case, now = desk.case, desk.request.now
    found = {one.key: one.sentence for one in failures_of(case, legal_day(now), lists_of(case))}
    for one in checklist(case, now):
        if one["finding"] in AGAINST and one["sentence"] and all(desk.sight.sees(name) for name in one["reads"]):
            for name in sorted(one["reads"]):
                found.setdefault(name, one["sentence"])
    return found


def typed_points(desk: Desk) -> list[dict[str, str]]:
    """The ticked points as ``request_correction`` takes them."""
    found = []
    for name in desk.request.POST.getlist("point"):
        kind, _, key = name.partition(".")
        found.append({"kind": kind, "key": key, "why": desk.typed(f"why.{name}"), "basis": desk.typed(f"basis.{name}")})
    return found


def failures_in(points: list[dict[str, str]]) -> dict[str, str]:
    """What the officer must still write, all at once."""
    if not points:
        return {"point": "至少勾选一项内容或者一份材料"}
    return {
        f"why.{one['kind']}.{one['key']}": "写清缺什么、哪里不符合、怎样改" for one in points if not one["why"].strip()
    }
