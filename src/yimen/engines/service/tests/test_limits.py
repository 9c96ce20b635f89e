"""What the check says of limits: the law's words where a folder says more than the law allows."""

import pytest

from yimen.engines.service.tests.folder import changed, files, problems

YAML = "service.yaml"
PAUSES = "  pauses: []\n"
BENEFIT = ('task_type: "01"', 'task_type: "05"')


def paused(kind: str, article: str, *more: tuple[str, str]) -> str:
    line = f'  pauses:\n    - {{kind: {kind}, article: "{article}", src: L}}\n'
    text = changed(YAML, PAUSES, line)[YAML].decode()
    for old, new in more:
        assert old in text
        text = text.replace(old, new, 1)
    return problems(files() | {YAML: text.encode()})


def not_shown(kind: str) -> str:
    """All that is wrong: no scenario of the folder shows it."""
    return f"warning service.yaml#limits/pauses/{kind}：没有情景做过特别程序“{kind}”。加一个情景。"


@pytest.mark.parametrize("kind", ["听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"])
def test_a_permit_may_stop_for_each_of_the_eight_of_article_45(kind):
    assert paused(kind, "行政许可法第四十五条") == not_shown(kind)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("现场核查", "核查在办理期限之内，核查不是检验（行政许可法第三十四条）"),
        ("补正", "补正在受理之前，期限还没有开始"),
        ("补正材料", "补正在受理之前，期限还没有开始"),
        ("公示", "公示在办理期限之内"),
        ("系统挂起", "挂起不是法定的停计时事由"),
        ("开会", "“开会”不是可以停计时的事由"),
    ],
)
def test_a_permit_stops_for_nothing_else_and_the_check_says_why(kind, why):
    said = paused(kind, "行政许可法第四十五条")
    assert f"limits/pauses/{kind}" in said and why in said and "只有听证、招标、拍卖" in said


@pytest.mark.parametrize("article", ["本市规定", "行政许可法第三十四条", "食品安全法第四十五条"])
def test_a_permit_stops_only_by_article_45(article):
    assert f"听证不计时的依据是行政许可法第四十五条，这里写的是“{article}”" in paused("听证", article)


def test_another_matter_stops_only_where_an_article_is_named():
    told = paused("征求第三方意见", "政府信息公开条例第三十三条第三款", BENEFIT)
    assert told == not_shown("征求第三方意见")
    assert "没有条文规定这类事项因此不计时" in paused("征求第三方意见", "本机关的做法", BENEFIT)


@pytest.mark.parametrize("kind", ["补正", "挂起", "技术挂起", "补正材料"])
def test_correction_and_holding_never_stop_a_clock_whatever_is_cited(kind):
    said = paused(kind, "某办法第三条", BENEFIT)
    assert "不能写成停计时的规则" in said


ARTICLE_32 = "行政许可法第三十二条第一款第四项"
ANSWER = f"  answer: {{value: 5, unit: workday, basis: {ARTICLE_32}, deemed_by: {ARTICLE_32}}}\n"
DELIVER = "  deliver: {value: 10, unit: workday, basis: 行政许可法第四十四条, src: L}\n"


def test_a_permit_may_say_the_five_days_and_the_ten_days_of_the_law():
    assert problems(changed(YAML, PAUSES, ANSWER + DELIVER + PAUSES)) == ""


@pytest.mark.parametrize(
    ("line", "part"),
    [
        (ANSWER.replace("value: 5", "value: 6"), "limits/answer：写的是 6 天，最长 5 个工作日（行政许可法第三十二条"),
        (ANSWER.replace("value: 5", "value: 0"), "limits/answer：写的是 0 天，至少写 1 天"),
        (ANSWER.replace(f", deemed_by: {ARTICLE_32}", ""), "没有写逾期不告知就是受理"),
        (DELIVER.replace("10", "11"), "limits/deliver：写的是 11 天，最长 10 个工作日（行政许可法第四十四条）"),
        (DELIVER.replace("unit: workday", "unit: month"), "可以写：workday、day"),
    ],
)
def test_a_permit_may_not_give_itself_more_time_than_the_law(line, part):
    assert part in problems(changed(YAML, PAUSES, line + PAUSES))


def without_statutory() -> dict[str, bytes]:
    text = files()[YAML].decode()
    start, end = text.index("  statutory:\n"), text.index("  promised:\n")
    extension = text.index("  extension:")
    text = text[:start] + text[end:extension] + text[text.index(PAUSES) :]
    others = {path: one for path, one in files().items() if path != "scenarios/granted-after-extension.yaml"}
    return others | {YAML: text.encode()}


