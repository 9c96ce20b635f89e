"""Patterns of numbers: what they give, what counts for itself, and what is no pattern."""

import pytest

from yimen.engines.service.numbers import PatternError, read_pattern
from yimen.engines.service.tests.folder import changed, problems

YAML = "service.yaml"
NUMBER = "number: {scheme: credit-code, kind: '\"92\"'}"
FIRE = "云消安检字〔{year}〕第{serial:4}号"


@pytest.mark.parametrize(
    ("pattern", "serial", "number"),
    [
        (FIRE, 12, "云消安检字〔2026〕第0012号"),
        (FIRE, 12345, "云消安检字〔2026〕第12345号"),
        ("{place}{serial:6}", 417, "990181000417"),
        ("云排许第{serial}号", 7, "云排许第7号"),
    ],
)
def test_a_pattern_gives_a_number(pattern, serial, number):
    assert read_pattern(pattern).fill(place="990181", year=2026, serial=serial) == number


def test_everything_fixed_is_a_series_and_the_year_only_where_it_is_named():
    fire, tobacco = read_pattern(FIRE), read_pattern("{place}{serial:6}")
    assert (fire.by_year, tobacco.by_year) == (True, False)
    assert fire.series("990181") == fire.series("990182") == "云消安检字〔{year}〕第{serial}号"
    assert tobacco.series("990181") != tobacco.series("990182")
    assert read_pattern(FIRE.replace(":4", ":6")).series("") == fire.series(""), "wider, not another series"


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("云消安检字〔{year}〕", "流水号 {serial} 要写一次"),
        ("{serial}-{serial}", "流水号 {serial} 要写一次"),
        ("{year}{year}{serial}", "最多各写一次"),
        ("{number}", "不认识 {number}"),
        ("{}{serial}", "不认识 {}"),
        ("第{serial号", "花括号没有配对"),
        ("第{{serial}}号", "花括号没有配对"),
        ("{serial:04}", "位数写的是“04”"),
        ("{serial:0}", "位数写的是“0”"),
        ("{serial:}", "位数写的是“”"),
        ("{year:2}{serial}", "只有 {serial} 能写几位数"),
        ("字" * 33 + "{serial}", "最长 40 个字"),
        (" {serial}", "前后不留空格"),
        ("第\u200b{serial}号", "最长 40 个字"),
    ],
)
def test_what_is_no_pattern_is_refused_with_its_reason(pattern, part):
    with pytest.raises(PatternError) as caught:
        read_pattern(pattern)
    assert part in caught.value.sentence


@pytest.mark.parametrize(
    ("number", "part"),
    [
        ("{scheme: plain}", "没有写 pattern"),
        ("{scheme: plain, pattern: '云{serial:99}'}", "number.pattern（云{serial:99}）：流水号的位数写的是“99”"),
        ("{scheme: plain, pattern: '云{serial}', kind: '\"92\"'}", "用不着 kind"),
        ("{scheme: credit-code, pattern: '云{serial}'}", "没有写 kind"),
        ("{scheme: credit-code, kind: '\"92\"', pattern: '云{serial}'}", "用不着 pattern"),
    ],
)
def test_the_check_of_a_service_reports_a_numbering_that_does_not_hold(number, part):
    assert part in problems(changed(YAML, NUMBER, f"number: {number}"))


def test_the_check_takes_a_pattern_that_holds():
    assert "error" not in problems(changed(YAML, NUMBER, f"number: {{scheme: plain, pattern: '{FIRE}', src: D}}"))
