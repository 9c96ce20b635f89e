"""How good a service is, told from its folder: the linter by rules in data, and the badges that nobody types.

``facts_of`` says what rules may know of a service; ``lint`` asks the rules of a library of standards and gives problems
with rule, severity, sentence, advice; ``check_rules`` judges the rules themselves. ``badges`` computes 全程网办, 零跑动
and their like from process, channels and materials; ``burden`` counts what a service costs people.

Others may use the names in ``__all__``.
"""

from yimen.engines.service.quality.badges import BADGES, Badge, badges, beside_facts, online_depth, visits_of
from yimen.engines.service.quality.burden import Burden, burden
from yimen.engines.service.quality.facts import FACTS, LISTS, facts_of
from yimen.engines.service.quality.lacks import LACKS, lacks
from yimen.engines.service.quality.lint import lint
from yimen.engines.service.quality.rules import check_rules

__all__ = [
    "BADGES",
    "FACTS",
    "LACKS",
    "LISTS",
    "Badge",
    "Burden",
    "badges",
    "beside_facts",
    "burden",
    "check_rules",
    "facts_of",
    "lacks",
    "lint",
    "online_depth",
    "visits_of",
]
