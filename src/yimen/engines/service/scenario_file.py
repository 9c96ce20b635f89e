"""scenarios/*.yaml: given, steps, then. ``like`` takes over what another scenario gives, so that each says its point.

``given`` may leave out what the scenario named in ``like`` gives; answers and facts are merged key by key.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NotRequired, TypedDict

from yimen.engines.problem import Problem
from yimen.engines.service import strict_yaml
from yimen.engines.service.model import Expected, Extend, Fire, Given, Scenario, Special, Step, Work
from yimen.engines.service.shape import faults


class _Then(TypedDict):
    failures: NotRequired[dict[str, str]]
    materials: NotRequired[list[str]]
    checklist: NotRequired[list[str]]
    outcome: NotRequired[str]
    ends: NotRequired[str]
    documents: NotRequired[list[str]]
    reasons: NotRequired[list[str]]
    competent: NotRequired[bool]
    fee: NotRequired[int | str]
    decisions: NotRequired[dict[str, object]]
    parts: NotRequired[dict[str, str]]
    kept: NotRequired[bool]
    statutory_on: NotRequired[str]


_STEPS = (
    "每一步写 submit、withdraw、{task: 环节, outcome: 结果, found: 现场查到的}、{timer: 定时}、"
    "{special: 特别程序, from: 日期, until: 日期} 或者 {extend: 天数, on: 日期}。"
)
# What a scenario may claim.
THEN = frozenset(_Then.__annotations__)
_GIVEN = {"like", "today", "answers", "facts", "lists", "refuses"}


def read_scenarios(files: Mapping[str, bytes], problems: list[Problem]) -> tuple[Scenario, ...]:
    """Every scenario of the folder, by file name; what cannot be read is noted and left out."""
    paths = sorted(path for path in files if path.startswith("scenarios/") and path.endswith(".yaml"))
    raw = {path: data for path in paths if (data := _load(path, files[path], problems)) is not None}
    found = []
    for path, data in raw.items():
        given = _given(path, raw, problems, ())
        if given is not None:
            steps = tuple(_step(step) for step in data["steps"])
            found.append(Scenario(path, data["name"], given, steps, _expected(data["then"])))
    return tuple(found)


def _load(path: str, content: bytes, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        data = strict_yaml.load(content.decode())
    except ValueError as error:
        problems.append(Problem(path, str(error)))
        return None
    found = [*_shape(data, path)]
    problems += found
    return None if found else data


def _shape(data: object, path: str) -> list[Problem]:
    if not isinstance(data, dict) or set(data) != {"name", "given", "steps", "then"}:
        return [Problem(path, "情景要写 name、given、steps、then 四项，不多也不少。")]
    found = [*faults(data["name"], str, f"{path}#name"), *faults(data["then"], _Then, f"{path}#then")]
    if not isinstance(data["given"], dict) or set(data["given"]) - _GIVEN:
        found.append(Problem(f"{path}#given", f"可以写：{'、'.join(sorted(_GIVEN))}。"))
    if not isinstance(data["steps"], list) or not all(_is_step(step) for step in data["steps"]):
        found.append(Problem(f"{path}#steps", _STEPS))
    if not data["then"]:
        found.append(Problem(f"{path}#then", "没有写预期。", "至少写一条，否则这个情景什么也没有检查。"))
    return found


def _is_step(step: object) -> bool:
    if not isinstance(step, dict):
        return step in ("submit", "withdraw")
    if set(step) == {"timer"}:
        return isinstance(step["timer"], str)
    if set(step) == {"special", "from", "until"}:
        return isinstance(step["special"], str) and _is_day(step["from"]) and _is_day(step["until"])
    if set(step) == {"extend", "on"}:
        return isinstance(step["extend"], int) and _is_day(step["on"])
    texts = {name: value for name, value in step.items() if name != "found"}
    found = step.get("found", {})
    named = set(texts) == {"task", "outcome"} and all(isinstance(value, str) for value in texts.values())
    return named and isinstance(found, dict)


def _is_day(text: object) -> bool:
    try:
        return isinstance(text, str) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _step(step: str | Mapping[str, Any]) -> Step:
    if isinstance(step, str):
        return "withdraw" if step == "withdraw" else "submit"
    if "timer" in step:
        return Fire(step["timer"])
    if "special" in step:
        return Special(step["special"], date.fromisoformat(step["from"]), date.fromisoformat(step["until"]))
    if "extend" in step:
        return Extend(step["extend"], date.fromisoformat(step["on"]))
    return Work(step["task"], step["outcome"], step.get("found", {}))


def _given(path: str, raw: Mapping[str, Any], problems: list[Problem], seen: tuple[str, ...]) -> Given | None:
    """What the scenario starts from, after what it is like; a circle or a missing one is noted."""
    if path in seen or path not in raw:
        problems.append(Problem(seen[0] if seen else path, f"like 指向的情景 {path} 没有，或者绕回了自己。"))
        return None
    data, base = raw[path]["given"], None
    if "like" in data:
        base = _given(f"scenarios/{data['like']}.yaml", raw, problems, (*seen, path))
        if base is None:
            return None
    given = Given(
        today=data.get("today") or (base.today if base else ""),
        answers={**(base.answers if base else {}), **(data.get("answers") or {})},
        facts={**(base.facts if base else {}), **(data.get("facts") or {})},
        lists={**(base.lists if base else {}), **(data.get("lists") or {})},
        refuses={**(base.refuses if base else {}), **(data.get("refuses") or {})},
    )
    try:
        date.fromisoformat(str(given.today))
    except ValueError:
        problems.append(Problem(f"{path}#given", f"today 要写成 2026-01-05 这样，现在是 {given.today!r}。"))
        return None
    return given


def _expected(data: Mapping[str, Any]) -> Expected:
    lists = ("materials", "checklist", "documents", "reasons")
    claims: dict[str, Any] = {key: tuple(value) if key in lists else value for key, value in data.items()}
    if "fee" in claims:
        claims["fee"] = str(claims["fee"])
    return Expected(**claims)
