"""From files to a service. Every part that cannot be read is reported, not only the first."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar, cast

from yimen.engines import bpmn, dmn, forms
from yimen.engines.problem import Problem
from yimen.engines.service import strict_yaml
from yimen.engines.service.meta import Meta
from yimen.engines.service.model import Service, ServiceError
from yimen.engines.service.scenario_file import read_scenarios
from yimen.engines.service.shape import faults

NEEDED = ("service.yaml", "guide.md", "form.json", "process.bpmn", "rules.dmn", "CHANGES.md")
_ALLOWED = re.compile(
    r"service\.yaml|guide\.md|form\.json|process\.bpmn|rules\.dmn|CHANGES\.md"
    r"|certificates/[a-z0-9-]+\.typ|materials/[^/]+|scenarios/[a-z0-9-]+\.yaml"
)
_Part = TypeVar("_Part")


def read(files: Mapping[str, bytes]) -> Service:
    """Read a service from its files (relative path → content). Raises ``ServiceError`` with every fault found."""
    problems = [*_names(files)]
    meta = _part(files, "service.yaml", _meta, problems)
    form = _part(files, "form.json", _form, problems)
    process = _part(files, "process.bpmn", bpmn.read, problems)
    model = _part(files, "rules.dmn", dmn.read, problems)
    texts = {path: _text(path, files, problems) for path in files if path.endswith((".md", ".typ"))}
    scenarios = read_scenarios(files, problems)
    if problems or meta is None or form is None or process is None or model is None:
        raise ServiceError(problems)
    return Service(
        slug=meta["slug"],
        meta=meta,
        guide=texts["guide.md"],
        form=form,
        process=process,
        model=model,
        certificates={Path(path).stem: text for path, text in texts.items() if path.endswith(".typ")},
        scenarios=scenarios,
        files=dict(files),
    )


def read_folder(path: Path | str) -> Service:
    """Read a service from a directory; hidden files are left out. Raises ``ServiceError``."""
    return read(files_of(Path(path)))


def files_of(folder: Path) -> dict[str, bytes]:
    """The folder's files by relative path, with ``/`` on every system."""
    found = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in found.items()
        if not any(part.startswith(".") for part in name.parts)
    }


def fingerprint(files: Mapping[str, bytes]) -> str:
    """SHA-256 over paths and contents, sorted; lengths are hashed too, so that no two folders look alike."""
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        name = path.encode()
        digest.update(f"{len(name)}:{len(content)}:".encode() + name + content)
    return digest.hexdigest()


def _names(files: Mapping[str, bytes]) -> list[Problem]:
    missing = [Problem(name, "没有这个文件。", "每个事项都要有。") for name in NEEDED if name not in files]
    strange = [path for path in sorted(files) if not _ALLOWED.fullmatch(path)]
    advice = "事项文件夹里只放规定的文件，名字用小写字母、数字和短横线。"
    return missing + [Problem(path, "不认识这个文件。", advice) for path in strange]


def _part(
    files: Mapping[str, bytes], name: str, reader: Callable[[bytes], _Part], problems: list[Problem]
) -> _Part | None:
    """The part, or ``None`` after its faults were noted under the file's name."""
    if name not in files:
        return None
    try:
        return reader(files[name])
    except (bpmn.BpmnError, dmn.DmnError) as error:
        listed = [Problem(f"{name}#{p.element}", p.sentence, p.advice, p.severity) for p in error.problems]
        problems += listed or [Problem(name, str(error))]
    except (forms.FormError, ServiceError) as error:
        problems += error.problems
    except (ValueError, RecursionError) as error:
        problems.append(Problem(name, f"读不懂：{error}"))
    return None


def _meta(content: bytes) -> Meta:
    data = strict_yaml.load(content.decode())
    if found := list(faults(data, Meta, "service.yaml")):
        raise ServiceError(found)
    return cast(Meta, data)


def _form(content: bytes) -> forms.Form:
    data = json.loads(content.decode(), object_pairs_hook=_unique)
    if not isinstance(data, dict):
        raise ValueError("最外层要写成对象")
    return forms.read(data)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """JSON keeps the last of two equal keys in silence; here that is a fault."""
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"{key} 写了两次")
    return dict(pairs)


def _text(path: str, files: Mapping[str, bytes], problems: list[Problem]) -> str:
    try:
        return files[path].decode()
    except UnicodeDecodeError:
        problems.append(Problem(path, "不是 UTF-8 文字。", "另存为 UTF-8。"))
        return ""
