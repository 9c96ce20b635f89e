"""Does a condition ask for an answer that can come? A slip here would send every case one way."""

import re
from collections.abc import Iterator, Mapping

from yimen.engines.problem import Problem

from .happenings import CANCELLED
from .model import BusinessRuleTask, CallActivity, Process, ScriptTask, UserTask

_COMPARED = re.compile(r"""(?<![\w.-])([\w.-]*outcome)\s*!?=\s*"([^"]*)\"""")


class Answers:
    """The answers that can come in one process. Found once: there are as many conditions as answers."""

    def __init__(self, process: Process, called: Mapping[str, Process]) -> None:
        self._tasks, self._ends = _by_tasks(process), _by_calls(process, called)

    def problems(self, element: str, condition: str) -> Iterator[Problem]:
        """Of a condition that compares with an outcome of a task, or with the end of a called process."""
        for name, value in _COMPARED.findall(condition):
            if value and value not in self._tasks.get(name, {value}):
                sentence = f"条件“{condition}”里的“{value}”不是人工任务的办理结果。"
                yield Problem(element, sentence, "核对 ym:outcomes 的写法。")
            if value and value not in self._ends.get(name, {value}):
                sentence = f"条件“{condition}”里的“{value}”不是被调用流程的结束事件。"
                yield Problem(element, sentence, f"可以写：{'、'.join(sorted(self._ends[name]))}。")


def _by_tasks(process: Process) -> dict[str, set[str]]:
    """The outcomes that each variable may take; not of a variable that a rule or a script sets too."""
    tasks = [node for node in process.nodes.values() if isinstance(node, UserTask)]
    known = {f"{task.id}_outcome": set(task.outcomes) for task in tasks}
    if tasks:
        known["outcome"] = set().union(*known.values())
    return _without_set(process, known)


def _by_calls(process: Process, called: Mapping[str, Process]) -> dict[str, set[str]]:
    """The ends that each variable of a call may take, where the called process is known."""
    calls = [node for node in process.nodes.values() if isinstance(node, CallActivity) and node.called in called]
    return _without_set(process, {f"{node.id}_outcome": {*called[node.called].ends, CANCELLED} for node in calls})


def _without_set(process: Process, known: dict[str, set[str]]) -> dict[str, set[str]]:
    set_otherwise = {node.result for node in process.nodes.values() if isinstance(node, BusinessRuleTask | ScriptTask)}
    return {name: values for name, values in known.items() if name not in set_otherwise}
