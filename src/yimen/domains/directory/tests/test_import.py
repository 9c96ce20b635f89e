"""Importing a file: every row counts once, nothing is lost, nothing comes twice, nothing brings it down."""

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimen.domains.directory.intake.mapping import BadMapping, Mapping, read_mapping
from yimen.domains.directory.intake.open import open_table
from yimen.domains.directory.intake.report import Report
from yimen.domains.directory.intake.table import Unreadable
from yimen.domains.directory.models import Entry, Identity
from yimen.domains.directory.tests import make
from yimen.domains.directory.tests.files import (
    HEADER,
    SAMPLE,
    load,
    load_sample,
    real_source,
    row,
    sample_source,
    state,
)
from yimen.ground.audit.models import Entry as Evidence
from yimen.ground.errors import DomainError

pytestmark = pytest.mark.django_db


def written(tmp_path: Path, content: str | bytes, name: str = "items.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def table(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def reported(tmp_path: Path) -> list[dict[str, str]]:
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def adds_up(report: Report) -> bool:
    return report.rows == report.added + report.changed + report.same + report.twice + report.refused


def test_the_real_list_of_a_district_is_taken_whole_and_each_doubt_is_told(tmp_path: Path) -> None:
    report = load_sample(tmp_path)
    assert (report.rows, report.added, report.refused, report.twice) == (1135, 1135, 0, 0)
    told = reported(tmp_path)
    assert sum(1 for one in told if one["原因"] == "没有基本编码") == 147
    wrong = {one["怎么办"] for one in told if one["原因"] == "统一社会信用代码的校验位不对"}
    assert len(wrong) == 1 and "TE5116020105116050" in wrong.pop()
    assert Entry.objects.filter(base_code="").count() == 147
    assert set(Entry.objects.values_list("source__label", flat=True)) == {"导入样例，广安区"}
    assert Evidence.objects.filter(action="import-items").count() == 1


def test_importing_again_changes_nothing_nor_does_a_shuffled_file(tmp_path: Path) -> None:
    load_sample(tmp_path)
    before = state()
    assert load_sample(tmp_path).same == 1135
    first, *rest = SAMPLE.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    random.Random(7).shuffle(rest)
    shuffled = load_sample(tmp_path, written(tmp_path, first + "".join(rest)))
    assert (shuffled.same, shuffled.changed, shuffled.added) == (1135, 0, 0)
    assert state() == before


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path: Path) -> None:
    dry = load_sample(tmp_path, dry_run=True)
    assert Entry.objects.count() == 0 and Evidence.objects.filter(action="import-items").count() == 0
    real = load_sample(tmp_path)
    assert (dry.added, dry.doubtful, dry.reasons) == (real.added, real.doubtful, real.reasons)


def test_a_changed_row_is_a_new_revision_and_the_old_one_stays(tmp_path: Path) -> None:
    load(written(tmp_path, table(row(1), row(2))), tmp_path)
    report = load(written(tmp_path, table(row(1, law="《乙法》第二条"), row(2))), tmp_path)
    assert (report.changed, report.same) == (1, 1)
    entry = Entry.objects.get(name="事项1")
    assert [one.values["by_law"] for one in entry.revisions.order_by("number")] == ["《甲法》第一条", "《乙法》第二条"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(2, name=""), "没有事项名称"),
        ("事项2,区市监局", "少了 4 列"),
        (row(2) + ",多出来的", "多了 1 列"),
        (row(2, name="=HYPERLINK(1)"), "公式"),
        (row(2, name="事项\x002"), "控制字符"),
        (row(2, region="999999"), "不在广安市广安区"),
        (row(2, region="5116x"), "不是行政区划代码"),
        (row(2, name="长" * 1001), "太长"),
        (row(2, code="9" * 200), "不像编码"),
        ('"没有收尾的引号' + row(2), "引号没有成对"),
        (row(2, name="坏字\ufffd"), "读不懂的字"),
    ],
)
def test_a_bad_row_is_told_by_line_and_reason_and_the_others_are_taken(tmp_path: Path, bad: str, reason: str) -> None:
    report = load(written(tmp_path, table(row(1), bad, row(3))), tmp_path)
    assert (report.added, report.refused) == (2, 1)
    (told,) = [one for one in reported(tmp_path) if one["结果"] == "没有导入"]
    assert told["行号"] == "3" and reason in told["原因"] and told["怎么办"]
    assert "".join(json.loads(told["原文"])).replace("'", '"').replace(",", "") == bad.replace(",", "")


