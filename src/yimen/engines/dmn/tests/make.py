"""Small models for the tests: written as the parts that matter, wrapped in the XML that does not."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from yimen.engines.dmn import Model, read

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def xml(*parts: str, namespace: str = NAMESPACE) -> bytes:
    """A whole file around the parts."""
    head = f'<definitions xmlns="{namespace}" id="d" name="样例" namespace="urn:test">'
    return (head + "".join(parts) + "</definitions>").encode()


def model(*parts: str) -> Model:
    return read(xml(*parts))


def fact(name: str, type_: str = "Any") -> str:
    return f'<inputData id="i_{name}" name="{name}"><variable name="{name}" typeRef="{type_}"/></inputData>'


def needs(*names: str, decisions: Sequence[str] = (), knowledge: Sequence[str] = ()) -> str:
    """Requirements of facts, of decisions and of knowledge models, by name."""
    lines = [f'<informationRequirement><requiredInput href="#i_{name}"/></informationRequirement>' for name in names]
    lines += [
        f'<informationRequirement><requiredDecision href="#{name}"/></informationRequirement>' for name in decisions
    ]
    lines += [f'<knowledgeRequirement><requiredKnowledge href="#{name}"/></knowledgeRequirement>' for name in knowledge]
    return "".join(lines)


def decision(name: str, logic: str, requires: str = "", type_: str = "Any") -> str:
    return (
        f'<decision id="{name}" name="{name}"><variable name="{name}" typeRef="{type_}"/>{requires}{logic}</decision>'
    )


def literal(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def table(
    inputs: Sequence[str],
    outputs: Sequence[str],
    rows: Sequence[Sequence[str]],
    policy: str = "UNIQUE",
    extra: str = "",
    annotations: Sequence[str] = (),
    expected: Sequence[str] = (),
) -> str:
    """A decision table; a row holds input cells, output cells, annotations. An output is ``name`` or ``name=a,b``.

    ``expected`` are the input values of the columns, empty for none.
    """
    values = [*expected, *[""] * (len(inputs) - len(expected))]
    columns = "".join(_input(text, allowed) for text, allowed in zip(inputs, values, strict=True))
    columns += "".join(_output(text) for text in outputs)
    columns += "".join(f'<annotation name="{name}"/>' for name in annotations)
    rules = "".join(_rule(at, row, len(inputs), len(outputs)) for at, row in enumerate(rows, start=1))
    return f'<decisionTable id="table" hitPolicy={quoteattr(policy)} {extra}>{columns}{rules}</decisionTable>'


def _input(text: str, allowed: str) -> str:
    values = f"<inputValues><text>{escape(allowed)}</text></inputValues>" if allowed else ""
    return f"<input><inputExpression><text>{escape(text)}</text></inputExpression>{values}</input>"


def _output(text: str) -> str:
    name, _, values = text.partition("=")
    allowed = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    return f'<output name="{name}">{allowed}</output>'


def _rule(at: int, row: Sequence[str], inputs: int, outputs: int) -> str:
    kinds = ["inputEntry"] * inputs + ["outputEntry"] * outputs
    kinds += ["annotationEntry"] * (len(row) - len(kinds))
    cells = "".join(f"<{k}><text>{escape(cell)}</text></{k}>" for k, cell in zip(kinds, row, strict=False))
    return f'<rule id="r{at}">{cells}</rule>'


def typed_table(
    inputs: Sequence[str],
    types: Sequence[str],
    outputs: Sequence[str],
    rows: Sequence[Sequence[str]],
    policy: str,
    annotations: Sequence[str] = (),
) -> str:
    """A decision table whose input columns declare their types."""
    made = table(inputs, outputs, rows, policy, annotations=annotations)
    for name, type_ in zip(inputs, types, strict=True):
        plain = f"<inputExpression><text>{escape(name)}</text>"
        made = made.replace(plain, plain.replace("<inputExpression>", f'<inputExpression typeRef="{type_}">'), 1)
    return made
