from pathlib import Path

import pytest

from yimen.engines import forms
from yimen.engines.forms.tests.make import TODAY, field_data, form, id_number, sentence


@pytest.mark.parametrize(
    ("type", "value", "more"),
    [
        ("text", "青禾面馆", {}),
        ("idcard", id_number(), {}),
        ("id_no", "H12345678", {}),
        ("uscc", "91110000600037341L", {}),
        ("mobile", "13800000000", {}),
        ("date", "2026-01-05", {"min": "2026-01-01", "max": "2026-12-31"}),
        ("int", 3, {"min": 1, "max": 9}),
        ("decimal", "1.25", {}),
        ("money", "1000.50", {"min": 0}),
        ("area", "35.5", {}),
        ("select", "甲", {}),
        ("multi", ["甲", "乙"], {}),
        ("bool", False, {"required": True}),
        ("address", {"street": "990181001", "detail": "幸福路3号"}, {}),
        ("table", [{"name": "李娜", "id_no": id_number(), "share": None}], {}),
        ("bank_account", "6222021234567890", {}),
    ],
)
def test_it_is_content_with_a_right_answer(type, value, more):
    assert sentence(type, value, **more) is None


@pytest.mark.parametrize(
    ("type", "value", "more", "words"),
    [
        ("text", "", {"required": True}, "“这一项”还没有填"),
        ("select", "", {"required": True}, "“这一项”还没有选"),
        ("bool", None, {"required": True}, "“这一项”还没有选"),
        ("table", [], {"required": True}, "“这一项”至少填一行"),
        ("text", "字" * 61, {"max_length": 60}, "最多 60 个字，现在是 61 个"),
        ("text", "字" * 501, {}, "最多 500 个字，现在是 501 个"),
        ("text", "a\x00b", {}, "里面有看不见的字符，重新打一遍，不要粘贴"),
        ("mobile", "1380000000", {}, "手机号要 11 位，现在是 10 位"),
        ("mobile", "12800000000", {}, "手机号以 13 到 19 开头，现在是 12"),
        ("mobile", "1380000000O", {}, "手机号是 11 位数字"),
        ("idcard", id_number("20270101"), {}, "证件号码第 7 到 14 位是出生日期，20270101 还没有到"),
        ("id_no", "H1", {}, "证件号码要 6 到 20 位，现在是 2 位"),
        ("id_no", "证123456", {}, "证件号码由数字和字母组成"),
        ("bank_account", "123", {}, "银行账号要 10 到 32 位，现在是 3 位"),
        ("int", 0, {"min": 1}, "最少 1，现在是 0"),
        ("int", "三", {}, "整数要用数字写，像 12，现在是“三”"),
        ("money", "1,00", {}, "逗号要每三位一个，像 1,000，现在是“1,00”"),
        ("date", "2026年2月30日", {}, "2026年2月没有 30 日"),
        ("int", 1.5, {}, "这里要用数字写"),
        ("money", "10.00", {"max": 5}, "最多 5，现在是 10.00"),
        ("area", "0", {}, "面积要大于 0"),
        ("date", "2025-12-31", {"min": "2026-01-01"}, "最早 2026年1月1日，现在是 2025年12月31日"),
        ("date", "2026-1-5", {}, "日期要写成 2026年1月5日 这样"),
        ("select", "丙", {}, "“丙”不在可选的范围里，从列出的里面选一个"),
        ("multi", ["甲", "丙"], {}, "“丙”不在可选的范围里，从列出的里面选"),
        ("multi", ["甲", "甲"], {}, "同一项只选一次"),
        ("multi", ["甲", "乙"], {"max": 1}, "最多 1 项，现在是 2 项"),
        ("bool", "true", {}, "选“是”或者“否”"),
        ("address", {"street": "", "detail": "幸福路"}, {}, "街道还没有选"),
        ("address", {"street": "990181001", "detail": ""}, {}, "街道后面的详细地址还没有填，写到门牌号"),
        ("address", {"street": "幸福", "detail": "3号"}, {}, "街道不在可选的范围里，从列出的里面选一个"),
    ],
)
def test_it_says_what_is_wrong_and_what_is_right(type, value, more, words):
    assert sentence(type, value, **more) == words


def test_a_failure_in_a_table_names_row_and_column():
    rows = [{"name": "李娜", "id_no": id_number()}, {"name": "", "id_no": id_number()[:-1]}]
    failures = forms.validate(form(field_data("table")), {"it": rows}, TODAY)
    assert [(failure.row, failure.column) for failure in failures] == [(1, "name"), (1, "id_no")]
    assert failures[1].sentence == "第 2 行：证件号码要 18 位，现在是 17 位"


def test_the_kind_of_document_decides_how_its_number_is_judged():
    kinds = [{"value": "居民身份证", "label": "居民身份证"}, {"value": "护照", "label": "护照"}]
    whole = form(field_data("select", "kind", options=kinds), field_data("id_no", kind_field="kind"))
    assert forms.validate(whole, {"kind": "护照", "it": "E12345678"}, TODAY) == []
    assert forms.validate(whole, {"kind": "居民身份证", "it": "E12345678"}, TODAY)[0].key == "it"


def test_choices_of_the_host_are_checked_and_a_missing_list_is_no_open_door():
    assert sentence("multi", ["5210"], lists={"scope": ["5210"]}, options_from="scope") is None
    assert "不在可选的范围里" in sentence("multi", ["0000"], lists={"scope": ["5210"]}, options_from="scope")
    with pytest.raises(ValueError, match="scope"):
        sentence("multi", ["0000"], options_from="scope")


def checked_form() -> forms.Form:
    return form(
        field_data("int", "low"),
        field_data("int", "high"),
        checks=[{"id": "order", "expression": "low <= high", "sentence": "前一个数要小", "fields": ["high", "low"]}],
    )


def test_a_check_between_answers_fails_at_its_first_field():
    failures = forms.validate(checked_form(), {"low": 3, "high": 2}, TODAY)
    assert failures == [forms.Failure("high", "前一个数要小")]


def test_a_check_passes_when_it_cannot_be_judged_or_its_fields_fail_anyway():
    assert forms.validate(checked_form(), {"low": 3, "high": None}, TODAY) == []
    assert [f.key for f in forms.validate(checked_form(), {"low": 3, "high": "x"}, TODAY)] == ["high"]


def test_a_section_is_judged_by_itself_and_a_check_where_its_last_field_stands():
    data = {
        "format": 1,
        "sections": [
            {"id": "a", "title": "甲", "fields": [field_data("int", "low", required=True)]},
            {"id": "b", "title": "乙", "fields": [field_data("int", "high", required=True)]},
        ],
        "checks": [{"id": "order", "expression": "low <= high", "sentence": "不对", "fields": ["high", "low"]}],
    }
    whole = forms.read(data)
    assert [f.key for f in forms.validate(whole, {}, TODAY, "a")] == ["low"]
    assert forms.validate(whole, {"low": 3, "high": 2}, TODAY, "a") == []
    assert [f.sentence for f in forms.validate(whole, {"low": 3, "high": 2}, TODAY, "b")] == ["不对"]


def test_sentences_follow_the_tone_of_voice():
    folder = Path(forms.__file__).parent
    names = ["amounts", "dates", "identity", "uscc", "values", "validate", "take_in"]
    text = "".join((folder / f"{name}.py").read_text() for name in names)
    for word in ("请", "非法", "错误", "禁止", "无效", "！", "应当"):
        assert word not in text, word
