"""What the two forms of the calendar page send, read into plain values with every fault beside its field."""

from dataclasses import dataclass, field
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from yimen.engines.forms.text import plain
from yimen.ground.calendar.actions.correct_day import DayKind
from yimen.ground.calendar.holiday_file import LARGEST, FileFault, read_file
from yimen.ground.calendar.lines import as_lines, read_lines, typed_day
from yimen.ground.calendar.order import Fault, OrderedDay, order_faults


@dataclass(frozen=True, slots=True)
class TypedOrder:
    """A year's order as sent. ``lines`` is what stands in the form again; of an uploaded file, its days."""

    source: str
    lines: str
    days: list[OrderedDay] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TypedDay:
    """A single day as sent; ``day`` and ``kind`` are None when they could not be read."""

    typed: dict[str, str]
    day: date | None
    kind: DayKind | None
    faults: list[Fault]


def read_order(data: QueryDict, file: "UploadedFile[bytes] | None", year: int, shown: list[OrderedDay]) -> TypedOrder:
    """The order from the lines or, when one is chosen, from the file; ``shown`` is what the form was filled with."""
    source, lines = plain(data.get("source", "")), data.get("lines", "").replace("\0", "")
    if file is not None:
        return _from_file(source, lines, file, year, shown)
    days, faults = read_lines(lines, year)
    if faults:
        faults = [*(one for one in order_faults(year, source, []) if one.field == "source"), *faults]
    return TypedOrder(source, lines, days, faults)


def read_day(data: QueryDict) -> TypedDay:
    """Day, kind, name and reason of a correction."""
    typed = {key: plain(data.get(key, "")) for key in ("day", "kind", "name", "reason")}
    day, faults = typed_day(typed["day"]), []
    if day is None:
        faults.append(Fault("day", "写出要改的日子，例如 2027-1-5 或 2027年1月5日，要有这一天"))
    kind = DayKind(typed["kind"]) if typed["kind"] in set(DayKind) else None
    if kind is None:
        faults.append(Fault("kind", "选一下这一天是休、班，还是按平常算"))
    return TypedDay(typed, day, kind, faults)


def _from_file(source: str, lines: str, file: "UploadedFile[bytes]", year: int, shown: list[OrderedDay]) -> TypedOrder:
    if lines.split() not in ([], as_lines(shown).split()):
        return TypedOrder(source, lines, faults=[Fault("file", "文件和逐行填写只用一种：清空下面的内容，或者不选文件")])
    try:
        papers, days = read_file(file.read(LARGEST + 1), year)
    except FileFault as fault:
        return TypedOrder(source, lines, faults=[Fault("file", str(fault))])
    return TypedOrder(source or papers, as_lines(days), days)
