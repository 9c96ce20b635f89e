"""FEEL of a service folder over the facts of its case: whether it can be read, and whether anybody knows its names."""

from collections.abc import Collection, Iterator

from yimen.engines.feel import FeelError, compile_expression
from yimen.engines.problem import Problem
from yimen.engines.service.inspections import items_of
from yimen.engines.service.model import Service


def known_names(service: Service) -> frozenset[str]:
    """What is known of a case when it is granted: answers, derived values, facts, what officers found."""
    asked = {fact["name"] for fact in service.meta["facts"]} | {item["id"] for item in items_of(service)}
    return service.form.names | asked


def names_in(text: str, service: Service) -> frozenset[str]:
    """The names that an expression reads; none where it cannot be read, which ``faults`` tells."""
    try:
        return compile_expression(text, known_names(service)).names
    except FeelError:
        return frozenset()


def faults(text: str, known: Collection[str], place: str, called: str, source: str) -> Iterator[Problem]:
    """What is wrong with one expression. A name that nobody knows would be null in silence.

    Args:
        called: how the expression is called in a sentence, such as ``number.kind``.
        source: where its names may come from, said after an unknown one.
    """
    try:
        names = compile_expression(text, known).names
    except FeelError as error:
        yield Problem(place, f"{called} 第 {error.column} 列：{error.sentence}", f"（{text}）")
        return
    for unknown in sorted(names - set(known)):
        yield Problem(place, f"{called} 里的 {unknown} {source}。")
