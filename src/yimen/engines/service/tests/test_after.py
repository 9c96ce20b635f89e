"""What people read about the time after: the same as the rules do, with lengths and articles."""

import pytest

from yimen.engines.service.tests.allowance import allowance, changed_allowance, without
from yimen.engines.service.tests.folder import problems

YAML = "service.yaml"


def test_what_goes_on_after_may_be_told_or_not():
    assert "error" not in problems(allowance())
    assert "error" not in problems(without("after"))


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (
            "every: {value: 12, unit: month}",
            "every: {value: 0, unit: month}",
            "after/alive_check/every：写的是 0，至少",
        ),
        ("every: {value: 12, unit: month}", "every: {value: 1, unit: year}", "after/alive_check/every/unit：写的是"),
        ("notice: {value: 5", "notice: {value: 0", "after/notice：写的是 0，至少写 1"),
        ("recover: {value: 3", "recover: {value: -3", "after/recover：写的是 -3，至少写 1"),
        ("{id: t2,", "{id: t1,", "after/stops/t1：t1 写了 2 次"),
        ("event: 死亡, effect: 停发", "event: 死亡, effect: 减发", "可以写：停发、暂停"),
        ("effect: 停发, plain: 老人去世的，从次月起停发, ", "effect: 停发, ", "after/stops/t1：没有写 plain"),
        ("第十五条, src: F}", ", src: F}", "after/notice：云溪市高龄津贴发放办法（演示文件） 没有写到条"),
        ("第十六条, src: F}", ", src: F}", "after/move_inside：云溪市高龄津贴发放办法（演示文件） 没有写到条"),
    ],
)
def test_it_refuses_what_is_told_without_length_article_or_effect(old, new, part):
    assert part in problems(changed_allowance(YAML, old, new))


def test_ways_of_the_yearly_check_are_named():
    text = allowance()[YAML].decode()
    start = text.index("    ways: [")
    end = text.index("\n", start)
    said = problems(allowance() | {YAML: (text[:start] + "    ways: []" + text[end:]).encode()})
    assert "after/alive_check：没有写怎么核对" in said


def test_what_people_read_is_what_the_rules_do():
    text = allowance()[YAML].decode()
    said = problems(allowance() | {YAML: text.replace("effect: 停发", "effect: 暂停").encode()})
    assert "决策 stops 有停发的行，这里没有写什么情形停发" in said
    rules = allowance()["rules.dmn"].decode().replace('<text>"suspend"</text>', '<text>"stop"</text>')
    assert "写了暂停的情形，决策 stops 里没有一行暂停" in problems(allowance() | {"rules.dmn": rules.encode()})
