"""A condition stands in a rule, never in Python: what a service calls its questions and facts no code knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forms.table import SERVICES, service_of
from yimen.engines import dmn, forms
from yimen.engines.service import Service
from yimen.engines.service.inspections import items_of

SOURCE = Path(__file__).resolve().parents[2] / "src" / "yimen"
SLUGS = sorted(path.parent.name for path in SERVICES.glob("*/*/service.yaml"))
# Words that code has for things of its own: attributes of registers and people, types of fields, data of papers.
COMMON = {
    *(
        "account_name",
        "alive",
        "applied_on",
        "area",
        "bank_account",
        "born",
        "channel",
        "contact",
        "disputed",
        "format",
        "home",
    ),
    *(
        "hukou_village",
        "id_kind",
        "id_no",
        "kinds",
        "mode",
        "month",
        "name",
        "place",
        "premises",
        "purpose",
        "subject_name",
        "uscc",
    ),
}


def _services() -> Iterator[Service]:
    for slug in SLUGS:
        whole = service_of(slug)
        yield whole
        yield from (part.service for part in whole.parts)


def _names(service: Service) -> set[str]:
    facts = {str(one["name"]) for one in service.meta["facts"]} | {one["id"] for one in items_of(service)}
    return {*service.form.fields, *(one.key for one in service.form.derived), *facts}


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_code_knows_a_question_or_a_fact_of_a_service() -> None:
    names = set().union(*map(_names, _services())) - COMMON
    found = [
        f"{path.relative_to(SOURCE)}:{line} {text}"
        for layer in ("domains", "portals", "ground", "config", "ui")
        for path in SOURCE.glob(f"{layer}/**/*.py")
        if "tests" not in path.parts and "migrations" not in path.parts
        for line, text in _texts(path)
        if text in names
    ]
    assert found == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_fee_that_the_rule_counts_is_the_one_that_pages_tell(slug: str) -> None:
    for service in (service_of(slug), *(part.service for part in service_of(slug).parts)):
        if "fee" not in service.model.decisions:
            continue
        for scenario in service.scenarios:
            facts = forms.facts(service.form, scenario.given.answers, scenario.given.today)
            counted = dmn.decide(service.model, "fee", {**dict.fromkeys(service.model.inputs), **facts}).outputs
            assert service.meta["fee"]["charge"] is (counted != 0), scenario.file
            assert counted is not None, scenario.file
