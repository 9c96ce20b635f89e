"""The facts of an act, read from the history of its case as it stood when the act was done, each with its source."""

from yimen.domains.supervision.facts.act import Act, act_of
from yimen.domains.supervision.facts.gather import gather
from yimen.domains.supervision.facts.record import Fact

__all__ = ["Act", "Fact", "act_of", "gather"]
