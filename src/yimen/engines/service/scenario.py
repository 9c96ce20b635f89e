"""One scenario against its service: what it claims, and what came out instead."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from yimen.engines import dmn, forms
from yimen.engines.feel import from_host, write
from yimen.engines.service.model import Expected, Scenario, Service
from yimen.engines.service.play import Played, play


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether every claim held; each difference says what was expected and what came."""

    passed: bool
    differences: tuple[str, ...]


def run_scenario(service: Service, scenario: Scenario) -> Outcome:
    """Play a scenario and compare."""
    return compare(play(service, scenario), scenario.then)


def compare(played: Played, then: Expected) -> Outcome:
    """The outcome of what was played against what was claimed."""
    differences = [*played.difficulties, *_failure_differences(played.failures, then)]
    if not played.failures:
        differences += _decision_differences(played, then)
        differences += _process_differences(played, then)
    elif then != Expected(failures=then.failures):
        differences.append("表单没有通过，后面的预期都没有检查。")
    return Outcome(not differences, tuple(differences))


def _failure_differences(failures: list[forms.Failure], then: Expected) -> Iterator[str]:
    found = {key: [one.sentence for one in failures if one.key == key] for key in {one.key for one in failures}}
    for key, sentences in sorted(found.items()):
        if key not in then.failures:
            yield f"{key} 没有料到要改：{'；'.join(sentences)}"
        elif not any(then.failures[key] in sentence for sentence in sentences):
            yield f"{key} 预期提示“{then.failures[key]}”，实际是：{'；'.join(sentences)}"
    for key in sorted(then.failures.keys() - found.keys()):
        yield f"{key} 预期要改（{then.failures[key]}），实际通过了"


def _decision_differences(played: Played, then: Expected) -> Iterator[str]:
    outputs = {name: decision.outputs for name, decision in played.decisions.items()}
    materials = outputs.get("materials") if played.materials is None else played.materials
    yield from _different("materials", then.materials, _listed(materials))
    if then.checklist is not None:
        yield from _different("checklist", then.checklist, _conditions(played, with_finding=_mentions_finding(then)))
    for name, claimed in (("outcome", then.outcome), ("competent", then.competent)):
        if claimed is not None and outputs.get(name) != claimed:
            yield f"{name} 预期 {claimed}，实际 {outputs.get(name)}"
    if then.fee is not None and str(outputs.get("fee")) != then.fee:
        yield f"fee 预期 {then.fee}，实际 {outputs.get('fee')}"
    for name, wanted in then.decisions.items():
        if name not in outputs:
            yield f"rules.dmn 里没有决策 {name}"
        elif not _same(wanted, outputs[name]):
            yield f"{name} 预期 {_said(wanted)}，实际 {_said(outputs[name])}"
    said = [reason.sentence for reason in _checklist(played).reasons]
    for part in then.reasons:
        if not any(part in sentence for sentence in said):
            yield f"预期理由里有“{part}”，实际是：{'；'.join(said) or '没有理由'}"


def _process_differences(played: Played, then: Expected) -> Iterator[str]:
    if then.ends is not None and then.ends not in played.ended:
        yield f"预期办到 {then.ends}，实际{'停在中途' if not played.ended else '是 ' + '、'.join(played.ended)}"
    if then.kept is not None and then.kept != played.kept:
        yield f"kept 预期{_held(then.kept)}，实际{_held(played.kept)}"
    last = played.statutory_on.isoformat() if played.statutory_on else None
    if then.statutory_on is not None and then.statutory_on != last:
        yield f"statutory_on 预期 {then.statutory_on}，实际{f'是 {last}' if last else '没有在走的期限'}"
    if then.parts is not None:
        for name in sorted({*then.parts, *played.parts}):
            claimed, found = then.parts.get(name, "不用办"), played.parts.get(name, "不用办")
            if claimed != found:
                yield f"部分 {name} 预期 {claimed}，实际 {found}"
    if then.documents is not None:
        yield from _different("documents", then.documents, tuple(played.documents))


def _held(kept: bool) -> str:
    return "还为这件保留" if kept else "没有为这件保留"


def _same(claimed: object, found: object) -> bool:
    """Whether a claim written in YAML is this FEEL value: decimals and dates come as text, true is not 1."""
    if isinstance(claimed, list):
        return (
            isinstance(found, list)
            and len(claimed) == len(found)
            and all(_same(one, other) for one, other in zip(claimed, found, strict=True))
        )
    if isinstance(claimed, dict):
        return (
            isinstance(found, dict)
            and claimed.keys() == found.keys()
            and all(_same(claimed[key], found[key]) for key in claimed)
        )
    if isinstance(found, Decimal):
        return not isinstance(claimed, bool) and _number(claimed) == found
    if isinstance(found, str | bool) or found is None:
        return type(claimed) is type(found) and claimed == found
    return isinstance(claimed, str) and claimed == write(found)


def _number(claimed: object) -> Decimal | None:
    try:
        return Decimal(str(claimed))
    except InvalidOperation:
        return None


def _said(value: object) -> str:
    """A value in a sentence: as FEEL writes it, texts without quotes."""
    return value if isinstance(value, str) else write(from_host(value))


def _different(what: str, claimed: tuple[str, ...] | None, found: tuple[str, ...]) -> Iterator[str]:
    if claimed is not None and sorted(claimed) != sorted(found):
        yield f"{what} 预期 {'、'.join(claimed) or '没有'}，实际 {'、'.join(found) or '没有'}"


def _checklist(played: Played) -> dmn.Decision:
    return played.decisions.get("checklist") or dmn.Decision("checklist", None)


def _mentions_finding(then: Expected) -> bool:
    return any(" " in item for item in then.checklist or ())


def _conditions(played: Played, with_finding: bool) -> tuple[str, ...]:
    """``c5``, or ``c5 存疑`` where the scenario names the finding too."""
    rows = _checklist(played).outputs
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return tuple(
        f"{row.get('condition')} {row.get('finding')}" if with_finding else str(row.get("condition")) for row in found
    )


def _listed(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
