"""The requirements between the elements of a model: cycles, facts that nobody uses."""

from __future__ import annotations

from collections.abc import Iterator

from yimen.engines.dmn.model import DecisionDef, Model
from yimen.engines.problem import Problem

from .words import problem


def check(model: Model) -> Iterator[Problem]:
    """Problems of the requirements."""
    yield from _cycles(model)
    yield from _unused_inputs(model)


def _cycles(model: Model) -> Iterator[Problem]:
    done: set[str] = set()
    for decision in model.decisions.values():
        path = _cycle_from(model, decision, (), done)
        if path:
            names = " → ".join(model.decisions[one].name for one in path)
            sentences = (f"决策的要求绕成了圈：{names}。", f"The requirements of the decisions form a circle: {names}.")
            yield problem("cycle", path[0], sentences, "去掉其中一个要求。")


def _cycle_from(model: Model, decision: DecisionDef, path: tuple[str, ...], done: set[str]) -> tuple[str, ...]:
    if decision.id in path:
        return (*path[path.index(decision.id) :], decision.id)
    if decision.id in done:
        return ()
    for reference in decision.decisions:
        if "#" not in reference:
            found = _cycle_from(model, model.decisions[reference], (*path, decision.id), done)
            if found:
                done.add(decision.id)
                return found
    done.add(decision.id)
    return ()


def _unused_inputs(model: Model) -> Iterator[Problem]:
    used = {reference for decision in model.decisions.values() for reference in decision.inputs}
    used |= {reference for service in model.services.values() for reference in service.inputs}
    for identity, item in model.input_data.items():
        if identity not in used:
            sentences = (f"没有一个决策用到“{item.name}”。", f"No decision uses “{item.name}”.")
            advice = "用不到的事实请删去，或补上信息要求。"
            yield problem("unused", identity, sentences, advice, severity="warning")
