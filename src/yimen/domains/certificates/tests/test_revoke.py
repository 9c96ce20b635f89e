from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.models import Case
from yimen.domains.certificates.actions.revoke import REASON_LENGTH, revoke
from yimen.domains.certificates.models import Certificate
from yimen.domains.certificates.states import State, state_on
from yimen.ground.audit.models import Entry
from yimen.ground.documents.models import Document
from yimen.ground.errors import DomainError, Stale

REASON = "经营者申请注销登记（市场主体登记管理条例第三十一条）"
DAY = date(2026, 11, 20)


def take_back(cast: Cast, certificate: Certificate, reason: str = REASON) -> None:
    revoke(actor=cast.li_min.actor(NOW), certificate=certificate, reason=reason, now=NOW)


def test_a_revoked_certificate_is_so_from_that_day_on(cast: Cast, certificate: Certificate) -> None:
    take_back(cast, certificate)
    certificate.refresh_from_db()
    assert (certificate.revoked_on, certificate.revoked_reason) == (DAY, REASON)
    assert certificate.state_on(DAY) == State.REVOKED
    assert certificate.state_on(DAY - timedelta(days=1)) == State.VALID
    entry = Entry.objects.get(action="revoke-certificate")
    assert (entry.actor_name, entry.object_ref) == ("李敏", certificate.number)


def test_the_paper_itself_is_never_changed(cast: Cast, certificate: Certificate) -> None:
    before = certificate.document.read()
    take_back(cast, certificate)
    assert Document.objects.get(pk=certificate.document_id).read() == before


@pytest.mark.parametrize("reason", ["", "  \n", "长" * (REASON_LENGTH + 1)])
def test_it_needs_a_reason_that_can_be_shown(cast: Cast, certificate: Certificate, reason: str) -> None:
    with pytest.raises(DomainError, match="理由"):
        take_back(cast, certificate, reason)
    certificate.refresh_from_db()
    assert certificate.revoked_on is None
    assert not Entry.objects.filter(action="revoke-certificate").exists()


def test_it_is_revoked_once(cast: Cast, certificate: Certificate) -> None:
    take_back(cast, certificate)
    with pytest.raises(Stale, match="已经作废"):
        take_back(cast, certificate, "别的理由")
    certificate.refresh_from_db()
    assert certificate.revoked_reason == REASON


def test_only_an_officer_of_the_deciding_body_can_do_it(cast: Cast, case: Case, certificate: Certificate) -> None:
    path = reverse("desk:revoke", args=[case.number])
    for who, status in ((cast.zhou_tao, 404), (cast.zhang_wei, 403), (None, 302)):
        assert browser_of(who).post(path, {"reason": REASON}).status_code == status
        certificate.refresh_from_db()
        assert certificate.revoked_on is None
    assert browser_of(cast.li_min).post(path, {"reason": REASON}).status_code == 302
    certificate.refresh_from_db()
    assert certificate.revoked_reason == REASON


@pytest.mark.parametrize(
    ("until", "revoked", "expected"),
    [
        (None, None, State.VALID),
        (DAY, None, State.VALID),
        (DAY + timedelta(days=1), None, State.VALID),
        (DAY - timedelta(days=1), None, State.EXPIRED),
        (None, DAY, State.REVOKED),
        (None, DAY + timedelta(days=1), State.VALID),
        (DAY - timedelta(days=9), DAY - timedelta(days=5), State.REVOKED),
    ],
)
def test_the_last_day_still_counts_and_revoking_beats_expiring(
    until: date | None, revoked: date | None, expected: State
) -> None:
    assert state_on(DAY, valid_until=until, revoked_on=revoked) == expected
