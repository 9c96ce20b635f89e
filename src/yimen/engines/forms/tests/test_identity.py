import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.engines.forms.identity import IdCard, check_character, check_idcard
from yimen.engines.forms.tests.make import id_number
from yimen.engines.forms.uscc import check_uscc


def test_it_reads_the_birth_date_of_a_right_number():
    card = check_idcard(id_number("19900307"))
    assert isinstance(card, IdCard) and card.birth.isoformat() == "1990-03-07"


def test_it_takes_the_published_example_of_the_standard():
    assert isinstance(check_idcard("11010519491231002X"), IdCard)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("9901811990030777", "要 18 位，现在是 16 位"),
        ("990181900307775", "15 位的旧号码"),
        ("99018119900307775x", "最后一位是数字或者 X"),
        ("9901811990O3077753", "前 17 位是数字"),
        ("99018119900230775X", "19900230 不是真实的日期"),
        ("990181199013017753", "19901301 不是真实的日期"),
        ("990181000003077753", "00000307 不是真实的日期"),
        ("", "现在是 0 位"),
    ],
)
def test_it_says_what_is_wrong_with_a_number(text, part):
    assert part in check_idcard(text)


@given(st.dates(), st.integers(0, 999), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_it_refuses_a_number_with_one_changed_character(birth, serial, place, other):
    number = id_number(f"{birth:%Y%m%d}".rjust(8, "0"), f"{serial:03}")
    changed = number[:place] + other + number[place + 1 :]
    assert isinstance(check_idcard(number), IdCard)
    assert (changed == number) or isinstance(check_idcard(changed), str)


@given(st.text(max_size=20))
def test_it_answers_every_text(text):
    assert isinstance(check_idcard(text), IdCard | str)
    assert check_uscc(text) is None or check_uscc(text)


def test_the_check_character_may_be_x():
    assert check_character("11010519491231002") == "X"


@pytest.mark.parametrize("code", ["91110000600037341L", "91350100M000100Y43"])
def test_it_takes_codes_of_gb_32100(code):
    assert check_uscc(code) is None


def test_it_takes_a_code_that_begins_with_a_letter():
    from stdnum.cn import uscc

    digits = "Y2990181MJ0123456"
    assert check_uscc(digits + uscc.calc_check_digit(digits)) is None


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("91110000600037342L", "有一位不对"),
        ("9111000060003734", "要 18 位，现在是 16 位"),
        ("9111000060003734IO", "没有字母 I、O"),
        ("91110000600037341l", "大写字母"),
        ("9111A000600037341L", "第 3 到 8 位是数字"),
    ],
)
def test_it_says_what_is_wrong_with_a_code(code, part):
    assert part in check_uscc(code)
