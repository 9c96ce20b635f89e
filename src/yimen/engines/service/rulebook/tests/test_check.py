"""A rulebook with a fault is told so with its place; the city's own has none."""

from pathlib import Path

import pytest

from yimen.engines.service import ServiceError, rulebook
from yimen.engines.service.command import check_folders
from yimen.engines.service.folder import files_of, folders_below

SERVICES = Path(__file__).resolve().parents[6] / "services"
FOLDER = SERVICES / "supervision"
Files = dict[str, bytes]


@pytest.fixture
def files() -> Files:
    return files_of(FOLDER)


def change(files: Files, name: str, old: str, new: str) -> Files:
    text = files[name].decode()
    assert old in text
    return {**files, name: text.replace(old, new, 1).encode()}


def sentences(files: Files) -> str:
    try:
        return "\n".join(str(one) for one in rulebook.check(rulebook.read(files)))
    except ServiceError as error:
        return "\n".join(str(one) for one in error.problems)


def test_the_rulebook_of_the_city_has_no_problem(files: Files) -> None:
    assert sentences(files) == ""


def test_it_is_checked_with_the_services_and_is_none_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert FOLDER not in folders_below(SERVICES)
    assert rulebook.folders_below(SERVICES) == [FOLDER]
    assert check_folders([FOLDER]) == 0
    count = len(list((FOLDER / "scenarios").iterdir()))
    assert capsys.readouterr().out == f"检查了 0 个服务、1 套监督规则、{count} 个情景：0 个问题\n"


def test_the_command_names_the_fault(tmp_path: Path, files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in change(files, "supervision.yaml", "months: 12", "months: 0").items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(content)
    assert check_folders([tmp_path]) == 1
    assert "months 至少 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("supervision.yaml", "valid_from: 2026-01-01", "valid_from: 明年", "valid_from"),
        ("supervision.yaml", "{name: idle_days,", "{name: idle_hours,", "程序不知道 idle_hours"),
        ("supervision.yaml", "type: boolean, source: 事项的类型", "type: text, source: 事项的类型", "它是 boolean"),
        ("supervision.yaml", "  - {id: conduct, name: 办理作风}\n", "", "不会有人问它"),
        ("supervision.yaml", "第三十四条第一款, ", "", "没有写在 legal_basis 里"),
        ("supervision.yaml", "answer: {value: 5,", "answer: {value: 0,", "至少写 1"),
        ("supervision.yaml", "fewest: 5", "fewest: 1", "fewest 至少 2"),
        ("supervision.yaml", "title:", "titel:", "没有写 title"),
        ("acts.dmn", "<text>收到材料满 5 个工作日没有告知，过了期才受理</text>", "<text></text>", "没有写名称或者说明"),
        (
            "acts.dmn",
            '<outputEntry id="idle-long-o1"><text>"notice"',
            '<outputEntry id="idle-long-o1"><text>"bad"',
            "bad",
        ),
        (
            "acts.dmn",
            '<outputEntry id="idle-long-o1"><text>"notice"',
            '<outputEntry id="idle-long-o1"><text>"serious"',
            "不能是 serious",
        ),
        ("acts.dmn", 'hitPolicy="COLLECT"', 'hitPolicy="FIRST"', "要用 COLLECT"),
        ("acts.dmn", "</decisionTable>", "</decisionTabel>", "acts.dmn"),
        ("scenarios/idle-four-days.yaml", "idle_days: 4", "idle_days: 四", "不是数"),
        ("scenarios/idle-four-days.yaml", "act: waiting", "act: sleeping", "sleeping"),
        ("scenarios/idle-four-days.yaml", "idle_days: 4", "idle_dayz: 4", "不认识 idle_dayz"),
        ("scenarios/idle-four-days.yaml", "[idle-long]", "[]", "实际查到 idle-long"),
        ("scenarios/score-best.yaml", "score: 100", "score: 99", "预期总分 99，实际 100"),
        ("scenarios/score-best.yaml", "conduct: 25", "conduct: 20", "conduct 预期 20 分，实际 25 分"),
    ],
)
def test_a_fault_is_told_with_its_place(files: Files, name: str, old: str, new: str, told: str) -> None:
    assert told in sentences(change(files, name, old, new))


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        ("scenarios/idle-four-days.yaml", "acts.dmn#idle-long：没有一个情景查到它"),
        ("scenarios/visit-by-two.yaml", "acts.dmn#visit-alone：没有同一种行为不出问题的情景"),
        ("performance.dmn", "performance.dmn：没有这个文件"),
    ],
)
def test_what_lacks_is_told(files: Files, left_out: str, told: str) -> None:
    assert told in sentences({name: content for name, content in files.items() if name != left_out})


def test_a_file_that_is_not_known_is_told(files: Files) -> None:
    assert "不认识这个文件" in sentences({**files, "notes.txt": b""})


@pytest.mark.parametrize("facts", [{}, {"act": "accept"}, {"act": "decide", "outcome": "grant"}])
def test_what_is_not_known_is_no_finding(files: Files, facts: dict[str, object]) -> None:
    assert rulebook.judge(rulebook.read(files), facts) == ()


def test_two_rules_that_hit_are_two_findings(files: Files) -> None:
    facts = {"act": "accept", "permit": True, "answer_late_days": 2, "right_post": False}
    assert [hit.rule for hit in rulebook.judge(rulebook.read(files), facts)] == ["accept-late", "wrong-post"]


def test_a_rule_says_which_facts_it_looks_at(files: Files) -> None:
    book = rulebook.read(files)
    late, alone = rulebook.rule_named(book, "accept-late"), rulebook.rule_named(book, "visit-alone")
    assert late is not None and late.reads == ("act", "permit", "answer_late_days")
    # One stands in a cell only.
    assert alone is not None and alone.reads == ("act", "officers_present", "officers_needed")
