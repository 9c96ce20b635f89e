"""``yimen service check services/``: every folder below the paths, its problems, a last line with the sums."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from yimen.engines.problem import Problem
from yimen.engines.service.check import check
from yimen.engines.service.folder import read_folder
from yimen.engines.service.model import ServiceError


def check_folders(paths: Sequence[Path | str]) -> int:
    """Print each problem and the sums. Returns 1 when there is an error or nothing to check, else 0."""
    services = scenarios = 0
    problems: list[Problem] = []
    folders = [folder for path in paths for folder in _folders(Path(path))]
    for folder in folders:
        found, played = _check_folder(folder)
        services, scenarios = services + 1, scenarios + played
        problems += found
        for problem in found:
            _say(f"{'警告' if problem.severity == 'warning' else '错误'} {folder.name}/{problem}")
    for path in paths:
        if not list(_folders(Path(path))):
            problems.append(Problem(str(path), "这里没有事项文件夹。"))
            _say(f"错误 {problems[-1]}")
    _say(f"检查了 {services} 个服务、{scenarios} 个情景：{len(problems)} 个问题")
    return int(any(problem.severity == "error" for problem in problems))


def _folders(path: Path) -> Iterator[Path]:
    """The folders that hold a service: the path itself, or those below it."""
    yield from sorted(file.parent for file in path.rglob("service.yaml"))


def _check_folder(folder: Path) -> tuple[list[Problem], int]:
    try:
        service = read_folder(folder)
    except ServiceError as error:
        return list(error.problems), 0
    problems = check(service)
    if service.slug != folder.name:
        problems.append(Problem("service.yaml#slug", f"slug 是 {service.slug}，文件夹叫 {folder.name}，两个要一样。"))
    return problems, len(service.scenarios)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
