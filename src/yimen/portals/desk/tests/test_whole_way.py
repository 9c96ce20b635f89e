"""A food licence from the counter to the decision, over the pages alone."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.add_material import add_material
from yimen.domains.cases.actions.supply_correction import supply_correction
from yimen.domains.cases.models import Inspection
from yimen.domains.cases.tests import make as cases
from yimen.domains.certificates.models import Certificate
from yimen.ground.files.tests import uploads
from yimen.portals.desk.tests import make


def test_a_food_licence_with_one_correction_and_a_site_visit_is_granted(
    cast: Cast, staff: make.Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make.received(cast.chen_jing)
    desk = make.window(staff.wang_fang, case)
    desk.claim()
    sent = desk.post(
        "correct", point="material.m3", **{"why.material.m3": "布局图没有标出操作流程", "basis.material.m3": ""}
    )
    assert sent.status == 302
    cases.drain()
    case = cases.fresh(case)
    assert case.status == "correcting"
    later = NOW + timedelta(minutes=5)
    make.at(monkeypatch, later)
    add_material(
        actor=cast.chen_jing.actor(later),
        case=case,
        material="m3",
        upload=uploads.upload(uploads.pdf(1), "新布局图.pdf"),
        now=later,
    )
    supply_correction(actor=cast.chen_jing.actor(later), case=case, task=make.task_of(case), now=later)
    cases.drain(later)
    desk.claim()
    page = desk.page()
    assert "已经一次告知过补正，不能再次要求补正" in page
    assert desk.path("correct") not in page
    assert desk.post(outcome="accept").status == 302
    cases.drain(later)

    review = make.window(staff.wu_lei, case)
    review.claim()
    assert review.post(outcome="agree", note="材料齐全").status == 302
    cases.drain(later)
    review.claim()
    filled = {f"item.{key}": value for key, value in make.FOUND.items()}
    visit = {"outcome": "done", "visited_on": "2026-11-20", "visited_time": "9:30", "second": staff.sun_jian.pk}
    assert review.post(**visit, **filled).status == 302
    record = Inspection.objects.get(case=case)
    assert record.confirmed_at is None
    second = make.window(staff.sun_jian, case)
    assert "我在现场，确认记录" in second.page()
    assert second.post(outcome="confirm", seen_at=record.recorded_at.isoformat()).status == 302
    cases.drain(later)

    head = make.window(staff.zheng_hong, case)
    head.claim()
    assert "出具准予行政许可决定书，签发食品经营许可证" in head.page()
    assert head.post(outcome="grant").status == 302
    cases.drain(later)
    case = cases.fresh(case)
    assert case.status == "granted"
    assert Certificate.objects.get(subject_ref=case.number).title == "食品经营许可证"
    assert "现在没有等您办的" in head.page()
