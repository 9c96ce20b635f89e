from collections.abc import Sequence

from yimen.engines.problem import Problem
from yimen.ground.errors import DomainError


class NotAList(DomainError):
    """The file is no list of powers; ``problems`` names every fault."""

    code = "not-a-list"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("这份权责清单还不能发布", "；".join(str(one) for one in problems[:20]))
        self.problems = tuple(problems)
