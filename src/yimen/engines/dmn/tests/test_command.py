"""``yimen rules check``: tables and problems of a file, sums, exit code."""

from pathlib import Path

import pytest

from yimen.cli import main

from .make import decision, fact, needs, table, xml


def _file(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "rules.dmn"
    path.write_bytes(xml(fact("age", "number"), decision("d", table(["age"], ["o"], rows), needs("age"))))
    return path


def test_it_prints_the_problem_in_both_languages_with_its_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, [["< 18", "1"], ["> 18", "2"]])
    assert main(["rules", "check", str(path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        str(path),
        "  决策表 d：UNIQUE，1 个输入，2 条规则",
        "错误 table：决策表“d”有空缺，没有一条规则管：age：18。"
        "补上一条规则，或者写默认输出；不会出现的值写进 inputValues。",
        "    no rule of the table “d” covers: age: 18.",
        "    例如（for example）：age = 18",
        "检查了 1 张决策表：1 个问题",
    ]


def test_it_says_when_there_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", str(_file(tmp_path, [["< 18", "1"], [">= 18", "2"]]))]) == 0
    assert capsys.readouterr().out.endswith("检查了 1 张决策表：0 个问题\n")


def test_it_says_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.dmn"
    broken.write_text("no xml")
    assert main(["rules", "check", str(broken), str(tmp_path / "none.dmn")]) == 1
    out = capsys.readouterr().out
    assert "文件不是有效的 XML" in out
    assert "读不到这个文件" in out
