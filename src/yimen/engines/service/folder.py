"""From files to a service. Every part that cannot be read is reported, not only the first."""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from yimen.engines import bpmn, dmn, forms
from yimen.engines.problem import Problem
from yimen.engines.service import english, guide_only, strict_yaml
from yimen.engines.service.meta import JointMeta, Meta
from yimen.engines.service.meta.joint import PartOf
from yimen.engines.service.model import Part, Service, ServiceError
from yimen.engines.service.parts import Find, chosen_when, files_beside, read_parts
from yimen.engines.service.scenario_file import read_scenarios
from yimen.engines.service.shape import faults

NEEDED = ("service.yaml", "guide.md", "form.json", "process.bpmn", "rules.dmn", "CHANGES.md")
_ALLOWED = re.compile(
    r"service\.yaml|exchange\.json|guide\.md|en\.yaml|guide\.en\.md|form\.json|process\.bpmn|rules\.dmn|CHANGES\.md"
    r"|certificates/[a-z0-9-]+\.typ|materials/[^/]+|scenarios/[a-z0-9-]+\.yaml"
)
_Part = TypeVar("_Part")
# A joint service decides nothing itself: what its parts have is empty here, and rules are its own choice.
_LEFT_TO_PARTS: Mapping[str, Any] = {
    "conditions": [],
    "results": [],
    "decision": {"granted": "", "refused": "", "basis": ""},
    "papers": {"granted": "", "refused": ""},
    "not_accepted": [],
    "refusals": [],
    "remedies": {"text": "", "review_body": "", "review_days": 0, "court": "", "lawsuit_months": 0, "basis": ""},
}
_NO_RULES = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="none" name="none" namespace="none"/>'
)


def read(files: Mapping[str, bytes], find: Find | None = None) -> Service:
    """Read a service from its files (relative path → content).

    Args:
        find: gives the services that a joint one names as its parts; raises LookupError for one that is not there.
    Raises:
        ServiceError: with every fault found.
    """
    if guide_only.says_so(files):
        return guide_only.read(files)
    own, problems = files_beside(files), list[Problem]()
    meta = _part(own, "service.yaml", _meta, problems)
    told = meta.get("parts", []) if meta else []
    problems += _names(own, joint=bool(told), parts={one.get("folder", "") for one in told}, files=files)
    parts = read_parts(told, files, read, find, problems)
    merged = _merged(own, parts, told, problems) if told else None
    # Without its parts a joint form is full of holes that are nobody's fault.
    form = None if told and merged is None else _part(own, "form.json", lambda one: _form(one, merged), problems)
    process = _part(own, "process.bpmn", bpmn.read, problems)
    model = _part({"rules.dmn": _NO_RULES} | own if told else own, "rules.dmn", dmn.read, problems)
    texts = {path: _text(path, own, problems) for path in own if path.endswith((".md", ".typ"))}
    told_in_english = _part(own, english.FILE, english.read, problems)
    scenarios = read_scenarios(own, problems)
    chosen = chosen_when(parts, told, form, problems) if form else ()
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
        english=told_in_english or {},
        guide_in_english=texts.get(english.GUIDE, ""),
        parts=chosen,
        needed_by=merged.needed_by if merged else {},
    )


def read_folder(path: Path | str, find: Find | None = None) -> Service:
    """Read a service from a directory; hidden files are left out. Raises ``ServiceError``."""
    return read(files_of(Path(path)), find)


def folders_below(path: Path) -> list[Path]:
    """The folders that hold a service: the path itself, or those below it; parts lie inside their joint service."""
    folders = sorted(file.parent for file in path.rglob("service.yaml"))
    return [one for one in folders if not set(one.parents) & set(folders)]


def has_parts(files: Mapping[str, bytes]) -> bool:
    """Whether these look like the files of a joint service; ``read`` says whether they are."""
    return b"\nparts:" in files.get("service.yaml", b"")


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


def _names(
    own: Mapping[str, bytes], *, joint: bool, parts: Collection[str], files: Mapping[str, bytes]
) -> Iterator[Problem]:
    for name in NEEDED:
        if name not in own and not (joint and name == "rules.dmn"):
            yield Problem(name, "没有这个文件。", "每个事项都要有。")
    for path in sorted(files):
        inside = any(path.startswith(f"{folder}/") for folder in parts if folder)
        if not inside and not _ALLOWED.fullmatch(path):
            yield Problem(path, "不认识这个文件。", "事项文件夹里只放规定的文件，名字用小写字母、数字和短横线。")


def _part(
    files: Mapping[str, bytes], name: str, reader: Callable[[bytes], _Part], problems: list[Problem]
) -> _Part | None:
    """The part, or ``None`` after its faults were noted under the file's name."""
    if name not in files:
        return None
    try:
        return reader(files[name])
    except (bpmn.BpmnError, dmn.DmnError) as error:
        listed = [p.at(f"{name}#{p.element}") for p in error.problems]
        problems += listed or [Problem(name, str(error))]
    except (forms.FormError, ServiceError) as error:
        problems += error.problems
    except (ValueError, RecursionError) as error:
        problems.append(Problem(name, f"读不懂：{error}"))
    return None


def _meta(content: bytes) -> Meta:
    data = strict_yaml.load(content.decode())
    is_joint = isinstance(data, dict) and "parts" in data
    if isinstance(data, dict) and data.get("handling") == "guide":
        # Written inside braces it would be taken for a service that people can apply for.
        raise ServiceError([Problem("service.yaml#handling", "没有单独写成一行，", "顶格写一行 handling: guide。")])
    if found := list(faults(data, JointMeta if is_joint else Meta, "service.yaml")):
        raise ServiceError(found)
    return cast(Meta, {**_LEFT_TO_PARTS, **data} if is_joint else data)


def _merged(
    own: Mapping[str, bytes], parts: Sequence[Part], told: Sequence[PartOf], problems: list[Problem]
) -> forms.Merged | None:
    """The joint form with the fields of its parts; None when it cannot be read at all, which is told elsewhere."""
    if len(parts) < len(told):
        return None
    whens = {one["id"]: one.get("when", "") for one in told}
    try:
        known = {one.id: forms.PartForm(_json(one.service.files["form.json"]), whens[one.id]) for one in parts}
        definition = _json(own["form.json"])
    except (KeyError, ValueError, RecursionError):
        return None
    merged = forms.merge(definition, known)
    problems += merged.problems
    return merged


def _form(content: bytes, merged: forms.Merged | None) -> forms.Form:
    return forms.read(merged.definition if merged else _json(content))


def _json(content: bytes) -> dict[str, Any]:
    data = json.loads(content.decode(), object_pairs_hook=_unique)
    if not isinstance(data, dict):
        raise ValueError("最外层要写成对象")
    return data


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
