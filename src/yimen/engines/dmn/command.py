"""``yimen rules check FILE.dmn``: what the analysis says of a decision model, in Chinese and English."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from yimen.engines.problem import Problem

from .check import check
from .errors import DmnError
from .model import Model, Table
from .read import read
from .table import HIT_POLICIES

_POLICY = {short: name for name, short in HIT_POLICIES.items()}


def check_files(paths: Sequence[Path]) -> int:
    """Print the tables and problems of each file and the sums. Returns 1 when there is an error, else 0."""
    tables = 0
    problems: list[Problem] = []
    for path in paths:
        lines, found, count = _judged(path)
        for line in lines:
            sys.stdout.write(line + "\n")
        problems += found
        tables += count
    sys.stdout.write(f"检查了 {tables} 张决策表：{len(problems)} 个问题\n")
    return int(any(problem.severity == "error" for problem in problems))


def _judged(path: Path) -> tuple[list[str], list[Problem], int]:
    """The lines of one file, its problems, how many tables it has."""
    try:
        model = read(path.read_bytes())
    except OSError as error:
        unread = Problem(
            str(path), f"读不到这个文件：{error.strerror}。", english=f"Cannot read the file: {error.strerror}."
        )
        return _lines(unread), [unread], 0
    except DmnError as error:
        return [line for one in error.problems for line in _lines(one)], list(error.problems), 0
    tables, problems = list(_tables(model)), check(model)
    lines = [f"{path}", *(_table_line(table) for table in tables)]
    return lines + [line for one in problems for line in _lines(one)], problems, len(tables)


def _tables(model: Model) -> Iterator[Table]:
    for decision in model.decisions.values():
        yield from decision.tables
    for knowledge in model.knowledge.values():
        yield from knowledge.tables


def _table_line(table: Table) -> str:
    policy = " ".join([_POLICY[table.hit_policy], *([table.aggregation] if table.aggregation else [])])
    return f"  决策表 {table.name}：{policy}，{len(table.inputs)} 个输入，{len(table.rules)} 条规则"


def _lines(problem: Problem) -> list[str]:
    severity = "警告" if problem.severity == "warning" else "错误"
    lines = [f"{severity} {problem.element}：{problem.sentence}{problem.advice}"]
    lines += [f"    {problem.english}"] if problem.english else []
    return lines + ([f"    例如（for example）：{problem.example_text}"] if problem.example else [])
