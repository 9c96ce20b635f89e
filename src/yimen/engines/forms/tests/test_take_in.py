import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yimen.engines import forms
from yimen.engines.forms.model import TYPES
from yimen.engines.forms.tests.make import TODAY, field, field_data, form, id_number


@pytest.mark.parametrize(
    ("type", "typed", "stored"),
    [
        ("text", "  云溪市　青禾　面馆 ", "云溪市 青禾 面馆"),
        ("text", "青禾面馆（城关店）ＡＢ１", "青禾面馆（城关店）AB1"),
        ("text", "a\u200bb\u0000c\ud800", "abc"),
        ("text", "𠮷田", "𠮷田"),
        ("idcard", " 990181 19900307 775x", "99018119900307775X"),
        ("idcard", "９９０１８１１９９００３０７７７５Ｘ", "99018119900307775X"),
        ("uscc", "91110000 600037341l", "91110000600037341L"),
        ("mobile", "138-0000-0000", "13800000000"),
        ("mobile", "+86 138 0000 0000", "13800000000"),
        ("mobile", "００８６１３８００００００００", "13800000000"),
        ("bank_account", "6222 0212 3456 7890 123", "6222021234567890123"),
        ("date", "2026-1-5", "2026-01-05"),
        ("date", "2026年1月5日", "2026-01-05"),
        ("date", "2026 年 1 月 5 日", "2026-01-05"),
        ("date", "２０２６．１．５", "2026-01-05"),
        ("date", "2026/01/05", "2026-01-05"),
        ("date", "2026 1 5", "2026-01-05"),
        ("date", "20260105", "2026-01-05"),
        ("int", "２０００", 2000),
        ("int", "3 人", 3),
        ("int", "1 套", 1),
        ("int", "２辆", 2),
        ("int", "28 层", 28),
        ("int", "12.0", 12),
        ("money", "1,000.50", "1000.50"),
        ("money", "￥1，000元", "1000.00"),
        ("money", "-0.5", "-0.50"),
        ("decimal", ".5", "0.5"),
        ("area", "35.5㎡", "35.5"),
        ("area", "35 平方米", "35"),
        ("bool", "是", True),
        ("bool", "no", False),
        ("select", " 甲 ", "甲"),
    ],
)
def test_it_takes_in_what_people_type(type, typed, stored):
    taken = forms.take_in(field(type), [typed])
    assert (taken.value, taken.failure) == (stored, None)
    assert taken.raw == [typed]


@pytest.mark.parametrize(
    ("type", "typed", "part"),
    [
        ("date", "2026年2月30日", "2026年2月没有 30 日"),
        ("date", "2026-13-01", "月份是 1 到 12，现在是 13"),
        ("date", "26-1-5", "年份要写 4 位"),
        ("date", "明天", "日期要写成 2026年1月5日 这样，现在是“明天”"),
        ("int", "1.5", "要填整数，现在是 1.5"),
        ("int", "二十", "要用数字写，像 12，现在是“二十”"),
        ("int", "1,00", "逗号要每三位一个"),
        ("money", "1.005", "小数最多 2 位，现在是 3 位"),
        ("money", "1e9", "要用数字写"),
        ("money", "NaN", "要用数字写"),
        ("money", "9" * 40, "最多 15 位，现在是 40 位"),
        ("bool", "也许", "选“是”或者“否”"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(type, typed, part):
    taken = forms.take_in(field(type), [typed])
    assert part in taken.failure
    assert taken.raw == [typed]


@pytest.mark.parametrize("type", sorted(TYPES))
def test_nothing_typed_is_an_empty_answer_and_no_failure(type):
    for raw in ([], [""], ["  "], ["\u3000"]):
        taken = forms.take_in(field(type), raw)
        assert taken.value in ("", [], None) and taken.failure is None


def test_it_takes_the_choices_of_a_multi_once_each():
    assert forms.take_in(field("multi"), ["乙", "甲", "乙", ""]).value == ["乙", "甲"]


def test_it_takes_an_address_of_street_and_detail():
    taken = forms.take_in(field("address"), {"street": ["990181001"], "detail": [" 幸福路３号 "]})
    assert taken.value == {"street": "990181001", "detail": "幸福路3号"}


def test_it_takes_a_date_from_three_boxes():
    assert forms.take_in(field("date"), {"year": "２０２６", "month": "1", "day": "5"}).value == "2026-01-05"
    assert forms.take_in(field("date"), {"year": "2026", "month": "", "day": ""}).failure


def test_a_table_drops_empty_rows_and_names_the_row_of_a_failure():
    rows = [{"name": "", "id_no": ""}, {"name": " 李娜 ", "id_no": ["x"], "share": "abc"}]
    taken = forms.take_in(field("table"), rows)
    assert taken.value == [{"name": "李娜", "id_no": "X", "share": "abc"}]
    assert taken.failure.startswith("第 1 行“出资”：金额要用数字写")


def test_a_table_can_come_as_columns():
    taken = forms.take_in(field("table"), {"name": ["李娜", "王强"], "id_no": ["", id_number()], "share": ["1", ""]})
    assert [row["name"] for row in taken.value] == ["李娜", "王强"]
    assert taken.value[0]["share"] == "1.00" and taken.value[1]["share"] is None


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from(sorted(TYPES)), anything)
def test_it_never_raises_and_what_it_takes_can_be_stored_and_judged(type, raw):
    taken = forms.take_in(field(type), raw)
    json.dumps(taken.value, ensure_ascii=False).encode()
    whole = form(field_data(type))
    forms.facts(whole, {"it": taken.value}, TODAY)
    for failure in forms.validate(whole, {"it": taken.value}, TODAY):
        assert failure.sentence


@example("address", ["R\u00b8"])
@example("uscc", ["a\u200b\u00b8", "-\u0327"])
@given(st.sampled_from(sorted(TYPES)), st.lists(st.text(max_size=30), max_size=3))
def test_what_was_taken_in_stays_the_same_when_taken_in_again(type, raw):
    taken = forms.take_in(field(type), raw)
    if taken.failure is None and taken.value not in ("", [], None):
        again = taken.value if isinstance(taken.value, list | dict) else [str(taken.value)]
        assert forms.take_in(field(type), again).value == taken.value


@example("int", "1e3")
@example("decimal", "1_000")
@example("money", "\u0661\u0662")
@example("area", "Infinity")
@example("date", "2026-W01-1")
@given(st.sampled_from(sorted(TYPES - {"table"})), st.text(max_size=12) | st.from_regex(r"[0-9e_.W-]{1,10}"))
def test_what_cannot_be_read_is_refused_later_too_and_is_no_fact(type, raw):
    taken = forms.take_in(field(type), [raw])
    if taken.failure is not None:
        whole = form(field_data(type))
        assert forms.validate(whole, {"it": taken.value}, TODAY)
        assert forms.facts(whole, {"it": taken.value}, TODAY)["it"] is None


@given(st.sampled_from(sorted(TYPES)), anything)
def test_stored_rubbish_is_a_failure_and_no_crash(type, value):
    whole = form(field_data(type, required=True))
    forms.facts(whole, {"it": value}, TODAY)
    assert isinstance(forms.validate(whole, {"it": value}, TODAY), list)


@given(st.dates())
def test_a_date_is_understood_in_each_form(when):
    day, year = field("date"), f"{when.year:04}"
    written = (f"{year}-{when.month}-{when.day}", f"{year}年{when.month}月{when.day}日", f"{year}{when:%m%d}")
    assert {forms.take_in(day, [text]).value for text in written} == {when.isoformat()}
