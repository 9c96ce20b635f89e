"""``yimen catalogue import``: where the rows come from is said by a mapping or by the key of a source."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from yimen.cli import main
from yimen.domains.directory.models import Entry, Source
from yimen.domains.directory.tests import make
from yimen.domains.directory.tests.files import HEADER, MAPPING, SAMPLE, row, sample_source
from yimen.ground.audit.models import Entry as Evidence

pytestmark = pytest.mark.django_db

WITHOUT = "format: 1\nconstants: {region_code: '511602'}\n"


@pytest.fixture(autouse=True)
def reports_in(tmp_path: Path, settings: Any) -> None:
    settings.YIMEN_VAR = tmp_path


@pytest.fixture
def items(tmp_path: Path) -> Path:
    path = tmp_path / "items.csv"
    path.write_text(f"{HEADER}\n{row(1)}\n", encoding="utf-8")
    return path


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main(["catalogue", "import", *map(str, words), "--by", "沈青"])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_mapping_says_where_the_rows_come_from(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, SAMPLE, "--mapping", MAPPING, "--dry-run")
    assert code == 0 and "共 1135 行" in out


def test_a_dry_run_says_what_would_come_of_it_and_keeps_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = Evidence.objects.count()
    _, tried, _ = told(capsys, SAMPLE, "--mapping", MAPPING, "--dry-run")
    assert (Source.objects.count(), Entry.objects.count(), Evidence.objects.count()) == (0, 0, before)
    _, done, _ = told(capsys, SAMPLE, "--mapping", MAPPING)
    assert (Source.objects.count(), Evidence.objects.count()) == (1, before + 2)
    assert counts(tried) == counts(done) and Entry.objects.count() == counts(done)[1]


def counts(said: str) -> list[int]:
    """The numbers of the first line of a report."""
    return [int(number) for number in re.findall(r"\d+", said.splitlines()[0])]


def test_the_name_of_a_known_source_is_enough(items: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample_source()
    code, out, _ = told(capsys, items, "--source", "guangan-sample")
    assert code == 0 and "共 1 行：新增 1" in out
    assert Entry.objects.get(name="事项1").source.key == "guangan-sample"


def test_without_either_it_names_both_ways_and_the_known_sources(
    items: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make.source(), sample_source()
    before = Source.objects.count()
    assert told(capsys, items) == (
        2,
        "",
        "还没有说这些事项从哪里来，什么也没有导入。用 --mapping 给一个映射文件，在里面写明 source，"
        "照 demo/imports/guangan.yaml 写；"
        "或者用 --source 写一个已有的来源：guangan-sample（导入样例，广安区）、province（样例省下发）。\n",
    )
    assert (Entry.objects.count(), Source.objects.count()) == (0, before)


def test_the_mapping_that_lies_beside_the_file_is_named(items: Path, capsys: pytest.CaptureFixture[str]) -> None:
    beside = Path(shutil.copy(MAPPING, items.with_suffix(".yaml")))
    code, _, err = told(capsys, items)
    assert code == 2 and f"加上 --mapping {beside}（就在数据文件旁边）" in err


def test_a_mapping_that_does_not_say_it_is_named_as_the_place(
    items: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = tmp_path / "without.yaml"
    mapping.write_text(WITHOUT, encoding="utf-8")
    code, _, err = told(capsys, items, "--mapping", mapping)
    assert code == 2 and "在映射文件里写明 source，照 demo/imports/guangan.yaml 写。现在还没有导入过的来源可选。" in err
    sample_source()
    assert told(capsys, items, "--mapping", mapping, "--source", "guangan-sample", "--dry-run")[0] == 0


def test_a_source_that_is_not_known_is_refused_by_its_name(items: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample_source()
    code, _, err = told(capsys, items, "--source", "guangang-sample")
    assert code == 2 and err.startswith("没有叫 guangang-sample 的来源。用 --mapping")
    assert "guangan-sample（导入样例，广安区）" in err
    code, _, err = told(capsys, SAMPLE, "--mapping", MAPPING, "--source", "guangang-sample")
    assert code == 2 and "去掉 --source，就用映射文件写的来源 guangan-sample；" in err


def test_of_many_sources_the_first_are_named_and_all_counted(items: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for at in range(12):
        make.source(f"city-{at:02}")
    _, _, err = told(capsys, items)
    assert err.endswith("、city-09（样例省下发）等 12 个。\n") and "city-10" not in err
