"""What a model can be read with but should not be published with: what reading noticed, then the analysis."""

from __future__ import annotations

from yimen.engines.problem import Problem

from .analysis import analyse
from .model import Model


def check(model: Model) -> list[Problem]:
    """All problems of a readable model: those noticed while reading, then those of requirements and tables."""
    return [*model.findings, *analyse(model)]
