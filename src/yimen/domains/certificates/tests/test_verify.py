"""Anyone verifies a certificate, by its code or by the file, and learns no more than is public."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, person_of
from yimen.domains.certificates.actions.revoke import revoke
from yimen.domains.certificates.models import Certificate
from yimen.domains.certificates.verify import verify_file
from yimen.ground.calendar.moment import now
from yimen.ground.documents.render import render

VALID, EXPIRED, REVOKED = "这张证照是真的，有效", "这张证照已过有效期", "这张证照已作废"
UNKNOWN, NO_GOOD = "查不到这张证照", "这个文件不能作为证照使用"
FORM = reverse("certificates:verify-form")
DAY = date(2026, 11, 20)


def by_code(code: str) -> HttpResponse:
    return Client().get(reverse("certificates:verify", args=[code]))


def by_file(content: bytes, name: str = "licence.pdf") -> HttpResponse:
    return Client().post(FORM, {"file": SimpleUploadedFile(name, content, "application/pdf")})


def page(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_a_valid_certificate_shows_what_stands_on_it(certificate: Certificate) -> None:
    answer = by_code(certificate.code)
    assert answer.status_code == 200
    assert VALID in page(answer)
    for text in (certificate.number, "云溪市桂花路小面馆", "餐饮服务", "云溪市市场监督管理局"):
        assert text in page(answer)


def test_the_public_page_shows_no_id_number_and_no_home(cast: Cast, certificate: Certificate) -> None:
    shown = page(by_code(certificate.code)) + page(by_file(certificate.document.read()))
    for secret in (person_of(cast.zhang_wei).id_number, "2 单元 301 室", cast.zhang_wei.login):
        assert secret not in shown


def test_a_field_that_is_not_public_is_not_shown(certificate: Certificate) -> None:
    Certificate.objects.filter(pk=certificate.pk).update(public_fields=["名称"])
    shown = page(by_code(certificate.code))
    assert "云溪市桂花路小面馆" in shown
    assert "餐饮服务" not in shown


def test_a_revoked_certificate_says_since_when_and_why(cast: Cast, certificate: Certificate) -> None:
    moment = now()
    revoke(actor=cast.li_min.actor(moment), certificate=certificate, reason="经营者申请注销登记", now=moment)
    shown = page(by_code(certificate.code))
    assert REVOKED in shown
    assert "经营者申请注销登记" in shown
    assert VALID not in shown
    assert REVOKED in page(by_file(certificate.document.read()))


def test_an_expired_certificate_says_until_when(certificate: Certificate) -> None:
    Certificate.objects.filter(pk=certificate.pk).update(valid_until=date(2020, 3, 1))
    shown = page(by_code(certificate.code))
    assert EXPIRED in shown
    assert "2020年3月1日" in shown
    assert VALID not in shown


@pytest.mark.parametrize("code", ["A" * 16, "x", "💥", "990181199005120110"])
def test_an_unknown_code_is_said_gently(cast: Cast, code: str) -> None:
    answer = by_code(code)
    assert answer.status_code == 404
    assert UNKNOWN in page(answer)
    assert "12345" in page(answer)


def test_a_code_may_be_typed_with_spaces_hyphens_and_small_letters(certificate: Certificate) -> None:
    code = certificate.code.lower()
    typed = f" {code[:4]}-{code[4:8]} {code[8:12]}-{code[12:]} "
    answer = Client().post(FORM, {"code": typed})
    assert (answer.status_code, answer["Location"]) == (302, reverse("certificates:verify", args=[certificate.code]))
    assert VALID in page(by_code(code))


def test_the_original_file_is_valid_in_every_check(certificate: Certificate) -> None:
    content = certificate.document.read()
    verdict = verify_file(content, DAY)
    assert verdict.certificate == certificate
    assert [check["ok"] for check in verdict.checks] == [True] * 4
    answer = by_file(content)
    assert answer.status_code == 200
    assert VALID in page(answer)


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.9, 0.999])
def test_a_file_with_one_changed_byte_is_not_the_certificate(certificate: Certificate, place: float) -> None:
    content = bytearray(certificate.document.read())
    content[int(len(content) * place)] ^= 1
    verdict = verify_file(bytes(content), DAY)
    assert verdict.certificate is None
    assert not all(check["ok"] for check in verdict.checks)
    shown = page(by_file(bytes(content)))
    assert NO_GOOD in shown
    assert VALID not in shown
    assert "云溪市桂花路小面馆" not in shown


def test_a_file_with_something_added_is_not_the_certificate(certificate: Certificate) -> None:
    verdict = verify_file(certificate.document.read() + b"\n", DAY)
    assert verdict.certificate is None


def test_another_sealed_paper_of_ours_is_no_certificate(certificate: Certificate) -> None:
    from yimen.ground.documents.models import Document

    receipt = Document.objects.get(kind="receipt").read()
    verdict = verify_file(receipt, DAY)
    assert verdict.certificate is None
    assert [check["ok"] for check in verdict.checks] == [True, True, True, False]
    assert NO_GOOD in page(by_file(receipt))


@pytest.mark.parametrize("content", [b"a licence, honestly", b"", "营业执照".encode(), b"PK\x03\x04", b"\x00" * 64])
def test_what_is_no_pdf_is_said_so(cast: Cast, content: bytes) -> None:
    verdict = verify_file(content, DAY)
    assert verdict.certificate is None
    assert "不是 PDF" in str(verdict.checks[0]["text"])


def test_a_text_file_over_the_web_is_no_certificate(cast: Cast) -> None:
    answer = by_file(b"a licence, honestly", "licence.txt")
    assert answer.status_code == 200
    assert NO_GOOD in page(answer)
    assert "不是 PDF" in page(answer)


@pytest.mark.parametrize("tail", [b"", b"%PDF-1.7\n%%EOF", b"\x00\xff" * 50])
def test_a_broken_pdf_is_no_fault_of_ours(cast: Cast, tail: bytes) -> None:
    assert verify_file(b"%PDF-1.7\n" + tail, DAY).certificate is None
    assert by_file(b"%PDF-1.7\n" + tail).status_code == 200


def test_a_pdf_of_somebody_else_has_no_seal_of_ours(cast: Cast) -> None:
    foreign = render('#set document(title: "营业执照")\n#set text(font: "Noto Serif SC")\n营业执照', {})
    verdict = verify_file(foreign, DAY)
    assert verdict.certificate is None
    assert verdict.checks[0] == {"ok": False, "text": "文件没有电子印章"}
    assert NO_GOOD in page(by_file(foreign))


def test_an_empty_form_says_what_to_do(cast: Cast) -> None:
    answer = Client().post(FORM, {"code": "  "})
    assert answer.status_code == 422
    assert "填写核验码" in page(answer)
