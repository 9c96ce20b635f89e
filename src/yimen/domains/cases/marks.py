"""Marks of officers on the pages of what was handed in: here something must be put right.

They belong to the one correction notice: set before it is told, shown to the applicant with its point about that
material from then on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from yimen.domains.cases.models import Case, Material, MaterialMark

# Where a mark sits when only the part of the page is said.
_NINE = (*("左上", "上方", "右上"), *("左侧", "中间", "右侧"), *("左下", "下方", "右下"))
AREAS = {name: (17 + 33 * (n % 3), 17 + 33 * (n // 3)) for n, name in enumerate(_NINE)}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as people see it: its number among those of the material, and its place in words."""

    id: int
    number: int
    row: Material
    page: int
    x: int
    y: int
    text: str
    by: str

    @property
    def place(self) -> str:
        """``第 2 页左上``; of a picture, which has no pages, ``图的左上``."""
        where = area_of(self.x, self.y)
        return f"图的{where}" if self.row.file.is_picture else f"第 {self.page} 页{where}"

    @property
    def words(self) -> str:
        return f"{self.row.file.name} {self.place}：{self.text}"


def area_of(x: int, y: int) -> str:
    """The ninth of the page where a point lies, in words."""
    return _NINE[min(y * 3 // 100, 2) * 3 + min(x * 3 // 100, 2)]


def marks_of(case: Case) -> dict[str, list[Mark]]:
    """By material: the marks that stand, in the order in which they were set."""
    rows = MaterialMark.objects.filter(row__case=case, removed_at=None).select_related("row__file").order_by("pk")
    found: dict[str, list[Mark]] = {}
    for one in rows:
        known = found.setdefault(one.row.material, [])
        known.append(Mark(one.pk, len(known) + 1, one.row, one.page, one.x, one.y, one.text, one.by))
    return found


def told_marks(case: Case) -> dict[str, list[Mark]]:
    """Those that the applicant sees: of the materials which the correction notice names."""
    if getattr(case, "correction", None) is None:
        return {}
    return {key: marks for key, marks in marks_of(case).items() if key in case.correction.materials}


def by_page(marks: Iterable[Mark]) -> list[tuple[Material, int, list[Mark]]]:
    """The marked pages, each with its file and its marks, in the order of files and pages."""
    in_order = sorted(marks, key=lambda one: (one.row.added_at, one.row.pk, one.page, one.number))
    pages = groupby(in_order, key=lambda one: (one.row.pk, one.page))
    return [(found[0].row, page, found) for (_, page), group in pages if (found := list(group))]
