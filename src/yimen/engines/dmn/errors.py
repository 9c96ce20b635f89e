"""Why a file is no usable decision model."""

from collections.abc import Sequence

from yimen.engines.problem import Problem


class DmnError(Exception):
    """The model cannot be read. ``problems`` name the element and say in Chinese what is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("；".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
