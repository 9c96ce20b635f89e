"""Reading the folder: every fault is named with its file."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from yimen.engines import dmn
from yimen.engines.problem import Problem
from yimen.engines.service import strict_yaml
from yimen.engines.service.folder import files_of
from yimen.engines.service.model import ServiceError
from yimen.engines.service.rulebook.model import Meta, Rulebook, Scenario
from yimen.engines.service.shape import faults

FILE = "supervision.yaml"
_NEEDED = (FILE, "acts.dmn", "performance.dmn")
_ALLOWED = re.compile(r"supervision\.yaml|(acts|performance)\.dmn|CHANGES\.md|scenarios/[a-z0-9-]+\.yaml")


class _Then(TypedDict):
    findings: NotRequired[list[str]]
    terms: NotRequired[dict[str, object]]
    score: NotRequired[int | str]


class _Scenario(TypedDict):
    name: str
    given: NotRequired[dict[str, object]]
    figures: NotRequired[dict[str, object]]
    then: _Then


def read_folder(folder: Path | str) -> Rulebook:
    """Read a rulebook from a directory. Raises ``ServiceError``."""
    return read(files_of(Path(folder)))


def folders_below(path: Path) -> list[Path]:
    """The folders that hold a rulebook: the path itself, or those below it."""
    return sorted(file.parent for file in path.rglob(FILE))


def read(files: Mapping[str, bytes]) -> Rulebook:
    """The rulebook of these files (relative path → bytes). Raises ``ServiceError`` with all problems."""
    problems = [Problem(name, "没有这个文件。", "监督规则要有它。") for name in _NEEDED if name not in files]
    problems += [
        Problem(path, "不认识这个文件。", "只放规定的文件，名字用小写字母、数字和短横线。")
        for path in sorted(files)
        if not _ALLOWED.fullmatch(path)
    ]
    meta = _yaml(FILE, files, Meta, problems)
    models = {name: _model(name, files, problems) for name in _NEEDED[1:]}
    scenarios = [
        _scenario(path, data)
        for path in sorted(files)
        if path.startswith("scenarios/") and (data := _yaml(path, files, _Scenario, problems)) is not None
    ]
    if meta is not None:
        problems += _valid_from(meta)
    acts, performance = models["acts.dmn"], models["performance.dmn"]
    if problems or meta is None or acts is None or performance is None:
        raise ServiceError(problems)
    return Rulebook(meta, acts, performance, tuple(scenarios), dict(files))


def _yaml(path: str, files: Mapping[str, bytes], shape: Any, problems: list[Problem]) -> Any:
    if path not in files:
        return None
    try:
        data = strict_yaml.load(files[path].decode())
    except ValueError as error:
        problems.append(Problem(path, str(error)))
        return None
    found = list(faults(data, shape, path))
    problems += found
    return None if found else data


def _model(path: str, files: Mapping[str, bytes], problems: list[Problem]) -> dmn.Model | None:
    if path not in files:
        return None
    try:
        return dmn.read(files[path])
    except dmn.DmnError as error:
        listed = [one.at(f"{path}#{one.element}") for one in error.problems]
        problems += listed or [Problem(path, str(error))]
    return None


def _valid_from(meta: Meta) -> list[Problem]:
    try:
        date.fromisoformat(meta["valid_from"])
    except ValueError:
        return [Problem(f"{FILE}#valid_from", f"写的是 {meta['valid_from']!r}，", "写成 2026-01-05 这样。")]
    return []


def _scenario(path: str, data: Mapping[str, Any]) -> Scenario:
    then = data["then"]
    return Scenario(
        file=path,
        name=data["name"],
        facts=data.get("given"),
        findings=tuple(then.get("findings", ())),
        figures=data.get("figures"),
        terms=then.get("terms"),
        score=then.get("score"),
    )
