"""What officers look at: told with the task, with names of its own, read by the rules."""

import pytest

from yimen.engines.service.tests.folder import problems
from yimen.engines.service.tests.officers import changed_officers, officers

YAML = "service.yaml"


def test_the_rules_may_read_what_officers_find():
    assert "error" not in problems(officers())


@pytest.mark.parametrize(
    ("path", "old", "new", "part"),
    [
        (YAML, "task: site-visit", "task: ghost", "inspections/ghost：流程里没有环节 ghost"),
        (YAML, "task: site-visit", "task: ghost", "process.bpmn#site-visit：是核查，没有写查什么"),
        (YAML, "task: site-visit", "task: formal-review", "流程里的 formal-review 不是核查"),
        (YAML, "officers: 2", "officers: 1", "两名以上工作人员核查（行政许可法第三十四条第三款）"),
        (YAML, "officers: 2", "officers: 3", "可以写：1、2"),
        (YAML, "basis: 行政许可法第三十四条第三款\n    items", "basis: 行政许可法\n    items", "行政许可法 没有写到条"),
        (YAML, "id: same_place", "id: seats", "seats 写了 2 次"),
        (YAML, "id: same_place", "id: SamePlace", "SamePlace 不能用，用小写字母"),
        (YAML, "id: same_place", "id: operator_name", "分不清是查到的还是问来的"),
        (YAML, "id: same_place", "id: name_ok", "分不清是查到的还是问来的"),
        (YAML, "id: same_place", "id: other", "规则要用 same_place，没有谁提供它"),
        (YAML, "id: same_place", "id: other", "inspections/other：规则没有用到它"),
        (YAML, "type: decimal", "type: number", "可以写：bool、decimal、int、text"),
        ("process.bpmn", 'ym:act="inspect" ', "", "流程里的 site-visit 不是核查"),
        ("process.bpmn", 'ym:act="inspect"', 'ym:act="look"', "不认识办理动作“look”"),
    ],
)
def test_it_refuses_an_inspection_that_does_not_fit(path, old, new, part):
    assert part in problems(changed_officers(path, old, new))


REMARK = "label: 其他情况, type: text,"


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (REMARK, "label: 其他情况, type: text, options: [],", "inspections/remark：一个选项也没有"),
        (REMARK, "label: 其他情况, type: text, options: [干净],", "inspections/remark：只有一个选项"),
        (REMARK, "label: 其他情况, type: text, options: [干净, 脏, 脏],", "inspections/remark：选项 脏 写了 2 次"),
        (REMARK, "label: 其他情况, type: text, options: [1, 2],", "options/1：写的是 1，要写文字"),
        ("type: int,", "type: int, options: [少, 多],", "inspections/seats：类型 int 没有选项"),
    ],
)
def test_it_refuses_options_that_leave_no_choice(old, new, part):
    assert part in problems(changed_officers(YAML, old, new))


@pytest.mark.parametrize(
    ("remark", "part"),
    [
        ("干净", ""),
        ("null", ""),
        ("一般", "环节 site-visit 查到的 remark 可以写：干净、要整改，现在是 '一般'"),
        ("true", "环节 site-visit 查到的 remark 可以写：干净、要整改，现在是 True"),
    ],
)
def test_what_is_found_is_one_of_the_options(remark, part):
    files = changed_officers(YAML, REMARK, "label: 其他情况, type: text, options: [干净, 要整改],")
    path = "scenarios/granted-by-officers.yaml"
    said = problems(files | {path: files[path].replace("remark: 干净".encode(), f"remark: {remark}".encode())})
    assert part in said if part else "error" not in said


def test_a_matter_that_is_no_permit_may_send_one_officer():
    text = officers()[YAML].decode().replace('task_type: "01"', 'task_type: "05"').replace("officers: 2", "officers: 1")
    assert "error" not in problems(officers() | {YAML: text.encode()})


def test_a_finding_that_nobody_verified_may_only_doubt():
    """A row that refuses may not rest on an item whose requirement is tagged K or D."""
    rules = officers()["rules.dmn"].decode()
    rules = rules.replace("<text>identity_ok</text>", "<text>identity_ok and same_place</text>", 1)
    needed = (
        '<informationRequirement id="c6-needs-same"><requiredInput href="#input-same_place"/></informationRequirement>'
    )
    rules = rules.replace(
        '<informationRequirement id="c6-needs-identity_ok">',
        needed + '<informationRequirement id="c6-needs-identity_ok">',
    )
    read = officers() | {"rules.dmn": rules.encode()}
    assert "还没有核实" not in problems(read)
    doubtful = read[YAML].decode().replace("一致, type: bool, src: L", "一致, type: bool, src: K")
    assert "same_place 还没有核实（K 或者 D），只能存疑" in problems(read | {YAML: doubtful.encode()})


def test_an_inspection_without_items_looks_at_nothing():
    text = officers()[YAML].decode()
    start, end = text.index("    items:\n"), text.index("steps:\n")
    said = problems(officers() | {YAML: (text[:start] + "    items: []\n\n" + text[end:]).encode()})
    assert "inspections/site-visit：没有写查哪几项" in said
