import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.ground.files.kinds import JPEG, PDF
from yimen.ground.files.names import LONGEST, clean_name, ending_of


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("租赁合同.pdf", "租赁合同.pdf"),
        ("C:\\Users\\张伟\\桌面\\合同.pdf", "合同.pdf"),
        ("../../etc/合同.pdf", "合同.pdf"),
        ("..\\..\\.pdf", "材料.pdf"),
        ("", "材料.pdf"),
        ("合\r\nSet-Cookie: a=b\0同.pdf", "合Set-Cookie: a=b同.pdf"),
        ("合同\u202efdp.pdf", "合同fdp.pdf"),
        ("合同　（二）  .pdf", "合同 （二）.pdf"),
        ("合同.扫描.PDF", "合同.扫描.PDF"),
        ("合同", "合同.pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_a_name_is_one_line_without_folders_or_hidden_signs(given_name: str, clean: str) -> None:
    assert clean_name(given_name, PDF) == clean


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_name("长" * 300 + ".jpeg", JPEG)
    assert name == "长" * (LONGEST - 5) + ".jpeg"


@given(st.text())
def test_a_clean_name_stays_as_it_is_when_cleaned_again_and_always_fits(given_name: str) -> None:
    once = clean_name(given_name, PDF)
    assert clean_name(once, PDF) == once
    assert 4 < len(once) <= LONGEST
    assert not set(once) & set("/\\\r\n\0")
    assert once.lower().endswith(".pdf")


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.PDF", ".pdf"), ("2026.11.20", ""), ("合同", ""), (".pdf", ".pdf"), ("a.pdf ", ".pdf"), ("a.租赁", "")],
)
def test_only_letters_after_the_last_dot_are_an_ending(name: str, ending: str) -> None:
    assert ending_of(name) == ending
