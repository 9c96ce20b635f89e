"""Everything that can be known to be wrong with a rulebook before an act is judged by it."""

from collections.abc import Iterator, Mapping

from yimen.engines import dmn
from yimen.engines.problem import Problem
from yimen.engines.service.rulebook.facts import ACTS, FACTS, FIGURES, typed
from yimen.engines.service.rulebook.judge import Hit, judge, rules_of, score
from yimen.engines.service.rulebook.model import Days, Rulebook, Scenario
from yimen.engines.service.rulebook.read import FILE

SEVERITIES = ("serious", "ordinary", "notice")


def check(book: Rulebook) -> list[Problem]:
    """Problems of the tables, the names they read, the articles they rest on, and of the scenarios."""
    found = [
        *_of("acts.dmn", dmn.check(book.acts)),
        *_of("performance.dmn", dmn.check(book.performance)),
        *_tables(book),
        *_facts(book),
        *_articles(book),
        *_days(book),
        *_performance(book),
    ]
    if any(problem.severity == "error" for problem in found):
        # The scenarios of a model with holes would only say the same again, less clearly.
        return found
    return [*found, *_scenarios(book), *_coverage(book)]


def _of(file: str, problems: list[Problem]) -> Iterator[Problem]:
    for one in problems:
        yield one.at(f"{file}#{one.element}")


def _tables(book: Rulebook) -> Iterator[Problem]:
    named = [one["id"] for one in book.meta["tables"]]
    for name in named:
        if name not in book.acts.decisions:
            yield Problem(f"{FILE}#tables/{name}", "acts.dmn 里没有这张表。")
    for name, decision in book.acts.decisions.items():
        if name not in named:
            yield Problem(f"acts.dmn#{name}", f"没有写在 {FILE} 的 tables 里，不会有人问它。")
        for table in decision.tables:
            if table.hit_policy != "C":
                yield Problem(f"acts.dmn#{name}", "命中策略要用 COLLECT：几行同时成立，就有几条问题。")
    rules = rules_of(book)
    for rule in rules:
        place = f"acts.dmn#{rule.rule}"
        if rule.severity not in SEVERITIES:
            yield Problem(place, f"程度写的是 {rule.severity!r}，", f"可以写：{'、'.join(SEVERITIES)}。")
        if not rule.name or not rule.sentence:
            yield Problem(place, "没有写名称或者说明。", "经办人和监督员都要看得懂。")
    ids = [rule.rule for rule in rules]
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        yield Problem(f"acts.dmn#{one}", "这个名字用了两次。", "每条规则用自己的名字。")


def _facts(book: Rulebook) -> Iterator[Problem]:
    declared = {one["name"]: one["type"] for one in book.meta["facts"]}
    for name, kind in declared.items():
        if name not in FACTS:
            sentence = f"程序不知道 {name} 这个事实，"
            yield Problem(f"{FILE}#facts/{name}", sentence, f"可以用：{'、'.join(FACTS)}。")
        elif FACTS[name] != kind:
            yield Problem(f"{FILE}#facts/{name}", f"类型写的是 {kind}，", f"它是 {FACTS[name]}。")
    for name in book.acts.inputs:
        if name not in declared:
            yield Problem(f"acts.dmn#{name}", f"没有写在 {FILE} 的 facts 里，没有人提供它。")
    for name in sorted(declared.keys() - set(book.acts.inputs)):
        yield Problem(f"{FILE}#facts/{name}", "没有一张表用到它，", "用不上的不要写。")


def _articles(book: Rulebook) -> Iterator[Problem]:
    """Every rule rests on an article that is listed; what is not read in a law is never serious."""
    known = {
        f"{one['document']}{article}": one["src"] for one in book.meta["legal_basis"] for article in one["articles"]
    }
    for rule in rules_of(book):
        place = f"acts.dmn#{rule.rule}"
        if not rule.basis:
            yield Problem(place, "没有写依据。", "写明哪个文件第几条。")
        elif rule.basis not in known:
            yield Problem(place, f"依据“{rule.basis}”没有写在 legal_basis 里。", f"补进 {FILE}，写到条。")
        elif rule.source != known[rule.basis]:
            yield Problem(place, f"来源写的是 {rule.source!r}，legal_basis 里写的是 {known[rule.basis]}。")
        elif rule.severity == "serious" and known[rule.basis] != "L":
            yield Problem(place, "依据还没有核实（不是 L），不能是 serious。", "改成 ordinary 或者 notice。")
    used = {rule.basis for rule in rules_of(book)} | {days["basis"] for _, days in _terms(book)}
    for basis in sorted(known.keys() - used):
        yield Problem(f"{FILE}#legal_basis", f"没有一条规则用到{basis}。", "用不上的不要写。", "warning")


