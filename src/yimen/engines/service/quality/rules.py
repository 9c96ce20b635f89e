"""Rules of quality as data: compiled once, judged themselves before they judge a service."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from yimen.engines.feel import Expression, FeelError, compile_expression
from yimen.engines.problem import Problem
from yimen.engines.service.quality.facts import FACTS, LISTS
from yimen.engines.service.standards import FILE, Rule

ONE = "one"
_MEMBER = re.compile(r"(?<![\w.])one\.(\w+)")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule with its conditions; ``when`` is None where it always applies."""

    rule: Rule
    when: Expression | None
    must: Expression


def compiled(rule: Rule) -> Compiled:
    """Raises ``FeelError`` when a condition cannot be read."""
    when = rule.get("when")
    each = bool(rule.get("each"))
    return Compiled(rule, _expression(when, each) if when else None, _expression(rule["must"], each))


@lru_cache(maxsize=512)
def _expression(text: str, each: bool) -> Expression:
    return compile_expression(text, _names(each))


def _names(each: bool) -> frozenset[str]:
    return frozenset(FACTS) | ({ONE} if each else frozenset())


def filled(text: str, scope: Mapping[str, object]) -> str:
    """``text`` with each ``{name}`` replaced; numbers and texts as they are, nothing for null."""
    return _SLOT.sub(lambda found: "" if scope.get(found[1]) is None else str(scope[found[1]]), text)


def check_rules(rules: Iterable[Rule], words: Iterable[str] = (), tables: Iterable[str] | None = None) -> list[Problem]:
    """What is wrong with rules: conditions that cannot be read, names that no service has, words that nobody lists.

    Args:
        words: the lists of words that the standard has (``words.catch_all``).
        tables: the code tables that are known (``codes.flow_step``); None leaves them unchecked.
    """
    known = {"words": frozenset(words), "codes": None if tables is None else frozenset(tables)}
    return [problem for rule in rules for problem in _check(rule, known)]


def _check(rule: Rule, known: Mapping[str, frozenset[str] | None]) -> Iterator[Problem]:
    place = f"{FILE}#rules/{rule['id']}"
    each = rule.get("each", "")
    if each and each not in LISTS:
        yield Problem(place, f"each 写的是 {each}，", f"可以写：{'、'.join(LISTS)}。")
        return
    members = LISTS.get(each, {})
    for name in ("when", "must"):
        if text := rule.get(name):
            yield from _condition(str(text), f"{place}/{name}", bool(each), members, known)
    for name in ("place", "sentence", "advice"):
        for slot in _SLOT.findall(str(rule[name])):  # type: ignore[literal-required]
            if slot not in {**FACTS, **members}:
                yield Problem(f"{place}/{name}", f"不认识 {{{slot}}}，", "写事实或者列表成员的名字。")


def _condition(
    text: str, place: str, each: bool, members: Mapping[str, str], known: Mapping[str, frozenset[str] | None]
) -> Iterator[Problem]:
    try:
        expression = _expression(text, each)
    except FeelError as error:
        yield Problem(place, f"第 {error.column} 列：{error.sentence}", f"（{text}）")
        return
    for unknown in sorted(expression.names - _names(each)):
        yield Problem(place, f"事项没有 {unknown} 这个事实，", f"可以用：{'、'.join(FACTS)}。")
    for member in sorted(set(_MEMBER.findall(text)) - members.keys()):
        yield Problem(place, f"one 没有 {member}，", f"可以用：{'、'.join(members)}。")
    for fact, names in known.items():
        for name in sorted(set(re.findall(rf"\b{fact}\.(\w+)", text)) - (names or frozenset())):
            if names is not None:
                yield Problem(place, f"标准里没有 {fact}.{name}，", "写上这张表，或者改名字。")
