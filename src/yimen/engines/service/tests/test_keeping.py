"""保管期限: which rule counts for a material, the last day that it gives, and rules that say nothing."""

from datetime import date

import pytest

from yimen.engines.service import read
from yimen.engines.service.keeping import FOR_EVER, last_day, retention_of
from yimen.engines.service.tests.folder import changed, files, problems

YAML = "service.yaml"
MATERIALS = "\nmaterials:\n"
OF_SERVICE = "\nretention: {years: 30, basis: 某办法第五条, src: D}\nmaterials:\n"
M1 = "  - id: m1\n"
OF_PAPER = "  - id: m1\n    retention: {years: permanent, basis: 某办法第六条, src: D}\n"


def rule(folder, material="m1"):
    return retention_of(read(folder), material)


def test_the_paper_comes_before_the_service_and_what_a_service_leaves_out_is_none():
    assert rule(files()) is None
    of_service = changed(YAML, MATERIALS, OF_SERVICE)
    assert (rule(of_service)["years"], rule(of_service)["basis"]) == (30, "某办法第五条")
    both = {**of_service, YAML: of_service[YAML].replace(M1.encode(), OF_PAPER.encode())}
    assert rule(both)["years"] == "permanent"
    assert rule(both, "m2")["years"] == 30
    assert "error" not in problems(both)


@pytest.mark.parametrize(
    ("ended", "years", "last"),
    [
        (date(2026, 11, 22), 10, date(2036, 11, 22)),
        (date(2028, 2, 29), 10, date(2038, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2026, 11, 22), "permanent", FOR_EVER),
    ],
)
def test_the_period_ends_on_the_same_day_years_later_or_at_the_end_of_that_month(ended, years, last):
    assert last_day(ended, {"years": years, "basis": "某办法第五条", "src": "D"}) == last


@pytest.mark.parametrize(
    ("years", "part"),
    [
        ("0", "保管期限写的是 0 年"),
        ("101", "写 1 到 100 年"),
        ("长期", "保管期限写的是 长期"),
        ("10.5", "写整年数，或者 permanent"),
        ("[10]", "要写整数或者文字"),
    ],
)
def test_it_refuses_a_period_that_is_no_number_of_years(years, part):
    assert part in problems(changed(YAML, MATERIALS, OF_SERVICE.replace("30", years)))
    assert part in problems(changed(YAML, M1, OF_PAPER.replace("permanent", years)))


def test_it_refuses_a_period_without_the_rule_behind_it():
    assert "没有写 basis" in problems(changed(YAML, MATERIALS, OF_SERVICE.replace("basis: 某办法第五条, ", "")))
