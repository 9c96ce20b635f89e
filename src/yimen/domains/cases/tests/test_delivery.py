"""送达: a document is delivered once, electronically when it is opened, or by hand; the proof follows."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.hand_over import hand_over
from yimen.domains.cases.actions.read_document import read_document
from yimen.domains.cases.errors import ReasonMissing
from yimen.domains.cases.models import Case, Delivery
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh
from yimen.domains.cases.tests.make_steps import (
    UNPRINTABLE,
    evidence,
    kinds,
    paper,
    papers,
    seal_away,
    steps,
)
from yimen.ground.documents.check import check_seals
from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.errors import Stale
from yimen.ground.outbox.models import Delivery as Outgoing
from yimen.ground.outbox.registry import listener

LATER = NOW + timedelta(hours=3)
WINDOW = "云溪市政务服务中心 3 号窗口"


def read(cast: Cast, case: Case, kind: str, now=LATER) -> Delivery | None:
    row = read_document(actor=cast.chen_jing.actor(now), case=case, document=paper(case, kind), now=now)
    drain(now)
    return row


def hand(cast: Cast, case: Case, kind: str, *, received_by: str = "陈静", place: str = WINDOW, now=LATER) -> Delivery:
    row = hand_over(
        actor=cast.wang_fang.actor(now),
        case=case,
        document=paper(case, kind),
        received_by=received_by,
        place=place,
        now=now,
    )
    drain(now)
    return row


def proofs(case: Case) -> list[dict[str, object]]:
    return [one.data for one in papers(case) if one.kind == "delivery"]


@pytest.mark.printed
def test_opening_it_is_the_delivery_and_proves_it(cast: Cast) -> None:
    case = make.accepted(cast)
    read(cast, case, "acceptance")
    (proof,) = proofs(case)
    assert proof["documents"] == [{"title": "受理通知书", "number": paper(case, "acceptance").number}]
    assert (proof["way"], proof["read_by"], proof["read_at"]) == ("电子送达", "陈静", "2026-11-20T13:00+08:00")
    assert proof["delivered_at"] == "2026-11-20T10:00+08:00"
    sealed = paper(case, "delivery")
    assert sealed.body == case.body
    assert check_seals(sealed.read())[0].good


def test_opening_it_again_changes_nothing(cast: Cast) -> None:
    case = make.accepted(cast)
    first = read(cast, case, "acceptance")
    again = read(cast, case, "acceptance", LATER + timedelta(days=1))
    assert again is not None and first is not None
    assert (again.pk, again.read_at) == (first.pk, LATER)
    assert len(proofs(case)) == 1
    assert steps(fresh(case)).count("read") == 1
    assert evidence(case, "read-document").details["kind"] == "acceptance"


def test_the_proof_is_made_once_however_often_the_event_comes(cast: Cast) -> None:
    case = make.accepted(cast)
    read(cast, case, "acceptance")
    event = Outgoing.objects.get(listener="cases.prove-delivery")
    target = listener(event.listener)
    target.react(target.event(**event.payload), LATER + timedelta(days=2))
    assert len(proofs(case)) == 1


def test_while_the_seal_is_away_the_reading_stands_and_the_proof_follows(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make.accepted(cast)
    with monkeypatch.context() as away:
        seal_away(away)
        assert read(cast, case, "acceptance") is not None
        assert proofs(case) == []
    drain(LATER + timedelta(hours=1))
    assert proofs(case)[0]["read_at"] == "2026-11-20T13:00+08:00"


@pytest.mark.parametrize("kind", ["receipt", "delivery"])
def test_what_proves_itself_needs_no_proof(cast: Cast, kind: str) -> None:
    case = make.accepted(cast)
    read(cast, case, "acceptance")
    assert read(cast, case, kind) is None
    with pytest.raises(Stale):
        hand(cast, case, kind)
    assert kinds(case).count("delivery") == 1


def test_each_document_has_its_own_proof(cast: Cast) -> None:
    case = make.granted(cast)
    for kind in ("acceptance", "grant-permit", "food-business-licence"):
        read(cast, case, kind)
    numbers = [proof["documents"][0]["number"] for proof in proofs(case)]
    assert numbers == [paper(case, kind).number for kind in ("acceptance", "grant-permit", "food-business-licence")]
    assert len({one.number for one in papers(case) if one.kind == "delivery"}) == 3


def test_handed_over_at_the_window_the_proof_has_lines_to_sign(cast: Cast) -> None:
    case = make.accepted(cast)
    row = hand(cast, case, "acceptance", received_by=" 陈静 ")
    assert (row.way, row.read_by, row.read_at, row.delivered_by) == ("直接送达", "陈静", None, "王芳")
    (proof,) = proofs(case)
    assert (proof["way"], proof["delivered_to"], proof["delivered_by"]) == ("直接送达", WINDOW, "王芳")
    assert "read_at" not in proof
    assert steps(fresh(case))[-1] == "handed-over"


def test_what_was_handed_over_is_not_delivered_again(cast: Cast) -> None:
    case = make.accepted(cast)
    row = hand(cast, case, "acceptance")
    with pytest.raises(Stale, match="已经送达"):
        hand(cast, case, "acceptance")
    found = read(cast, case, "acceptance")
    assert found is not None and (found.pk, found.way) == (row.pk, "直接送达")
    assert len(proofs(case)) == 1


@pytest.mark.parametrize("missing", ["received_by", "place"])
def test_who_took_it_and_where_is_written_down(cast: Cast, missing: str) -> None:
    case = make.accepted(cast)
    with pytest.raises(ReasonMissing):
        hand(cast, case, "acceptance", **{missing: "  "})
    with pytest.raises(MissingGlyphs):
        hand(cast, case, "acceptance", **{missing: f"王{UNPRINTABLE}"})
    assert not Delivery.objects.exists()


def test_another_cases_document_is_not_delivered_in_this_one(cast: Cast) -> None:
    document, other = paper(make.accepted(cast), "acceptance"), make.submitted(cast.zhang_wei)
    with pytest.raises(ValueError, match="does not belong"):
        read_document(actor=cast.zhang_wei.actor(NOW), case=other, document=document, now=NOW)
    with pytest.raises(ValueError, match="does not belong"):
        hand_over(
            actor=cast.wang_fang.actor(NOW), case=other, document=document, received_by="张伟", place=WINDOW, now=NOW
        )
    assert not Delivery.objects.exists()


def test_an_officer_who_looks_at_a_document_has_delivered_nothing(cast: Cast) -> None:
    case = make.accepted(cast)
    assert (
        read_document(actor=cast.wang_fang.actor(NOW), case=case, document=paper(case, "acceptance"), now=NOW) is None
    )
    assert not Delivery.objects.exists()
