"""One form for several: the union of the parts' forms in the order that the joint form gives, each thing asked once.

It works on definitions as they are written: an entry ``{"from": "food.uscc"}`` of a section takes a field of a part,
``{"from": "food.premises.*"}`` what is not placed yet of a section of a part. What comes out is an ordinary definition.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from yimen.engines.problem import Problem

Definition = Mapping[str, Any]
# What must not differ where two parts ask for the same thing: the answer would fit only one of them.
_SHAPE = ("type", "options_from", "min", "max", "max_length", "kind_field", "person_field")
_CONDITIONS = ("required", "required_when", "ask_when")
ALWAYS = "true"
_SAME = "同一项的类型、选项和范围要一致；不是同一件事就换一个名字。"


@dataclass(frozen=True, slots=True)
class PartForm:
    """The form of a part, and the condition (FEEL over the joint form) on which the part is chosen; empty: always."""

    definition: Definition
    when: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """``definition`` is what ``forms.read`` takes; ``needed_by`` says for each field which parts need it, those that
    belong to the whole left out."""

    definition: dict[str, Any]
    needed_by: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


@dataclass
class _Work:
    parts: Mapping[str, PartForm]
    placed: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, place: str, sentence: str, advice: str = "") -> None:
        self.problems.append(Problem(f"form.json#{place}", sentence, advice))


def merge(definition: Definition, parts: Mapping[str, PartForm]) -> Merged:
    """Put the parts' fields where the joint form names them; their derived values and checks come along.

    A part's field is asked where one of its parts is chosen and the part itself asks it; it must be answered where a
    chosen part needs it. What the joint form asks in its own words (because a part is chosen by it) counts for the
    parts that know the same key. Problems name what is asked twice, left out,
    not there, or different from part to part.
    """
    work = _Work(parts)
    for key, own in fields_of(definition).items():
        _own_field(key, own, work)
    sections = [_section(one, work) for one in definition.get("sections", [])]
    _left_out(work)
    merged = {
        **definition,
        "sections": sections,
        "derived": _derived(definition, work),
        "checks": [*definition.get("checks", []), *_checks(parts)],
    }
    return Merged(merged, {key: tuple(_holders(key, parts)) for key in sorted(work.placed)}, tuple(work.problems))


def fields_of(definition: Definition) -> dict[str, dict[str, Any]]:
    """The fields of a definition by key, as they are written."""
    fields = [one for section in definition.get("sections", []) for one in section.get("fields", [])]
    return {one["key"]: one for one in fields if isinstance(one, dict) and "key" in one}


def _holders(key: str, parts: Mapping[str, PartForm]) -> Iterator[str]:
    return (name for name, part in parts.items() if key in fields_of(part.definition))


def _own_field(key: str, own: Definition, work: _Work) -> None:
    for name in _holders(key, work.parts):
        work.placed.add(key)
        if _shape(fields_of(work.parts[name].definition)[key]) != _shape(own):
            work.fault(f"fields/{key}", f"{key} 和 {name} 里的不一样，", _SAME)


def _section(section: Definition, work: _Work) -> dict[str, Any]:
    fields: list[Any] = []
    for entry in section.get("fields", []):
        fields += _taken(entry, work) if isinstance(entry, dict) and "from" in entry else [entry]
    return {**section, "fields": fields}


def _taken(entry: Definition, work: _Work) -> Iterator[dict[str, Any]]:
    told = str(entry["from"])
    name, _, what = told.partition(".")
    place = f"fields/{told}"
    if set(entry) != {"from"}:
        work.fault(place, "写了 from 的地方不能再写别的，", "内容在各部分自己的表单里改。")
    if name not in work.parts:
        work.fault(place, f"没有 {name} 这一部分。")
        return
    keys = _keys(work.parts[name].definition, what)
    if not keys:
        work.fault(place, f"{name} 的表单里没有 {what}。")
    for key in keys:
        if key in work.placed:
            if not what.endswith(".*"):
                work.fault(place, f"{key} 已经问过一次，", "同一件事只问一次，删掉这一处。")
            continue
        work.placed.add(key)
        yield _one_field(key, work)


def _keys(definition: Definition, what: str) -> list[str]:
    if what.endswith(".*"):
        found = [one for one in definition.get("sections", []) if one.get("id") == what.removesuffix(".*")]
        return [one["key"] for section in found for one in section.get("fields", [])]
    return [what] if what in fields_of(definition) else []


def _one_field(key: str, work: _Work) -> dict[str, Any]:
    """The field as its first part words it, asked and needed where any chosen part asks and needs it."""
    holders = list(_holders(key, work.parts))
    written = [fields_of(work.parts[name].definition)[key] for name in holders]
    for name, other in zip(holders[1:], written[1:], strict=True):
        if _shape(other) != _shape(written[0]):
            work.fault(f"fields/{key}", f"{key} 在 {holders[0]} 和 {name} 里不一样，", _SAME)
    whens = [work.parts[name].when for name in holders]
    shown = _any(_all(when, _asked(one)) for when, one in zip(whens, written, strict=True))
    needed = _any(
        _all(when, _asked(one) if one.get("required") else one.get("required_when", ""))
        for when, one in zip(whens, written, strict=True)
        if one.get("required") or one.get("required_when")
    )
    uses = list(dict.fromkeys(use for one in written for use in one.get("use", [])))
    found = {name: value for name, value in written[0].items() if name not in (*_CONDITIONS, "use")}
    if uses:
        found["use"] = uses
    return {**found, **_conditions(shown, needed, never=not any(map(_is_needed, written)))}


def _is_needed(one: Definition) -> bool:
    return bool(one.get("required") or one.get("required_when"))


def _conditions(shown: str, needed: str, *, never: bool) -> dict[str, Any]:
    found: dict[str, Any] = {} if shown == ALWAYS else {"ask_when": shown}
    if never:
        return found
    if shown == needed:
        return {**found, "required": True}
    # A field with no condition but ``required_when`` would be asked only where it is needed.
    return {"ask_when": shown, "required_when": needed}


def _shape(one: Definition) -> tuple[object, ...]:
    options = tuple(option.get("value") for option in one.get("options", []))
    columns = tuple((column.get("key"), _shape(column)) for column in one.get("columns", []))
    return (*(one.get(name) for name in _SHAPE), options, columns)


def _asked(one: Definition) -> str:
    """When the part itself asks this field; ``true`` where it always does."""
    conditions = [one[name] for name in ("ask_when", "required_when") if one.get(name)]
    return _any(conditions) if conditions else ALWAYS


def _all(*conditions: str) -> str:
    kept = list(dict.fromkeys(one for one in conditions if one and one != ALWAYS))
    return " and ".join(f"({one})" for one in kept) if len(kept) > 1 else kept[0] if kept else ALWAYS


def _any(conditions: Any) -> str:
    kept = list(dict.fromkeys(conditions))
    if ALWAYS in kept:
        return ALWAYS
    return " or ".join(f"({one})" for one in kept) if len(kept) > 1 else "".join(kept)


def _left_out(work: _Work) -> None:
    for name, part in work.parts.items():
        for key in fields_of(part.definition):
            if key not in work.placed:
                sentence = f"{name} 要问的 {key} 没有放进申请表，"
                work.fault(f"fields/{key}", sentence, f'加上 {{"from": "{name}.{key}"}}。')
                # Said once, though several parts may ask for it.
                work.placed.add(key)


def _derived(definition: Definition, work: _Work) -> list[Any]:
    found = {one["key"]: one for one in definition.get("derived", [])}
    for name, part in work.parts.items():
        for one in part.definition.get("derived", []):
            before = found.setdefault(one["key"], one)
            if before.get("expression") != one.get("expression"):
                work.fault(f"derived/{one['key']}", f"{name} 的算法和前面的不一样，", "换一个名字，或者改成一样。")
    return list(found.values())


def _checks(parts: Mapping[str, PartForm]) -> Iterator[dict[str, Any]]:
    """The checks of each part, which bind where the part is chosen; one that several parts have is asked once."""
    said: dict[tuple[str, tuple[str, ...]], tuple[dict[str, Any], list[str]]] = {}
    for name, part in parts.items():
        for one in part.definition.get("checks", []):
            key = (one.get("expression", ""), tuple(one.get("fields", [])))
            said.setdefault(key, ({**one, "id": f"{name}-{one.get('id', '')}"}, []))[1].append(part.when or ALWAYS)
    for one, whens in said.values():
        when = _any(whens)
        yield one if when == ALWAYS else {**one, "expression": f"if ({when}) then ({one['expression']}) else null"}
