"""FEEL as a process uses it: compiled once, kept, evaluated over the variables of an instance."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from yimen.engines.feel import Evaluation, Expression, FeelError, compile_expression

from .errors import BpmnError
from .model import Node, Process


@lru_cache(maxsize=4096)
def _compiled(text: str, names: frozenset[str]) -> Expression:
    return compile_expression(text, names)


def compile_text(text: str, names: Collection[str]) -> Expression:
    """The compiled expression, kept for the next instance. Raises ``FeelError``."""
    return _compiled(text, frozenset(names))


def evaluate(process: Process, node: Node, text: str, variables: Mapping[str, object]) -> Evaluation:
    """The value of an expression over the variables. Raises ``BpmnError`` when it cannot be compiled."""
    try:
        expression = compile_text(text, process.names)
    except FeelError as error:
        raise BpmnError(f"“{node.label}”的表达式写错了：{error.sentence}先修正流程定义。") from error
    return expression.evaluate(variables)
