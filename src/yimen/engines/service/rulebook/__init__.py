"""The rulebook of supervision as one folder: what is expected of every official act, and how bodies are scored.

``supervision.yaml`` describes it, ``acts.dmn`` holds the tables of the acts (each row that hits is one finding),
``performance.dmn`` the score, ``scenarios/`` what a clerk expects of both. ``read`` takes the files, ``check`` judges
the parts against each other and plays the scenarios, ``judge`` asks the tables, ``score`` the formula. No database.
"""

from yimen.engines.service.rulebook.check import check
from yimen.engines.service.rulebook.facts import ACTS, FACTS, FIGURES
from yimen.engines.service.rulebook.judge import Hit, Score, TermScore, judge, rule_named, rules_of, score
from yimen.engines.service.rulebook.model import Meta, Rulebook
from yimen.engines.service.rulebook.read import FILE, folders_below, read, read_folder

__all__ = [
    "ACTS",
    "FACTS",
    "FIGURES",
    "FILE",
    "Hit",
    "Meta",
    "Rulebook",
    "Score",
    "TermScore",
    "check",
    "folders_below",
    "judge",
    "read",
    "read_folder",
    "rule_named",
    "rules_of",
    "score",
]
