"""What goes wrong around a process: a definition that cannot be used, a happening that comes too late."""

from collections.abc import Iterable

from yimen.engines.problem import Problem


class BpmnError(Exception):
    """A process cannot be read, started or moved on. ``sentence`` is Chinese; ``problems`` name the elements."""

    def __init__(self, sentence: str, problems: Iterable[Problem] = ()) -> None:
        self.sentence = sentence
        self.problems = tuple(problems)
        super().__init__("\n".join([sentence, *(str(problem) for problem in self.problems)]))


class UnfitValue(BpmnError):
    """A value cannot be kept with an instance: no FEEL value, or text that no database takes."""


class StaleHappening(BpmnError):
    """The happening does not fit the state: its token is gone, waits for something else, or the answer is unknown.

    Nothing has changed. Whoever sent it shows the present state instead.
    """