def test_text_in_quotes_may_have_line_ends_and_commas(tmp_path: Path) -> None:
    law = '"《甲法》第一条，\n第二款, 第""三""项"'
    load(written(tmp_path, table(row(1, law=law), row(2))), tmp_path)
    assert Entry.objects.get(name="事项1").values["by_law"] == '《甲法》第一条，\n第二款, 第"三"项'
    assert Entry.objects.count() == 2


def test_rows_that_contradict_each_other_are_all_kept_back_and_equal_ones_are_taken_once(tmp_path: Path) -> None:
    rows = [row(1), row(1, law="《乙法》"), row(2), row(2), row(3)]
    report = load(written(tmp_path, table(*rows)), tmp_path)
    assert (report.added, report.refused, report.twice) == (2, 2, 1)
    back = load(written(tmp_path, table(*reversed(rows))), tmp_path)
    assert (back.same, back.refused, back.twice) == (2, 2, 1)


ENCODINGS: list[Callable[[str], bytes]] = [
    lambda text: text.encode("gb18030"),
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.encode("utf-16"),
    lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode("utf-16-be"),
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: text.replace("\n", "\r").encode(),
    lambda text: text.replace(",", "\t").encode("gb18030"),
]


@pytest.mark.parametrize("encode", ENCODINGS)
def test_every_usual_encoding_is_read(tmp_path: Path, encode: Callable[[str], bytes]) -> None:
    report = load(written(tmp_path, encode(table(row(1), row(2, name="䶮镇事项")))), tmp_path)
    assert (report.added, report.refused) == (2, 0)
    assert Entry.objects.filter(name="䶮镇事项").exists()


def test_a_few_wrong_bytes_cost_their_row_only(tmp_path: Path) -> None:
    content = table(row(1), row(2), row(3)).encode().replace("事项2".encode(), b"\xff\xfe2")
    report = load(written(tmp_path, content), tmp_path)
    assert (report.added, report.refused) == (2, 1)
    assert "\\xff" in next(one for one in reported(tmp_path) if one["行号"] == "3")["原文"]


def test_zero_bytes_in_a_text_do_not_make_it_another_encoding(tmp_path: Path) -> None:
    report = load(written(tmp_path, table(row(1), row(2)).encode() + b"\0\n\0"), tmp_path)
    assert (report.added, report.refused) == (2, 2)


def workbook(rows: list[list[object]], merged: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for one in rows:
        book.active.append(one)
    for place in merged:
        book.active.merge_cells(place)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_a_workbook_is_read_and_a_formula_or_a_number_for_a_code_costs_its_row(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        HEADER.split(","),
        row(1).split(","),
        row(2).split(","),
        row(3).split(","),
        row(4).split(","),
    ]
    rows[2][0] = "=A1&B1"
    rows[3][2] = 5116020000001234567
    rows[4][4] = 511602
    report = load(written(tmp_path, workbook(rows), "items.xlsx"), tmp_path)
    assert (report.rows, report.added, report.refused) == (4, 2, 2)
    assert {one["行号"]: one["原因"] for one in reported(tmp_path) if one["结果"] == "没有导入"} == {
        "3": "有一格是公式，不是内容",
        "4": "有一格把编码存成了数字，后几位已经不准",
    }


def test_a_department_merged_over_its_items_stands_in_each_and_cells_merged_across_cost_their_rows(
    tmp_path: Path,
) -> None:
    rows: list[list[object]] = [HEADER.split(","), *(row(at, body=f"第{at}局").split(",") for at in range(1, 7))]
    path = written(tmp_path, workbook(rows, ("B2:B4", "A6:B6")), "items.xlsx")
    report = load(path, tmp_path)
    assert (report.rows, report.added, report.refused) == (6, 5, 1)
    assert sorted(Entry.objects.values_list("name", "department")) == [
        ("事项1", "第1局"),
        ("事项2", "第1局"),
        ("事项3", "第1局"),
        ("事项4", "第4局"),
        ("事项6", "第6局"),
    ]
    assert [one["行号"] for one in reported(tmp_path) if one["原因"].startswith("有横着合并的格子")] == ["6"]
    assert load(path, tmp_path).same == 5


def test_a_title_merged_over_the_whole_sheet_is_no_header(tmp_path: Path) -> None:
    rows: list[list[object]] = [["广安区事项清单"], HEADER.split(","), row(1).split(",")]
    with pytest.raises(Unreadable) as error:
        load(written(tmp_path, workbook(rows, ("A1:F1",)), "items.xlsx"), tmp_path)
    assert error.value.advice.startswith("第一行写列名")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\0\0\0\0",
        b"PK\x03\x04 nonsense",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
        b"\xff\xfe",
        b"\xff\xff\xff",
    ],
)
def test_what_is_no_table_is_refused_with_advice(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DomainError) as error:
        load(written(tmp_path, content), tmp_path)
    assert error.value.sentence and error.value.advice


