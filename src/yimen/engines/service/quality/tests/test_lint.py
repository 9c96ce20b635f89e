"""What the linter says of a whole service, of rules that are wrong themselves, and of what nobody can tell."""

import json

import pytest

from yimen.engines import service as engine
from yimen.engines.service import quality
from yimen.engines.service.quality.facts import FACTS, LISTS, facts_of
from yimen.engines.service.quality.tests.city import FOLDERS, library, lint, service, variant
from yimen.engines.service.standards import Library, Rule, Standard

SHOP, JOINT = "individual-business-registration", "open-restaurant"


def rule(**more: object) -> Rule:
    told = {
        "id": "r", "name": "试", "severity": "error", "must": "visits = 0", "place": "visits", "sentence": "不行",
        "advice": "改。", "src": "D",
    }  # fmt: skip
    return {**told, **more}  # type: ignore[typeddict-item, return-value]


def rules(*found: Rule) -> Library:
    meta = {"id": "try", "kind": "quality", "words": {"bad": ["快"]}, "rules": list(found)}
    return Library({"try": Standard(meta, b"")})


@pytest.mark.parametrize("slug", FOLDERS)
def test_no_service_of_the_city_has_an_error(slug: str) -> None:
    assert [str(one) for one in lint(service(slug)) if one.severity == "error"] == []


def test_only_what_is_truly_old_is_warned_of() -> None:
    warned = {(slug, one.kind) for slug in FOLDERS for one in lint(service(slug))}
    assert warned == {("road-freight-license", "q19"), ("second-hand-house", "q19")}


@pytest.mark.parametrize("slug", FOLDERS)
def test_the_facts_are_those_that_are_described(slug: str) -> None:
    facts = facts_of(service(slug), library())
    assert facts.keys() == FACTS.keys()
    for name, members in LISTS.items():
        rows = facts[name]
        assert isinstance(rows, list) and all(row.keys() == members.keys() for row in rows)


def test_parts_inside_a_joint_service_are_looked_at_where_they_lie() -> None:
    whole = service(JOINT)
    part = next(one.service for one in whole.parts if one.id == "sign")
    part.meta["topics"], kept = [], part.meta["topics"]
    try:
        found = [one for one in lint(whole) if one.kind == "q13"]
    finally:
        part.meta["topics"] = kept
    assert [one.element for one in found] == ["parts/sign/service.yaml#topics"]


def test_the_law_library_may_add_what_has_been_replaced() -> None:
    found = quality.lint(service(SHOP), library(), replaced={"促进个体工商户发展条例": "2027 年修订过"})
    (one,) = [problem for problem in found if problem.kind == "q19"]
    assert (one.element, one.severity) == ("service.yaml#legal_basis/2", "warning")
    assert "2027 年修订过" in one.sentence


@pytest.mark.parametrize(
    "must", ["statutory_days > null", "statutory_in_days < 1", "string length(statutory_days) > 1"]
)
def test_what_cannot_be_told_is_a_warning_and_no_consent(must: str) -> None:
    without_limit = variant(SHOP, {"limits.statutory": None})
    (found,) = quality.lint(without_limit, rules(rule(must=must)))
    assert found.severity == "warning" and "判断不了" in found.sentence


def test_a_rule_that_cannot_be_read_is_told_and_breaks_nothing() -> None:
    (found,) = quality.lint(service(SHOP), rules(rule(must="visits =")))
    assert "读不懂" in found.sentence and found.severity == "error"


def test_a_rule_is_no_program() -> None:
    """Names of Python are names that no service has; nothing is run and nothing raised."""
    (found,) = quality.lint(service(SHOP), rules(rule(must='__import__("os").system("true") = 0')))
    assert found.kind == "r" and found.severity in ("error", "warning")
    assert quality.check_rules([rule(must='__import__("os").system("true") = 0')])


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"must": "visits ="}, "第"),
        ({"must": "visit = 0"}, "事项没有 visit 这个事实"),
        ({"each": "papers"}, "each 写的是 papers"),
        ({"each": "materials", "must": "one.holders = null"}, "one 没有 holders"),
        ({"must": "one.name = null"}, "事项没有 one"),
        ({"must": "count(words.good) = 0"}, "标准里没有 words.good"),
        ({"must": "count(codes.colours) = 0"}, "标准里没有 codes.colours"),
        ({"sentence": "“{colour}”不行"}, "不认识 {colour}"),
    ],
)
def test_a_rule_that_asks_for_what_is_not_there_is_refused(changes: dict[str, object], says: str) -> None:
    found = quality.check_rules([rule(**changes)], {"bad"}, {"flow_step"})
    assert says in "\n".join(map(str, found))


def test_the_rules_of_the_city_are_in_order() -> None:
    found = quality.check_rules(library().rules(), library().words(), library().codes())
    assert found == []


def guide(**more: object) -> engine.Service:
    """A matter that is handled elsewhere, as an import brings it."""
    told = {"format": 1, "handling": "guide", "slug": "ferry-ticket", "name": "渡船月票", **more}
    lines = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items())
    return engine.read({"service.yaml": lines.encode(), "guide.md": "在渡口办。".encode()})


def test_of_a_guide_only_is_asked_what_stands_in_a_guide() -> None:
    assert lint(guide()) == []
    papers = [{"id": "m1", "name": "渡口要求的其他材料"}]
    assert [one.kind for one in lint(guide(materials=papers))] == ["q20"]
    assert [one.kind for one in lint(guide(visits={"times": 1}))] == ["q6"]


def test_a_guide_only_earns_no_badge_and_comes_as_often_as_it_says() -> None:
    assert quality.badges(guide(channels=[{"kind": "online", "name": "网上"}])) == []
    assert quality.visits_of(guide(visits={"times": 2, "reason": "到渡口拍照和领票"})) == 2
