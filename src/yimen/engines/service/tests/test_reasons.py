"""Why a paper is asked for: the words and the article of the rule, for every paper of every service."""

from datetime import date

import pytest

from tests.forms.table import SERVICES, service_of
from yimen.engines import service as engine

DAY = date(2026, 11, 20)
SLUGS = sorted(path.parent.name for path in SERVICES.glob("*/*/service.yaml"))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_paper_that_a_scenario_needs_has_a_reason_with_its_article(slug: str) -> None:
    service = service_of(slug)
    for scenario in service.scenarios:
        answers = scenario.given.answers
        needed = engine.needed_materials(service, answers, {}, DAY)
        reasons = engine.material_reasons(service, answers, {}, DAY)
        assert set(needed) == reasons.keys(), scenario.file
        assert all(one.sentence and one.basis for one in reasons.values()), scenario.file


def test_the_reason_is_that_of_the_answers() -> None:
    service = service_of("food-business-license")
    answers = {"sell_scope": "散装食品、餐饮服务或食品经营管理", "is_agent": False}
    assert "m5" not in engine.material_reasons(service, answers, {}, DAY)
    reason = engine.material_reasons(service, {**answers, "is_agent": True}, {}, DAY)["m5"]
    assert (reason.sentence, reason.table) == ("委托别人办，要有授权委托书", "materials")


def test_a_paper_that_two_parts_need_has_the_reason_of_the_first() -> None:
    service = service_of("open-restaurant")
    whole = next(one for one in service.scenarios if one.file.endswith("everything-with-inspection.yaml"))
    reasons = engine.material_reasons(service, whole.given.answers, {}, DAY)
    shared = next(one for one in service.meta["materials"] if len(one["parts"]) > 1 and one["id"] in reasons)
    first = next(part for part in service.parts if part.id in shared["parts"])
    assert reasons[shared["id"]].sentence in str(first.service.files["rules.dmn"].decode())