def test_a_zip_that_is_no_workbook_or_unpacks_too_large_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"<a/>")
    with pytest.raises(Unreadable):
        load(written(tmp_path, packed.getvalue(), "a.xlsx"), tmp_path)
    whole = workbook([HEADER.split(","), row(1).split(",")])
    with pytest.raises(DomainError):
        load(written(tmp_path, whole[: len(whole) // 2], "b.xlsx"), tmp_path)


def test_a_mapping_that_does_not_fit_says_which_column(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="没有这些列"):
        load(written(tmp_path, table(row(1))), tmp_path, mapping=Mapping({"名称": "task_name"}))
    with pytest.raises(BadMapping, match="不知道哪一列"):
        load(written(tmp_path, "甲,乙\n1,2\n"), tmp_path)
    with pytest.raises(BadMapping, match="两列都是"):
        load(written(tmp_path, "事项名称,task_name\n1,2\n"), tmp_path)
    with pytest.raises(BadMapping, match="不认识 colums"):
        read_mapping(written(tmp_path, "format: 1\ncolums: {}\n", "m.yaml"))


def test_labels_of_the_standard_are_known_without_a_mapping(tmp_path: Path) -> None:
    load(written(tmp_path, "事项名称,实施主体,实施编码\n某事,某局,X1\n"), tmp_path)
    assert Entry.objects.get().values == {"task_name": "某事", "dept_name": "某局", "task_code": "X1"}


def test_unknown_columns_are_kept_under_their_own_names(tmp_path: Path) -> None:
    load(written(tmp_path, "事项名称,实施编码,本省特色\n某事,X1,甲\n"), tmp_path)
    assert Entry.objects.get().values["本省特色"] == "甲"


def test_a_sample_never_overwrites_what_is_real_and_what_is_real_takes_over_from_a_sample(tmp_path: Path) -> None:
    path = written(tmp_path, table(row(1)))
    load(path, tmp_path, sample_source())
    assert load(path, tmp_path, real_source()).changed == 1
    assert load(written(tmp_path, table(row(1, law="《样例法》"))), tmp_path, sample_source()).refused == 1
    assert Entry.objects.get().values["by_law"] == "《甲法》第一条"


def test_an_item_that_gets_its_code_later_is_still_the_same_item(tmp_path: Path) -> None:
    load(written(tmp_path, table(row(1, code=""))), tmp_path)
    assert load(written(tmp_path, table(row(1))), tmp_path).changed == 1
    assert Entry.objects.count() == 1
    again = load(written(tmp_path, table(row(1, code=""))), tmp_path)
    assert (again.added, Entry.objects.count()) == (0, 1)


def test_a_row_without_a_code_that_has_the_name_of_a_coded_item_is_kept_back(tmp_path: Path) -> None:
    load(written(tmp_path, table(row(1))), tmp_path)
    assert load(written(tmp_path, table(row(1, code=""))), tmp_path).refused == 1


def test_the_progress_is_told_in_bytes_of_the_file_and_never_goes_back(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    path = written(tmp_path, table(*map(row, range(1200))))
    load(path, tmp_path, progress=lambda *one: told.append(one))
    for phase in ("核对", "写入"):
        done = [one[1] for one in told if one[0] == phase]
        assert done == sorted(done) and done[-1] == path.stat().st_size and len(done) > 3


def test_a_batch_asks_as_few_questions_for_many_rows_as_for_few(tmp_path: Path) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (20, 300):
        path = written(tmp_path, table(*(row(number * 1000 + at) for at in range(number))))
        with CaptureQueriesContext(connection) as asked:
            load(path, tmp_path)
        counts.append(len(asked))
    # On SQLite a question holds 999 values: rows are written by dozens.
    assert counts[0] < 15 and counts[1] < 25, counts


damage = st.lists(
    st.tuples(
        st.sampled_from(["cut", "flip", "insert", "double", "swap", "drop"]),
        st.floats(0, 1),
        st.binary(min_size=1, max_size=6)
        | st.sampled_from([b'"', b"\0", b"\n", b"\r", b",", b"=", b"\xef\xbb\xbf", b"\xff\xfe"]),
    ),
    max_size=8,
)


def damaged(content: bytes, wounds: list[tuple[str, float, bytes]]) -> bytes:
    for kind, where, what in wounds:
        at = int(where * len(content))
        match kind:
            case "cut":
                content = content[: max(at, len(content) // 2)]
            case "flip":
                content = content[:at] + what + content[at + len(what) :]
            case "insert":
                content = content[:at] + what + content[at:]
            case "double":
                content = content + content[at:]
            case "swap":
                content = content[at:] + content[:at]
            case "drop":
                content = content[:at] + content[at + 7 :]
    return content


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(wounds=damage, encoding=st.sampled_from(["utf-8", "gb18030", "utf-8-sig", "utf-16"]))
def test_however_a_file_is_damaged_every_row_is_told_and_a_second_time_changes_nothing(
    tmp_path: Path, wounds: list[tuple[str, float, bytes]], encoding: str
) -> None:
    Identity.objects.all().delete()
    content = damaged(table(*map(row, range(12)), row(12, law='"两\n行"')).encode(encoding), wounds)
    path = written(tmp_path, content)
    try:
        rows = sum(1 for _ in open_table(path).rows())
        report = load(path, tmp_path)
    except DomainError:
        return
    assert report.rows == rows and adds_up(report)
    assert len([one for one in reported(tmp_path) if one["结果"] == "没有导入"]) == report.refused
    before = state()
    again = load(path, tmp_path)
    assert adds_up(again) and (again.added, again.changed, again.same) == (
        0,
        0,
        report.added + report.changed + report.same,
    )
    assert state() == before


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(wounds=damage)
def test_a_damaged_workbook_is_read_as_far_as_it_goes_or_refused(
    tmp_path: Path, wounds: list[tuple[str, float, bytes]]
) -> None:
    content = damaged(workbook([HEADER.split(","), *(row(at).split(",") for at in range(5))]), wounds)
    try:
        report = load(written(tmp_path, content, "items.xlsx"), tmp_path, dry_run=True)
    except DomainError:
        return
    assert adds_up(report)


@pytest.mark.parametrize("make_it", ["one line", "many lines", "quotes"])
def test_a_huge_file_neither_crashes_nor_fills_the_memory(tmp_path: Path, make_it: str) -> None:
    import tracemalloc

    body = {"one line": "长" * 1_500_000, "many lines": "x,y\n" * 30_000, "quotes": '"\n' * 8_000}[make_it]
    path = written(tmp_path, table(row(1)) + body)
    tracemalloc.start()
    rows = [one.fault for one in open_table(path).rows()]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows and rows[0] == "" and peak < 60_000_000


def test_the_source_of_the_test_is_the_one_that_is_meant() -> None:
    assert sample_source().is_sample and not real_source().is_sample and make.BODY
