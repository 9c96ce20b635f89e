from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError

from yimen.adapters.demo.seal import DemoSeal, set_up
from yimen.ground.audit import Actor
from yimen.ground.audit.models import Entry
from yimen.ground.documents import ports
from yimen.ground.documents.actions.make import make_document
from yimen.ground.documents.check import check_seals
from yimen.ground.documents.errors import (
    DocumentDamaged,
    DocumentIncomplete,
    MissingGlyphs,
    NumberTaken,
    SealUnavailable,
)
from yimen.ground.documents.kinds import all_kinds, kind_of
from yimen.ground.documents.models import AppendOnly, Document
from yimen.ground.documents.ports import plug_seal
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject
from yimen.ground.documents.tests.papers import BODY, VERIFY, text_of
from yimen.ground.documents.tests.says import RECHECK, SAYS
from yimen.ground.places.models import Organisation, Region

pytestmark = pytest.mark.django_db

# Half past midnight of the 23rd in Shanghai.
NIGHT = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
OFFICER = Actor(id="7", name="李敏", kind="staff", authority="云溪市市场监督管理局 登记审查员")
CASE = Subject("case", "YX20261122-00417")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    settings.YIMEN_VAR = tmp_path
    settings.YIMEN_TRUST_ROOTS = [set_up(tmp_path / "seals", {BODY["code"]: BODY["name"]})]
    monkeypatch.setattr(ports, "_plugged", [])
    plug_seal(DemoSeal(tmp_path / "seals"))
    yield tmp_path / "documents"


@pytest.fixture
def body() -> Organisation:
    region = Region.objects.create(code="990181", name="云溪市", level=3)
    return Organisation.objects.create(
        **BODY, short_name="市场监管局", mark="云市监", region=region, address="政通路1号", phone_consult="0300-0000105"
    )


def make(body: Organisation, **changes: Any) -> Document:
    kind = changes.pop("kind", "refuse-registration")
    wanted = {
        "actor": OFFICER,
        "now": NIGHT,
        "kind": kind_of(kind),
        "body": body,
        "subject": CASE,
        "addressee": "张伟",
        "data": SAYS[kind],
        "number": "云市监登不〔2026〕3号",
    }
    return make_document(**{**wanted, **changes})


def test_it_prints_seals_keeps_and_records(body: Organisation) -> None:
    document = make(body, data={**SAYS["refuse-registration"], "verify_url": VERIFY})
    pdf = document.read()
    (report,) = check_seals(pdf)
    assert report.good
    assert report.body == body.code
    text = text_of(pdf)
    assert "不予登记通知书" in text
    assert VERIFY in text
    assert "样例" in text
    entry = Entry.objects.get(object_kind="document")
    assert (entry.actor_name, entry.object_ref, entry.details["sha256"]) == ("李敏", str(document.pk), document.sha256)


def test_it_is_dated_by_the_calendar_of_the_city(body: Organisation) -> None:
    document = make(body)
    assert document.data["date"] == "2026-11-23"
    assert "2026年11月23日" in text_of(document.read())


def test_what_it_says_is_kept_beside_the_file(body: Organisation) -> None:
    data = Document.objects.get(pk=make(body).pk).data
    assert data["reasons"] == SAYS["refuse-registration"]["reasons"]
    assert (data["number"], data["addressee"], data["body"]["court"]) == (
        "云市监登不〔2026〕3号",
        "张伟",
        "云溪市人民法院",
    )


def test_the_file_is_private(body: Organisation, place: Path) -> None:
    document = make(body)
    stored = Path(document.file.path)
    assert stored.is_relative_to(place)
    assert oct(stored.stat().st_mode & 0o777) == "0o600"
    assert oct(stored.parent.stat().st_mode & 0o777) == "0o700"
    with pytest.raises(ValueError, match="no public address"):
        _ = document.file.url


def test_a_number_is_given_once_for_each_body_and_kind(body: Organisation, place: Path) -> None:
    make(body)
    with pytest.raises(NumberTaken, match="云市监登不〔2026〕3号"):
        make(body)
    make(body, kind="grant-registration")
    assert Document.objects.count() == 2
    assert len(list(place.rglob("*.pdf"))) == 2


