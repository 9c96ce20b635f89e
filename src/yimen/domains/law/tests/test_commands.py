"""yimen law import, yimen law stale."""

from pathlib import Path

import pytest

from tests.cast import NOW, Cast
from yimen.cli import main
from yimen.config import legal
from yimen.domains.law.models import Alarm
from yimen.domains.law.tests.make import BEFORE, INDEX, TEXTS, cited_by, citing


def folder(at: Path, index: str) -> Path:
    at.mkdir(exist_ok=True)
    (at / "index.yaml").write_text(index)
    for name, text in TEXTS.items():
        (at / name).write_text(text)
    return at


def test_a_newer_text_is_taken_in_and_says_whom_it_touches(cast: Cast, tmp_path: Path) -> None:
    with cited_by(citing("第三条")):
        assert "法规库：34 个文本，新收录 2 个" in list(legal.import_folder(folder(tmp_path / "laws", BEFORE), NOW))
        said = list(legal.import_folder(folder(tmp_path / "laws", INDEX), NOW))
    assert said[0] == "收录 《中华人民共和国开店法》（2026年修订）"
    assert said[-1] == "法规提醒：新的 1 条，结束 0 条"
    assert Alarm.objects.get(closed_at=None).sentence.endswith("第三条改为第四条，文字没有变")


def test_stale_prints_every_place_and_leaves_with_one(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "stale"]) == 1
    said = capsys.readouterr().out
    assert "权力 road-freight-licence@1" in said
    assert "事项 road-freight-license@1" in said and "    grant/basis/1\n" in said
    assert "没有收录、引用没有核对的文件：" in said and said.endswith(
        f"不再有效的引用：{Alarm.objects.filter(closed_at=None).count()} 处\n"
    )


def test_nothing_stale_leaves_with_zero(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    with cited_by():
        assert main(["law", "stale"]) == 0
    assert capsys.readouterr().out == "不再有效的引用：0 处\n"


@pytest.mark.parametrize("wrong", ["no folder", "changed text"])
def test_a_folder_that_cannot_be_taken_in_is_said_and_leaves_with_two(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str
) -> None:
    if wrong == "changed text":
        held = Path(legal.__file__).parents[3] / "laws"
        for one in held.iterdir():
            text = one.read_text()
            (tmp_path / one.name).write_text(text.replace("行政许可", "行政允许") if one.suffix == ".md" else text)
    assert main(["law", "import", str(tmp_path)]) == 2
    assert ("读不到 index.yaml" if wrong == "no folder" else "文字或者日期和这次的不一样") in capsys.readouterr().err
