"""``yimen service check services/``: every service folder, rulebook and standard below the paths, its problems."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from yimen.engines import law
from yimen.engines.problem import Problem
from yimen.engines.service import quality, rulebook, standards
from yimen.engines.service.check import check
from yimen.engines.service.folder import folders_below, read_folder
from yimen.engines.service.model import ServiceError


def check_folders(paths: Sequence[Path | str], laws: Path | None = None, standards_at: Path | None = None) -> int:
    """Print each problem and the sums. Returns 1 when there is an error or nothing to check, else 0.

    Args:
        laws: folder of a legal library (``laws/``): citations are held against it, and it is told which cited documents
            it does not hold.
        standards_at: the folder of the standards whose rules of quality are asked too; without it none are.
    """
    try:
        held = law.library_of(law.read_folder(laws)) if laws else None
    except law.LawIndexError as error:
        _say(f"错误 {error}")
        return 1
    services = scenarios = 0
    not_held: set[str] = set()
    library, problems = _library(standards_at)
    folders = [folder for path in paths for folder in folders_below(Path(path))]
    known = {folder.name: folder for folder in folders}
    for folder in folders:
        found, played, unseen = _check_folder(folder, known, held, library)
        not_held.update(unseen)
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
    if not_held:
        _say(f"法规库没有收录、引用没有核对的文件：{len(not_held)} 件：{'、'.join(sorted(not_held))}")
    told = f"{services} 个服务、" + (f"{len(books)} 套监督规则、" if books else "")
    _say(f"检查了 {told}{scenarios} 个情景：{len(problems)} 个问题")
    return int(any(problem.severity == "error" for problem in problems))


def _library(path: Path | None) -> tuple[standards.Library, list[Problem]]:
    """The standards to check with, and what is wrong with them; said at once."""
    if path is None:
        return standards.Library(), []
    try:
        library = standards.library_below(path)
    except ServiceError as error:
        problems = list(error.problems)
        library = standards.Library()
    else:
        problems = quality.check_rules(library.rules(), library.words(), library.codes())
    for problem in problems:
        _say(f"错误 {path.name}/{problem}")
    return library, problems


def _check_folder(
    folder: Path, known: Mapping[str, Path], held: law.Library | None, library: standards.Library
) -> tuple[list[Problem], int, list[str]]:
    """``known``: the folders that are checked together, by name; joint services find their parts among them."""
    try:
        service = read_folder(folder, lambda slug: read_folder(known[slug]))
    except ServiceError as error:
        return list(error.problems), 0, []
    problems = [*check(service, library=held), *quality.lint(service, library)]
    if service.slug != folder.name:
        problems.append(Problem("service.yaml#slug", f"slug 是 {service.slug}，文件夹叫 {folder.name}，两个要一样。"))
    inside = [part.service for part in service.parts if part.service.slug not in known]
    unseen = [name for one in (service, *inside) for name in law.not_held(one.meta, held)] if held else []
    return problems, len(service.scenarios) + sum(len(one.scenarios) for one in inside), unseen


def _check_rulebook(folder: Path) -> tuple[list[Problem], int]:
    try:
        book = rulebook.read_folder(folder)
    except ServiceError as error:
        return list(error.problems), 0
    return rulebook.check(book), len(book.scenarios)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
