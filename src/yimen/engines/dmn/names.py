"""What expressions of a model may name: its types and the parts of its types. Collects what goes wrong on the way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from yimen.engines.feel.errors import FeelError
from yimen.engines.feel.expression import UnaryTests, compile_expression, compile_unary_tests
from yimen.engines.feel.runtime import Code, Env
from yimen.engines.feel.types import ANY, BASIC_TYPES, FeelType
from yimen.engines.feel.values import Value
from yimen.engines.problem import Problem

from .origin import Origin, marked


@dataclass
class Reading:
    """The state of reading one model."""

    types: dict[str, FeelType] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    refusals: list[Problem] = field(default_factory=list)
    findings: list[Problem] = field(default_factory=list)
    # Tables repeat their cells: each is compiled once for the names it may read.
    _cells: dict[tuple[str, tuple[str, ...], int], UnaryTests] = field(default_factory=dict)

    def refuse(self, element: str, sentence: str, advice: str = "") -> Code:
        """Note an error; the code that stands in its place gives null and the same sentence as a doubt."""
        self.refusals.append(Problem(element, sentence, advice))
        return failing(sentence)

    def type_of(self, reference: str | None, element: str) -> FeelType:
        """The type a ``typeRef`` names; unknown ones are refused."""
        name = (reference or "").strip()
        plain = name.removeprefix("feel:")
        if not name or plain == "Any":
            return ANY
        found = self.types.get(name) or BASIC_TYPES.get(plain)
        if found is None:
            self.refuse(element, f"没有名为“{name}”的类型。")
        return found or ANY

    def expression(self, text: str, names: Collection[str], element: str) -> Code:
        """A compiled expression; unknown names become findings."""
        try:
            made = compile_expression(text, names, members=self.members, types=self.types)
        except FeelError as error:
            return self.refuse(element, f"表达式“{_short(text)}”有误：{error}")
        self._report_unknown(made.names, names, element, text)
        return marked(made.code, Origin(tree=made.tree))

    def tests(self, text: str, names: Collection[str], element: str) -> Code | None:
        """A compiled table cell; ``None`` when any value passes."""
        if text.strip() == "-":
            return None
        try:
            made = self._cell(text, names)
        except FeelError as error:
            return self.refuse(element, f"条件“{_short(text)}”有误：{error}")
        self._report_unknown(made.names, names, element, text)
        return marked(made.code, Origin(tree=made.tree))

    def _cell(self, text: str, names: Collection[str]) -> UnaryTests:
        key = text, tuple(names), len(self.members)
        if key not in self._cells:
            self._cells[key] = compile_unary_tests(text, names, members=self.members, types=self.types)
        return self._cells[key]

    def _report_unknown(self, read: Collection[str], names: Collection[str], element: str, text: str) -> None:
        for name in sorted(set(read) - set(names)):
            advice = "核对名称，或为这个决策补上对它的信息要求；文本要写在双引号里。"
            sentence = f"“{_short(text)}”用到了“{name}”，而它不在可用的名称之中。"
            english = f'"{_short(text)}" reads "{name}", which is not among the names it can see.'
            self.findings.append(Problem(element, sentence, advice, kind="unknown-name", english=english))


def failing(sentence: str) -> Code:
    """Code that gives null and says why."""

    def run(env: Env) -> Value:
        return env.run.doubt(sentence)

    return run


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:57]}…"