def _terms(book: Rulebook) -> tuple[tuple[str, Days], ...]:
    return ("answer", book.meta["answer"]), ("appeal", book.meta["appeal"])


def _days(book: Rulebook) -> Iterator[Problem]:
    for name, days in _terms(book):
        if days["value"] < 1:
            yield Problem(f"{FILE}#{name}", f"写的是 {days['value']}，", "至少写 1。")


def _performance(book: Rulebook) -> Iterator[Problem]:
    told, model = book.meta["performance"], book.performance
    for name in (told["decision"], *(term["id"] for term in told["terms"])):
        if name not in model.decisions:
            yield Problem(f"performance.dmn#{name}", "没有这个决策。")
    declared = {one["name"] for one in told["figures"]}
    for name in sorted(declared - set(FIGURES)):
        yield Problem(f"{FILE}#performance/{name}", "程序不知道这个数，", f"可以用：{'、'.join(FIGURES)}。")
    for name in sorted(set(model.inputs) ^ declared):
        yield Problem(f"performance.dmn#{name}", f"表里用到的数和 {FILE} 的 figures 要一样。")
    if told["fewest"] < 2 or told["months"] < 1:
        yield Problem(f"{FILE}#performance", "fewest 至少 2，months 至少 1。")


def _scenarios(book: Rulebook) -> Iterator[Problem]:
    for scenario in book.scenarios:
        try:
            yield from _played(book, scenario)
        except ValueError as error:
            yield Problem(scenario.file, f"{error}。", "照 facts 里写的类型填。")


def _played(book: Rulebook, scenario: Scenario) -> Iterator[Problem]:
    if (scenario.facts is None) == (scenario.figures is None):
        yield Problem(scenario.file, "要写 given 或者 figures，二者写一个。")
        return
    if scenario.facts is not None:
        yield from _unknown(scenario, scenario.facts, FACTS)
        if scenario.facts.get("act") not in ACTS:
            yield Problem(scenario.file, f"act 写的是 {scenario.facts.get('act')!r}，", f"可以写：{'、'.join(ACTS)}。")
        hits = [hit.rule for hit in judge(book, scenario.facts)]
        if sorted(hits) != sorted(scenario.findings):
            yield Problem(scenario.file, f"预期查到 {_said(scenario.findings)}，实际查到 {_said(hits)}。")
        return
    assert scenario.figures is not None
    yield from _unknown(scenario, scenario.figures, dict.fromkeys(FIGURES, "number"))
    found = score(book, scenario.figures)
    if scenario.score is None or found.points != typed(scenario.score, "number"):
        yield Problem(scenario.file, f"预期总分 {scenario.score}，实际 {found.points}。")
    points = {term.id: term.points for term in found.terms}
    for name, expected in (scenario.terms or {}).items():
        if points.get(name) != typed(expected, "number"):
            yield Problem(scenario.file, f"{name} 预期 {expected} 分，实际 {points.get(name)} 分。")


def _unknown(scenario: Scenario, given: Mapping[str, object], known: Mapping[str, str]) -> Iterator[Problem]:
    for name in sorted(given.keys() - known.keys()):
        yield Problem(scenario.file, f"不认识 {name}，", f"可以写：{'、'.join(known)}。")


def _said(rules: object) -> str:
    return "、".join(rules) if isinstance(rules, list | tuple) and rules else "没有"


def _coverage(book: Rulebook) -> Iterator[Problem]:
    """Each rule is shown by a scenario, and by one of the same act that is in order."""
    told = [one for one in book.scenarios if one.facts is not None]
    in_order = {one.facts["act"] for one in told if one.facts and not one.findings}
    for rule in rules_of(book):
        shown = [one for one in told if rule.rule in one.findings]
        place = f"acts.dmn#{rule.rule}"
        if not shown:
            yield Problem(place, "没有一个情景查到它。", "补一个情景：什么情形下要查到。")
        elif not any(one.facts and one.facts["act"] in in_order for one in shown):
            yield Problem(place, "没有同一种行为不出问题的情景。", "补一个：怎样做就没有问题。")
    yield from _scored(book)


def _scored(book: Rulebook) -> Iterator[Problem]:
    if not any(one.figures is not None for one in book.scenarios):
        yield Problem("performance.dmn", "没有一个情景算过总分。", "补一个写 figures 的情景。")


__all__ = ["SEVERITIES", "Hit", "check"]