def test_a_number_taken_at_the_last_moment_leaves_no_file(
    body: Organisation, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*args: Any, **kwargs: Any) -> None:
        raise IntegrityError("documents_number_unique")

    monkeypatch.setattr(Document, "save", lose)
    with pytest.raises(NumberTaken):
        make(body)
    assert list(place.rglob("*.pdf")) == []


@pytest.mark.parametrize("key", ["facts", "reasons", "matter"])
def test_it_refuses_a_refusal_without_facts_reasons_or_matter(body: Organisation, key: str) -> None:
    with pytest.raises(DocumentIncomplete, match=key):
        make(body, data={**SAYS["refuse-registration"], key: []})
    assert not Document.objects.exists()


def test_it_refuses_a_refusal_of_a_body_whose_remedies_are_unknown(body: Organisation) -> None:
    body.court = ""
    with pytest.raises(DocumentIncomplete, match="管辖法院"):
        make(body)
    assert make(body, kind="grant-registration").pk


@pytest.mark.parametrize("lacks", ["review_body", "court"])
@pytest.mark.parametrize("kind", [kind.code for kind in all_kinds() if kind.adverse])
def test_no_adverse_document_leaves_without_both_remedies(body: Organisation, kind: str, lacks: str) -> None:
    setattr(body, lacks, "")
    with pytest.raises(DocumentIncomplete, match="行政复议机关和管辖法院"):
        make(body, kind=kind)
    assert not Document.objects.exists()


def test_who_may_be_asked_to_look_again_needs_no_court(body: Organisation) -> None:
    body.court = body.review_body = ""
    assert make(body, kind="refuse-service", data={**SAYS["refuse-service"], **RECHECK}).pk


@pytest.mark.parametrize("kind", [kind.code for kind in all_kinds()])
def test_every_kind_is_printed_sealed_and_kept(body: Organisation, kind: str) -> None:
    document = make(body, kind=kind)
    (report,) = check_seals(document.read())
    assert report.good
    assert (document.title, document.data["seal_words"]) == (kind_of(kind).title, kind_of(kind).seal_words)


def test_it_names_the_lacking_article_of_a_point(body: Organisation) -> None:
    points = [{"what": "授权委托书", "why": "由代理人申请", "basis": " "}]
    with pytest.raises(DocumentIncomplete) as refusal:
        make(body, kind="correction", data={**SAYS["correction"], "points": points})
    assert refusal.value.sentence == "补正告知书还缺必须写明的内容：需要补正的内容（points）第1项的依据（basis）"


def test_it_refuses_a_document_to_nobody(body: Organisation) -> None:
    with pytest.raises(DocumentIncomplete):
        make(body, addressee=" ")


def test_nothing_is_issued_when_a_sign_cannot_be_printed_or_no_seal_is_there(body: Organisation, place: Path) -> None:
    with pytest.raises(MissingGlyphs):
        make(body, addressee="张𱁬")
    body.code = "990181-other"
    with pytest.raises(SealUnavailable):
        make(body)
    assert not Document.objects.exists()
    assert list(place.rglob("*.pdf")) == []


def test_an_issued_document_is_never_changed_or_deleted(body: Organisation) -> None:
    document = make(body)
    document.addressee = "王芳"
    for attempt in (
        document.save,
        document.delete,
        lambda: Document.objects.update(addressee="王芳"),
        Document.objects.all().delete,
        lambda: Document.objects.bulk_update([document], ["addressee"]),
        lambda: Document(pk=document.pk, number="x").save(force_update=True),
    ):
        with pytest.raises((AppendOnly, IntegrityError, ValueError)):
            attempt()
    assert Document.objects.get().addressee == "张伟"


def test_a_damaged_or_lost_file_is_not_handed_out(body: Organisation) -> None:
    document = make(body)
    path = Path(document.file.path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DocumentDamaged, match="不一致"):
        document.read()
    path.unlink()
    with pytest.raises(DocumentDamaged):
        Document.objects.get().read()


def test_documents_of_a_thing_come_in_the_order_they_were_made(
    body: Organisation, django_assert_num_queries: Any
) -> None:
    refusal = make(body)
    receipt = make(body, kind="receipt", number="云市监收〔2026〕9号", now=NIGHT - timedelta(days=1))
    make(body, number="云市监登不〔2026〕4号", subject=Subject("case", "YX20261122-00418"))
    with django_assert_num_queries(1):
        found = [(document, document.body.name) for document in documents_of(CASE)]
    assert [document for document, _ in found] == [receipt, refusal]
