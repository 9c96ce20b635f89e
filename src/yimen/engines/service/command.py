"""``yimen service check services/``: every service folder and rulebook below the paths, its problems, the sums."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from yimen.engines.problem import Problem
from yimen.engines.service import rulebook
from yimen.engines.service.check import check
from yimen.engines.service.folder import folders_below, read_folder
from yimen.engines.service.model import ServiceError


def check_folders(paths: Sequence[Path | str]) -> int:
    """Print each problem and the sums. Returns 1 when there is an error or nothing to check, else 0."""
    services = scenarios = 0
    problems: list[Problem] = []
    folders = [folder for path in paths for folder in folders_below(Path(path))]
    known = {folder.name: folder for folder in folders}
    for folder in folders:
        found, played = _check_folder(folder, known)
        services, scenarios = services + 1, scenarios + played
        problems += found
        for problem in found:
            _say(f"{'警告' if problem.severity == 'warning' else '错误'} {folder.name}/{problem}")
    books = [folder for path in paths for folder in rulebook.folders_below(Path(path))]
    for folder in books:
        found, played = _check_rulebook(folder)
        scenarios += played
        problems += found
        for problem in found:
            _say(f"{'警告' if problem.severity == 'warning' else '错误'} {folder.name}/{problem}")
    for path in paths:
        if not folders_below(Path(path)) and not rulebook.folders_below(Path(path)):
            problems.append(Problem(str(path), "这里没有事项文件夹。"))
            _say(f"错误 {problems[-1]}")
    told = f"{services} 个服务、" + (f"{len(books)} 套监督规则、" if books else "")
    _say(f"检查了 {told}{scenarios} 个情景：{len(problems)} 个问题")
    return int(any(problem.severity == "error" for problem in problems))


def _check_folder(folder: Path, known: Mapping[str, Path]) -> tuple[list[Problem], int]:
    """``known``: the folders that are checked together, by name; joint services find their parts among them."""
    try:
        service = read_folder(folder, lambda slug: read_folder(known[slug]))
    except ServiceError as error:
        return list(error.problems), 0
    problems = check(service)
    if service.slug != folder.name:
        problems.append(Problem("service.yaml#slug", f"slug 是 {service.slug}，文件夹叫 {folder.name}，两个要一样。"))
    inside = sum(len(part.service.scenarios) for part in service.parts if part.service.slug not in known)
    return problems, len(service.scenarios) + inside


def _check_rulebook(folder: Path) -> tuple[list[Problem], int]:
    try:
        book = rulebook.read_folder(folder)
    except ServiceError as error:
        return list(error.problems), 0
    return rulebook.check(book), len(book.scenarios)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
