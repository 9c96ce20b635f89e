"""Facts that the host fetches: each known to the rules, each expression readable, nothing fetched for nothing."""

from collections.abc import Iterator

from yimen.engines.feel import FeelError, compile_expression
from yimen.engines.problem import Problem
from yimen.engines.service import formulas
from yimen.engines.service.benefits import told_names
from yimen.engines.service.inspections import items_of
from yimen.engines.service.meta.work import Fact
from yimen.engines.service.model import Service

_SOURCES = (
    "在表单里问，或者在 service.yaml 里写明来源：facts 是向哪个库查，inspections 是到现场看，"
    "benefit.told 是发放时才知道。"
)


def check(service: Service) -> Iterator[Problem]:
    """Problems of the facts, and of the names the rules read."""
    facts, form = service.meta["facts"], service.form.names
    used = set(service.model.inputs) | printed(service)
    for at, fact in enumerate(facts):
        known = form | {before["name"] for before in facts[:at]}
        problems, names = _expressions(fact, known)
        yield from problems
        used |= names
        if fact["name"] in form:
            yield Problem(_place(fact), "表单里也有这个名字，分不清是问来的还是查来的。")
    declared = {fact["name"] for fact in facts} | {item["id"] for item in items_of(service)}
    declared |= told_names(service)
    for name in service.model.inputs:
        if name not in declared | form:
            yield Problem(f"rules.dmn#{name}", f"规则要用 {name}，没有谁提供它。", _SOURCES)
    for fact in facts:
        if fact["name"] not in used:
            yield Problem(_place(fact), "规则没有用到它，", "用不上的不要查。")


def printed(service: Service) -> set[str]:
    """The facts that a certificate prints."""
    texts = [one["expression"] for result in service.meta["results"] for one in result["fields"] if "expression" in one]
    return {name for text in texts for name in formulas.names_in(text, service)}


def _place(fact: Fact) -> str:
    return f"service.yaml#facts/{fact['name']}"


def _expressions(fact: Fact, known: frozenset[str]) -> tuple[list[Problem], set[str]]:
    """Problems of the fact's expressions, and the names they read."""
    problems: list[Problem] = []
    read: set[str] = set()
    texts = {"when": fact.get("when"), "keys": fact["keys"], "expression": fact["expression"]}
    for name, text in texts.items():
        allowed = known | {"records"} if name == "expression" else known
        try:
            names = compile_expression(text, allowed).names if text else frozenset()
        except FeelError as error:
            problems.append(Problem(_place(fact), f"{name} 第 {error.column} 列：{error.sentence}", f"（{text}）"))
            continue
        read |= names
        for unknown in sorted(names - allowed):
            problems.append(Problem(_place(fact), f"{name} 里的 {unknown} 不在表单里，也不是前面查来的。"))
    return problems, read
