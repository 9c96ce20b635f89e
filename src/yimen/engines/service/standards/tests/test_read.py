"""A standard is read as it is written, and refused with the place of each fault."""

from datetime import date
from pathlib import Path

import pytest

from yimen.engines.service import ServiceError
from yimen.engines.service.standards import FILE, KINDS, Standard, on_day, read, read_folder, tables_of

ROOT = Path(__file__).parents[6] / "standards"
CODES = """
format: 1
id: colours
kind: codes
name: 颜色
summary: 试一试
version: {version}
in_force_from: "{begins}"
source: {{text: 试, src: D}}
tables:
  - id: colour
    name: 颜色
    src: D
    codes:
      - {{code: "1", name: 红}}
      - {{code: "2", name: 绿, ours: green}}
"""


def text(version: int = 1, begins: str = "2026-01-01") -> str:
    return CODES.format(version=version, begins=begins)


def standard(version: int, begins: str, ends: str = "") -> Standard:
    more = f'in_force_to: "{ends}"\n' if ends else ""
    return read((text(version, begins) + more).encode())


def test_the_city_has_standards_of_every_kind() -> None:
    found = [read_folder(path) for path in sorted(ROOT.iterdir())]
    assert {one.kind for one in found} == set(KINDS)
    assert all(table.rows for one in found for table in tables_of(one))


def test_a_table_has_the_columns_that_are_used() -> None:
    (table,) = tables_of(read(text().encode()))
    assert (table.columns, table.rows[1]) == (("代码", "名称", "事项里的写法", "来源"), ("2", "绿", "green", "D"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: codes", "kind: colours", "写的是 'colours'，可以写：codes"),
        ("version: 1", "version: 0", "从 1 开始"),
        ("version: 1", "version: 一", "要写整数"),
        ('"2026-01-01"', '"2026-1-1"', "不是日期"),
        ("id: colours", "id: Colours_1", "不能用"),
        ('code: "2"', 'code: "1"', "1 写了 2 次"),
        ("src: D}", "src: X}", "可以写：L、F、K、D"),
        ("name: 颜色\nsummary", "names: 颜色\nsummary", "不认识 names"),
        ("format: 1", "format: 2", "可以写：1"),
        ("format: 1", "format: 1\nformat: 1", "写了两次"),
        ("format: 1", "[format", "读不懂"),
        ('"2026-01-01"', '"2026-01-01"\nin_force_to: "2025-01-01"', "失效的日子在施行的日子前面"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(old: str, new: str, says: str) -> None:
    assert old in text()
    with pytest.raises(ServiceError, match=says):
        read(text().replace(old, new).encode())


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"[]", b"true", b"&a [*a]", b"[" * 5000])
def test_what_is_no_standard_is_refused(content: bytes) -> None:
    with pytest.raises(ServiceError):
        read(content)


def test_a_table_without_rows_is_refused() -> None:
    empty = text().split("    codes:")[0] + "    codes: []\n"
    with pytest.raises(ServiceError, match="一行都没有"):
        read(empty.encode())


def test_the_folder_is_called_as_the_standard(tmp_path: Path) -> None:
    folder = tmp_path / "colors"
    folder.mkdir()
    with pytest.raises(ServiceError, match="没有这个文件"):
        read_folder(folder)
    (folder / FILE).write_text(text())
    with pytest.raises(ServiceError, match="文件夹叫 colors"):
        read_folder(folder)


def test_each_day_has_the_version_that_is_in_force() -> None:
    versions = [standard(1, "2026-01-01"), standard(2, "2026-07-01"), standard(3, "2027-01-01", "2027-06-30")]
    days = {date(2025, 12, 31): 0, date(2026, 6, 30): 1, date(2026, 7, 1): 2, date(2027, 6, 30): 3, date(2027, 7, 1): 0}
    for day, number in days.items():
        found = on_day(versions, day).standards.get("colours")
        assert (found.number if found else 0) == number
