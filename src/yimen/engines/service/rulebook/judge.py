"""Asking a rulebook: the facts of an act → the rules that hit; the figures of a body → its points, and why."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from yimen.engines import dmn
from yimen.engines.dmn.model import Rule, Table
from yimen.engines.service.rulebook.facts import FACTS, FIGURES, typed
from yimen.engines.service.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule of a table, as a clerk reads it. ``severity``: serious, ordinary or notice; ``table`` is its id;
    ``reads`` are the facts that it tests."""

    rule: str
    table: str
    severity: str
    name: str
    sentence: str
    basis: str
    source: str
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermScore:
    id: str
    label: str
    points: Decimal
    most: int
    why: str


@dataclass(frozen=True, slots=True)
class Score:
    """The points of a body; ``points`` is None when the formula has no answer."""

    points: Decimal | None
    terms: tuple[TermScore, ...]


def judge(book: Rulebook, facts: Mapping[str, object]) -> tuple[Hit, ...]:
    """Every rule that hits, in the order of the tables. A fact that is not told is null, and null hits nothing."""
    known = {name: typed(facts.get(name), kind) for name, kind in FACTS.items()}
    hits = (hit for table in book.meta["tables"] for hit in dmn.decide(book.acts, table["id"], known).rules_hit)
    rules = {one.rule: one for one in rules_of(book)}
    return tuple(rules[hit.rule_id] for hit in hits)


def score(book: Rulebook, figures: Mapping[str, object]) -> Score:
    """The points of each term with its reason, and their sum by the formula."""
    known = {name: typed(figures.get(name), "number") for name in FIGURES}
    told = book.meta["performance"]
    total = dmn.decide(book.performance, told["decision"], known).outputs
    terms = []
    for term in told["terms"]:
        answer = dmn.decide(book.performance, term["id"], known)
        points = answer.outputs if isinstance(answer.outputs, Decimal) else Decimal(str(answer.outputs or 0))
        why = next((hit.annotations.get("得分说明", "") for hit in answer.rules_hit), "")
        terms.append(TermScore(term["id"], term["label"], points, term["most"], why))
    return Score(None if total is None else Decimal(str(total)), tuple(terms))


def rules_of(book: Rulebook) -> tuple[Hit, ...]:
    """Every rule of the tables, in order."""
    return _rules(book.files["acts.dmn"], tuple(one["id"] for one in book.meta["tables"]))


def rule_named(book: Rulebook, rule: str) -> Hit | None:
    return next((one for one in rules_of(book) if one.rule == rule), None)


@lru_cache(maxsize=16)
def _rules(content: bytes, tables: tuple[str, ...]) -> tuple[Hit, ...]:
    return tuple(_each(dmn.read(content), tables))


def _each(model: dmn.Model, tables: tuple[str, ...]) -> Iterator[Hit]:
    for name in tables:
        for table in model.decisions[name].tables if name in model.decisions else ():
            for rule in table.rules:
                notes = rule.annotations
                severity = rule.output_texts[0].strip().strip('"') if rule.output_texts else ""
                title, plain, basis, source = (notes.get(one, "").strip() for one in ("名称", "说明", "依据", "来源"))
                yield Hit(rule.id, name, severity, title, plain, basis, source, _reads(table, rule))


def _reads(table: Table, rule: Rule) -> tuple[str, ...]:
    """The columns that the row does not leave open, and what its cells name beside them."""
    columns = {column.text for column, test in zip(table.inputs, rule.tests, strict=True) if test is not None}
    named = set(re.findall(r"\w+", " ".join(rule.texts)))
    return tuple(name for name in FACTS if name in columns | named)
