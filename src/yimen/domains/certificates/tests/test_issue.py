from datetime import date, timedelta

import pytest

from tests.cast import NOW, Cast, person_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.result import issue_certificate
from yimen.domains.cases.tests import make
from yimen.domains.certificates.access import certificate_by_code, certificate_of_holder
from yimen.domains.certificates.actions import issue as action
from yimen.domains.certificates.models import Certificate
from yimen.domains.certificates.queries import certificates_of
from yimen.ground.audit.models import Entry
from yimen.ground.documents.models import Document
from yimen.ground.errors import NotFound


class Killed(BaseException):
    """The worker dies: no code of ours gets to clean up."""


def test_what_stands_on_it_stands_in_the_row(case: Case, certificate: Certificate) -> None:
    assert certificate.kind == "business-licence"
    assert certificate.number == case.result_number
    assert certificate.issued_on == date(2026, 11, 20)
    assert certificate.holder == case.applicant
    assert certificate.body == case.body
    assert [label for label, _ in certificate.fields][:2] == ["统一社会信用代码", "名称"]
    assert certificate.document.data["verify_url"].endswith(f"/verify/{certificate.code}/")


def test_issuing_twice_is_one_certificate(case: Case, certificate: Certificate) -> None:
    assert issue_certificate(case, NOW + timedelta(days=1)) == certificate
    assert Certificate.objects.count() == 1
    assert Document.objects.filter(kind="business-licence").count() == 1
    assert Entry.objects.filter(action="issue-certificate").count() == 1


def test_a_worker_that_dies_between_paper_and_row_leaves_work_that_the_next_one_finishes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make.submitted(cast.chen_jing, trade_name="云溪市滨河早餐店")

    def dies(*args: object, **kwargs: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(action.Certificate.objects, "get_or_create", dies)
        with pytest.raises(Killed):
            make.drain()
    document = Document.objects.get(kind="business-licence", subject_reference=case.number)
    assert not Certificate.objects.filter(subject_ref=case.number).exists()
    # The lease of the dead worker runs out two days later, when the day on the paper has passed.
    make.drain(NOW + timedelta(days=2))
    certificate = Certificate.objects.get(subject_ref=case.number)
    assert certificate.document == document
    assert document.data["verify_url"].endswith(f"/verify/{certificate.code}/")
    assert certificate.issued_on == date(2026, 11, 20)
    assert dict(certificate.fields)["注册日期"] == "2026年11月20日"
    assert document.data["registered_on"] == "2026-11-20"
    assert make.fresh(case).status == "granted"
    assert make.fresh(case).closed_at == NOW + timedelta(days=2)


def test_the_code_cannot_be_guessed_and_can_be_read_out() -> None:
    codes = {action.new_code() for _ in range(300)}
    assert len(codes) == 300
    assert all(len(code) == 16 for code in codes)
    assert not set("".join(codes)) & set("01IO")


def test_the_holder_finds_it_and_nobody_else_does(cast: Cast, certificate: Certificate) -> None:
    assert certificate_of_holder(person_of(cast.zhang_wei), certificate.code) == certificate
    assert list(certificates_of(person_of(cast.zhang_wei))) == [certificate]
    assert list(certificates_of(person_of(cast.chen_jing))) == []
    for person, code in ((cast.chen_jing, certificate.code), (cast.zhang_wei, "A" * 16)):
        with pytest.raises(NotFound, match="没有找到这张证照"):
            certificate_of_holder(person_of(person), code)
    assert certificate_by_code(certificate.code) == certificate
    assert certificate_by_code("A" * 16) is None
