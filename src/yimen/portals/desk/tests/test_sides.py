"""Answers to whoever urges, documents to print, the certificate."""

import pytest
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions.urge import urge
from yimen.domains.cases.tests import make as cases
from yimen.ground.audit.models import Entry
from yimen.portals.desk.tests import make


def test_an_urge_is_seen_and_answered(cast: Cast, staff: make.Staff) -> None:
    case = make.accepted(cast.chen_jing, staff)
    row = urge(actor=cast.chen_jing.actor(NOW), case=case, text="等着开业", now=NOW)
    desk = make.window(staff.wu_lei, case)
    assert "等着开业" in desk.page()
    assert desk.post("urge", urge_answer=" ").status == 422
    assert desk.post("urge", urge_answer="正在看材料，11月24日前到店里看").status == 302
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == ("正在看材料，11月24日前到店里看", "吴磊")
    sent = desk.post("urge", urge_answer="又一个答复")
    assert sent.status == 409
    assert "又一个答复" in sent.html


def test_documents_are_printed_and_each_reading_leaves_a_row(cast: Cast, staff: make.Staff) -> None:
    case = make.received(cast.chen_jing)
    path = reverse("desk:paper", args=[case.number, "receipt"])
    desk = make.window(staff.wang_fang, case)
    assert path in desk.page()
    answer = desk.browser.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert Entry.objects.filter(action="read-paper", details={"kind": "receipt"}).count() == 1
    assert desk.browser.get(reverse("desk:paper", args=[case.number, "acceptance"])).status_code == 404


@pytest.mark.parametrize("who", ["wang_fang", "sun_jian"])
def test_a_certificate_is_revoked_by_the_matters_own_posts_only(
    cast: Cast, staff: make.Staff, granted: str, who: str
) -> None:
    browser = browser_of(getattr(staff, who))
    assert browser.post(reverse("desk:revoke", args=[granted]), {"reason": "注销"}).status_code == 403
    case = cases.numbered(granted)
    desk = make.window(staff.li_min, case)
    sent = desk.post("revoke", reason=" ")
    assert sent.status == 422
    assert 'href="#f-reason"' in sent.html
