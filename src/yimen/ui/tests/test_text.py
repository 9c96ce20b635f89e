from pathlib import Path

import pytest

from yimen.ui import punctuation

SRC = Path(__file__).parents[3]
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
SCRIPTS = sorted(path for path in SRC.rglob("static/ym/*.js") if ".min." not in path.name)
SAMPLES = SRC / "yimen" / "ui" / "design.json"
PYTHON = sorted(path for path in SRC.rglob("*.py") if not {"tests", "migrations"} & set(path.parts))


def name_of(path: Path) -> str:
    return str(path.relative_to(SRC))


def test_there_are_files_to_read() -> None:
    assert len(TEMPLATES) > 40
    assert SCRIPTS
    assert len(PYTHON) > 10


@pytest.mark.parametrize("path", [*TEMPLATES, *SCRIPTS, SAMPLES], ids=name_of)
def test_chinese_text_of_pages_has_full_width_punctuation(path: Path) -> None:
    assert punctuation.file_faults(path) == []


def test_chinese_text_in_programs_has_full_width_punctuation() -> None:
    found = {name_of(path): punctuation.file_faults(path) for path in PYTHON}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("text", ["手机号要 11 位,现在", "好吗?", "看:这里", "说明(样例)", "共 3 项)都"])
def test_it_finds_half_width_marks(text: str) -> None:
    assert punctuation.faults(text)


@pytest.mark.parametrize(
    "text", ["手机号要 11 位，现在是 10 位", "（样例）", "10:42 前", "a, b (c)", "看 https://x.cn/?q=1"]
)
def test_it_lets_right_text_pass(text: str) -> None:
    assert punctuation.faults(text) == []


def test_docstrings_are_not_for_readers_and_not_checked() -> None:
    source = '"""说明, 给同事"""\nTEXT = "好,"\n'
    assert [text for _, text in punctuation.python_strings(source)] == ["好,"]