def test_a_permit_has_a_limit_by_law():
    assert "行政许可都有法定期限（行政许可法第四十二条）" in problems(without_statutory())


def test_a_matter_without_a_limit_by_law_has_its_promise_only():
    other = without_statutory()
    text = other[YAML].decode().replace(*BENEFIT).replace(", answer", "")
    said = problems(other | {YAML: text.encode()})
    assert "error" not in said and "posts/head：流程里没有用到这个岗位" in said


def test_an_answer_that_silence_does_not_replace_is_for_other_matters():
    line = "  answer: {value: 7, unit: workday, basis: 政府信息公开条例第三十条}\n"
    text = changed(YAML, PAUSES, line + PAUSES)[YAML].decode().replace(*BENEFIT)
    assert problems(files() | {YAML: text.encode()}) == ""


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("    extend: 3\n", "", "写了谁批准延长，没有写延长几天"),
        ("    extend: 3\n", "    extend: 0\n", "不能延长就不写 extend"),
        ("post: head, basis", "post: ghost, basis", "岗位 ghost 没有写在 posts 里"),
        ("approver: 登记机关负责人, ", "", "没有写 approver"),
    ],
)
def test_an_extension_needs_its_length_and_somebody_of_the_posts_who_approves(old, new, part):
    assert part in problems(changed(YAML, old, new))


def test_a_limit_that_may_be_extended_names_who_approves():
    line = next(one for one in files()[YAML].decode().splitlines(True) if one.startswith("  extension:"))
    assert "期限可以延长，没有写谁批准" in problems(changed(YAML, line, ""))


def test_a_correction_lasts_at_least_a_day():
    line = "correction: {value: 0, unit: workday, basis: 本市的工作安排, src: D}\n\n"
    assert "补正的时间至少写 1 天" in problems(changed(YAML, "materials:\n", line + "materials:\n"))
    assert problems(changed(YAML, "materials:\n", line.replace("0", "15") + "materials:\n")) == ""


MODE = "\n    - {{name: 转人工形式审查, when: '{when}', value: 1, unit: workday, plain: 一天, src: D}}\n"


def in_mode(when: str) -> str:
    text = files()[YAML].decode()
    begin = text.index("  modes:")
    end = text.index(PAUSES)
    return problems(files() | {YAML: (text[:begin] + "  modes:" + MODE.format(when=when) + text[end:]).encode()})


@pytest.mark.parametrize("when", ['rule_outcome = "manual"', 'outcome = "grant"'])
def test_another_promise_is_chosen_by_what_the_process_knows(when):
    assert "limits/modes" not in in_mode(when)


@pytest.mark.parametrize(
    ("when", "part"),
    [
        (
            'rule_outcom = "manual"',
            "limits/modes/转人工形式审查：when 里的 rule_outcom 没有任何一步会给出，这个承诺永远用不上",
        ),
        ("use_name = true", "when 里的 use_name 没有任何一步会给出"),
        ('list contains(parts, "food")', "when 里的 parts 没有任何一步会给出"),
        ("(", "when 第"),
    ],
)
def test_another_promise_that_no_case_could_choose_is_refused(when, part):
    assert part in in_mode(when)


LIMIT = "    value: {value}\n    unit: workday\n    clock_from: {start}\n"


def counted_from(start: str, value: int) -> str:
    text = files()[YAML].decode()
    begin = text.index("  statutory:")
    end = text.index("    unit: workday\n", begin) + len("    unit: workday\n")
    told = text[:begin] + "  statutory:\n" + LIMIT.format(value=value, start=start) + text[end:]
    return problems(files() | {YAML: told.encode()})


def test_a_limit_may_count_from_the_application_when_answer_and_promise_fit_into_it():
    assert "clock_from" not in counted_from("application", 7)
    assert "clock_from" not in counted_from("acceptance", 1)


def test_a_limit_from_the_application_that_answer_and_promise_together_exceed_is_refused():
    found = counted_from("application", 4)
    assert "limits/statutory/clock_from：从收到申请起算 4 天，告知受理 5 天加承诺 0 天，会超过它" in found


def test_a_limit_counts_from_nothing_else():
    assert "可以写：acceptance、application" in counted_from("submission", 7)
