"""Files that the applicant has handed in before and need not hand in again."""

from collections.abc import Mapping
from typing import Any

from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.states import Status

LOOKED_BACK = 100
SHOWN = 5


def reusable(case: Case) -> dict[str, list[Material]]:
    """By material of this case: files of the same person's earlier applications that are still there, newest first.

    The same material is the one of that name, or of that id in the same service. What is in this case already, what
    was taken back and what was destroyed is left out; of the same file handed in twice only the newest is shown.
    """
    wanted = service_of(case).meta["materials"]
    here = set(case.materials.filter(removed_at=None).values_list("file__sha256", flat=True))
    found: dict[str, list[Material]] = {}
    for row in _handed_in_before(case):
        if row.file.sha256 in here:
            continue
        for one in wanted:
            known = found.setdefault(one["id"], [])
            if len(known) < SHOWN and _is_same(row, one, case) and row.file.sha256 not in _content(known):
                known.append(row)
    return found


def same_papers(earlier: Case, case: Case) -> list[tuple[str, Material]]:
    """The files of an earlier case under the papers of this one that have the same name, oldest first.

    By name alone: a newer version of a service may give an old id to another paper.
    """
    names = {one["id"]: one["name"] for one in service_of(earlier).meta["materials"]}
    wanted = {one["name"]: one["id"] for one in service_of(case).meta["materials"] if one["obtain"] == "upload"}
    rows = earlier.materials.filter(removed_at=None, file__ordered_at=None, file__destroyed_at=None)
    rows = rows.select_related("file")
    return [(wanted[name], row) for row in rows if (name := names.get(row.material, "")) in wanted]


def _handed_in_before(case: Case) -> list[Material]:
    rows = Material.objects.filter(case__applicant=case.applicant, removed_at=None)
    rows = rows.filter(file__ordered_at=None, file__destroyed_at=None)
    rows = rows.exclude(case=case).exclude(case__status=Status.DRAFT)
    rows = rows.select_related("file", "case__version__item").order_by("-added_at", "-pk")
    return list(rows[:LOOKED_BACK])


def _is_same(row: Material, wanted: Mapping[str, Any], case: Case) -> bool:
    if wanted["obtain"] != "upload":
        return False
    if row.material == wanted["id"] and row.case.version.item_id == case.version.item_id:
        return True
    names = {one["id"]: one["name"] for one in service_of(row.case).meta["materials"]}
    return bool(names.get(row.material) == wanted["name"])


def _content(rows: list[Material]) -> set[str]:
    return {one.file.sha256 for one in rows}
