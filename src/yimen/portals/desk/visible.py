"""What the own posts may see of a case (``posts:`` in service.yaml), ready for the page, and how much is hidden."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from yimen.domains.cases.display import text_of
from yimen.domains.cases.keeping import ended_on, kept_until
from yimen.domains.cases.kept import until_words
from yimen.domains.cases.marks import marks_of
from yimen.domains.cases.materials import handed_in, materials_of
from yimen.domains.cases.models import Case, Inspection, Material
from yimen.domains.cases.papers.intake import FORMS
from yimen.domains.cases.posts import sees, sees_key
from yimen.domains.cases.queries import form_of, lists_of, service_of, visible_of
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.places.models import Post
from yimen.portals.desk.conditions import checklist, doubts_of, reads_of
from yimen.portals.desk.present import fact_row, moment_text

Row = dict[str, Any]


@dataclass
class Sight:
    """The eyes of the own posts on one case. ``hidden`` counts what the page leaves out, once it has been asked."""

    case: Case
    allowed: frozenset[str]
    now: datetime
    hidden: int = field(default=0)

    def __bool__(self) -> bool:
        return bool(self.allowed)

    def sees(self, key: str) -> bool:
        return sees_key(self.allowed, self.case, key)

    def allows(self, key: str) -> bool:
        """As ``sees``, and counts what may not be seen."""
        seen = self.sees(key)
        self.hidden += not seen
        return seen


def sight_of(case: Case, posts: list[Post], now: datetime) -> Sight:
    return Sight(case, sees(case, posts), now)


def answer_groups(sight: Sight, *, mend: bool) -> list[Row]:
    """What the applicant has stated, section by section.

    Args:
        mend: whether the officer may correct a slip on the spot; then each row leads there.
    """
    case, lists = sight.case, lists_of(sight.case)
    asked = visible_of(case, legal_day(case.submitted_at or sight.now)).fields
    groups = []
    for section in form_of(case).sections:
        rows = []
        for one in section.fields:
            text = text_of(one, case.answers.get(one.key), lists) if one.key in asked else ""
            if text and sight.allows(one.key):
                rows.append({"label": one.label, "value": text, **_about(case, one.key, mend)})
        if rows:
            groups.append({"id": section.id, "title": section.title, "rows": rows})
    return groups


def _about(case: Case, key: str, mend: bool) -> Row:
    about: Row = {}
    if source := case.sources.get(key):
        about["source"] = f"来自{source['source']}"
    if mend:
        about |= {"href": f"{reverse('desk:mend', args=[case.number])}?key={key}", "action": "更正"}
    return about


def material_rows(sight: Sight) -> list[Row]:
    """The materials of the case, how each is obtained, and its files."""
    case, ended = sight.case, ended_on(sight.case)
    files: dict[str, list[Row]] = {}
    marked = Counter(one.row.pk for found in marks_of(case).values() for one in found)
    for one in handed_in(case):
        files.setdefault(one.material, []).append({**file_row(case, one, ended), "marks": marked[one.pk]})
    wanted = materials_of(case, sight.now)
    also = [one for one in service_of(case).meta["materials"] if one["id"] in files and one not in wanted]
    return [
        {
            "id": one["id"],
            "name": one["name"],
            "how": FORMS.get(one["obtain"], "申请人上传"),
            "files": files.get(one["id"], []),
            "lacks": one["obtain"] == "upload" and one["id"] not in files,
        }
        for one in (*wanted, *also)
        if sight.allows(one["id"])
    ]


def file_row(case: Case, row: Material, ended: date | None = None) -> Row:
    until = kept_until(row, ended)
    return {
        "href": reverse("desk:material", args=[case.number, row.pk]),
        "marks_href": reverse("desk:marks", args=[case.number, row.pk]),
        "name": row.file.name,
        "size": row.file.size_text,
        "added": f"{row.added_by} {moment_text(row.added_at)}",
        "gone": row.file.is_gone,
        "until": until_words(until) if until and not row.file.is_gone else "",
    }


def fact_rows(sight: Sight) -> list[Row]:
    """What the registers said; what was found on site stands in the record of the visit."""
    case, meta, lists = sight.case, service_of(sight.case).meta, lists_of(sight.case)
    labels = {str(one["name"]): str(one.get("label", one["name"])) for one in meta.get("facts", [])}
    names = {option["value"]: option["label"] for options in lists.values() for option in options}
    return [
        fact_row(one, labels[one.name], names)
        for one in case.facts.order_by("pk")
        if one.name in labels and sight.allows(one.name)
    ]


def condition_rows(sight: Sight) -> list[Row]:
    """The checklist, without the conditions that rest on what these posts may not see."""
    rows = []
    for one in checklist(sight.case, sight.now):
        if sight and all(sight.sees(name) for name in one["reads"]):
            rows.append(one)
        else:
            sight.hidden += 1
    return rows


def doubt_rows(sight: Sight) -> list[str]:
    """Where the rules could not tell something, and why: for posts that see all that the checklist rests on.

    A doubt may repeat a value, and nobody can tell from its sentence whose.
    """
    read = frozenset().union(*reads_of(service_of(sight.case)).values())
    return doubts_of(sight.case, sight.now) if sight and all(sight.sees(name) for name in read) else []


def visit_rows(sight: Sight) -> list[Row]:
    """The records of site visits: who was there, when, what was found."""
    return [visit_row(sight, one) for one in sight.case.inspections.select_related("recorded_by", "second")]


def visit_row(sight: Sight, record: Inspection) -> Row:
    asked = {one["task"]: one for one in service_of(sight.case).meta.get("inspections", [])}
    told: Mapping[str, Any] = asked.get(record.node, {"name": "现场核查", "items": []})
    officers = [one.name for one in (record.recorded_by, record.second) if one is not None]
    return {
        "name": told["name"],
        "officers": "、".join(officers),
        "visited": f"{record.visited_at.astimezone(CITY):%Y年%-m月%-d日 %H:%M}",
        "confirmed": moment_text(record.confirmed_at) if record.confirmed_at else "",
        "second": record.second.name if record.second else "",
        "note": record.note if sight else "",
        "rows": [
            {"label": item["label"], "value": found_text(record.found[item["id"]], item)}
            for item in told["items"]
            if item["id"] in record.found and sight.allows(item["id"])
        ],
    }


def found_text(value: object, item: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value} {item['unit']}" if item.get("unit") else str(value)
