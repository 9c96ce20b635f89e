"""The linter: every rule of the library asked of a service and of each part inside it."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from yimen.engines.feel import FeelError
from yimen.engines.problem import Problem
from yimen.engines.service.model import Service
from yimen.engines.service.quality.facts import facts_of
from yimen.engines.service.quality.rules import ONE, Compiled, compiled, filled
from yimen.engines.service.standards import Library, Rule


def lint(
    service: Service,
    library: Library,
    *,
    replaced: Mapping[str, str] = MappingProxyType({}),
    is_part: bool = False,
) -> list[Problem]:
    """Problems by the rules of quality; ``kind`` is the id of the rule.

    A condition that has no answer for this service is told as a warning: it is never taken for yes. Rules that cannot
    be read are reported too; ``check_rules`` finds them before they are published.

    Args:
        replaced: title of a law → what has replaced or changed it, beside what the library knows.
        is_part: the folder lies inside a joint service.
    """
    facts = facts_of(service, library, is_part=is_part, replaced=replaced)
    asked = [rule for rule in library.rules() if rule.get("guides") or not service.guide_only]
    own = [problem for rule in asked for problem in _ask(rule, facts)]
    folders = {one["id"]: one.get("folder", "") for one in service.meta.get("parts", [])}
    return own + [
        one.at(f"{folders[part.id]}/{one.element}")
        for part in service.parts
        if folders[part.id]
        for one in lint(part.service, library, replaced=replaced, is_part=True)
    ]


def _ask(rule: Rule, facts: Mapping[str, object]) -> Iterator[Problem]:
    try:
        asked = compiled(rule)
    except FeelError as error:
        yield Problem(
            f"standards#{rule['id']}", f"这条规则读不懂：{error.sentence}", "改好质量规则再查。", kind=rule["id"]
        )
        return
    listed = facts[rule["each"]] if "each" in rule else None
    for one in listed if isinstance(listed, list) else [None]:
        scope = {**facts, **one, ONE: one} if isinstance(one, dict) else dict(facts)
        # In a condition a bare name is always a fact of the whole; members are read from ``one``.
        yield from _judge(asked, {**facts, ONE: one} if one is not None else facts, scope)


def _judge(asked: Compiled, known: Mapping[str, object], scope: Mapping[str, object]) -> Iterator[Problem]:
    rule = asked.rule
    place = filled(rule["place"], scope)
    place = place if "#" in place else f"service.yaml#{place}"
    applies = True if asked.when is None else asked.when.evaluate(known).value
    holds = asked.must.evaluate(known).value if applies is True else applies is False
    if holds is True:
        return
    if holds is False and applies is True:
        basis = f"（{rule['basis']}）" if rule.get("basis") else ""
        sentence = f"{filled(rule['sentence'], scope)}{basis}。"
        yield Problem(place, sentence, filled(rule["advice"], scope), rule["severity"], kind=rule["id"])
        return
    sentence = f"规则 {rule['id']}（{rule['name']}）判断不了，"
    yield Problem(place, sentence, "补上它要看的内容，或者改规则。", "warning", kind=rule["id"])
