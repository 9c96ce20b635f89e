"""`yimen search judge`: any list of queries, its figures, and what it cannot judge."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from yimen.config import judging
from yimen.ground.search.actions.rebuild import rebuild
from yimen.ground.search.entry import Entry

pytestmark = pytest.mark.django_db
OURS = Path(__file__).parent / "queries.csv"
UNSEEN = sorted(Path(__file__).parent.glob("unseen*.csv"))
UNHEARD = Path(__file__).parent / "unheard.csv"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ENTRIES = [
    Entry("service", "dog", "犬类准养证核发"),
    Entry("sample", "511A62001001-511602000000-000-TE5116020105116050-1-00", "烟草专卖零售许可证新办"),
    Entry("sample", "G-000007-001-511602000000-000-115113010833722043-1-00", "助学金"),
]


@pytest.fixture(autouse=True)
def index() -> None:
    rebuild(now=NOW, entries=ENTRIES)


def told(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "queries.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_hits_misses_and_absent_ones_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "query,expected\n养狗,dog\n香烟,dog\n烟草证,511A62001001|x\n护照,passport\n助学金,G-000007-001\n"
    line = judging.report(told(tmp_path, lines), misses=True)
    assert line == '{"queries": 4, "top3": 0.75, "top1": 0.75, "absent": 1}'
    said = capsys.readouterr().err
    assert "-  香烟  dog" in said
    assert "absent  护照  passport" in said


def test_a_file_without_heading_and_with_other_columns_is_read(tmp_path: Path) -> None:
    assert judging.read(told(tmp_path, "养狗,dog\n")) == [judging.Query("养狗", ("dog",))]
    assert judging.read(told(tmp_path, "\ufeffid,query,slug\n1,养狗,dog\n")) == [judging.Query("养狗", ("dog",))]


def test_a_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(judging.Unreadable):
        judging.read(told(tmp_path, "query\n养狗\n"))


def test_an_empty_file_has_no_hits(tmp_path: Path) -> None:
    assert '"queries": 0' in judging.report(told(tmp_path, ""))


def test_our_list_is_what_it_says() -> None:
    queries = judging.read(OURS)
    assert len(queries) >= 260
    assert len({one.text for one in queries}) == len(queries)
    assert all(one.expected for one in queries)


@pytest.mark.parametrize("path", UNSEEN, ids=lambda path: path.stem)
def test_the_lists_written_before_they_were_asked_are_what_they_say(path: Path) -> None:
    queries = judging.read(path)
    assert len(queries) >= 150
    assert len({one.text for one in queries}) == len(queries)
    assert all(one.expected for one in queries)


def test_there_are_several_such_lists() -> None:
    assert len(UNSEEN) >= 4


def test_the_unheard_list_is_another_one_in_two_halves() -> None:
    queries = judging.read(UNHEARD)
    assert len({one.text for one in queries}) == len(queries) >= 130
    assert not {one.text for one in queries} & {one.text for one in judging.read(OURS)}
    assert all(one.expected for one in queries)
    halves = [line.rsplit(",", 1)[1] for line in UNHEARD.read_text(encoding="utf-8").split()[1:]]
    assert halves.count("fit") == halves.count("report") == len(queries) / 2
