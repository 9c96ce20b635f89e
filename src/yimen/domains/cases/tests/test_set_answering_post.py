"""Operators say which posts answer other bodies: those of the own body, or of the region; each change is on record."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases import answering
from yimen.domains.cases.actions.set_answering_post import set_answering_post
from yimen.domains.cases.answering import answering_posts, still_out
from yimen.domains.cases.consultations import posts_to_ask
from yimen.domains.cases.errors import ConsultationRefused
from yimen.domains.cases.tests import make_consultation as make
from yimen.ground.accounts.models import Account, Appointment
from yimen.ground.audit.models import Entry
from yimen.ground.errors import NotAllowed
from yimen.ground.places.models import Post


def test_a_post_that_may_be_asked_no_more_is_not_offered_and_what_was_asked_stays(cast: Cast) -> None:
    row, fire = make.asked(cast), make.fire()
    by = make.officer("qinlang")
    assert set_answering_post(officer=by, post=fire.pk, answers=False, now=NOW)
    case = row.case
    assert fire not in posts_to_ask(case, row.asking)
    assert still_out([fire]) == {fire.pk: 1}
    make.answer(row)
    assert not set_answering_post(officer=by, post=fire.pk, answers=False, now=NOW), "it is so already"
    entry = Entry.objects.get(action="set-answering-post")
    assert entry.details == {"was": True, "is": False} and entry.object_ref.endswith("/inspector")
    assert set_answering_post(officer=by, post=fire.pk, answers=True, now=NOW)
    assert fire in posts_to_ask(case, row.asking)


def test_an_operator_sets_the_own_body_and_nobody_else_anything(cast: Cast) -> None:
    fire = make.fire()
    with pytest.raises(NotAllowed, match="不归您设置"):
        set_answering_post(officer=cast.li_min, post=fire.pk, answers=False, now=NOW)
    with pytest.raises(NotAllowed, match="由业务系统管理员设置"):
        set_answering_post(officer=cast.wu_lei, post=fire.pk, answers=False, now=NOW)
    fire.refresh_from_db()
    assert fire.gives_opinions and not Entry.objects.filter(action="set-answering-post").exists()


def test_the_operator_of_the_service_administration_sets_all_bodies_of_the_region(cast: Cast) -> None:
    body = make.post("service-administration", "supervisor").organisation
    post = Post.objects.get(organisation=body, code="operator")
    Appointment.objects.create(account=cast.fang_yuan, post=post, since=NOW - timedelta(days=1))
    roles = {one.organisation.role for one in answering_posts(cast.fang_yuan, NOW)}
    assert {"fire-rescue", "market-regulator", "street-office", "village-committee"} <= roles
    assert set_answering_post(officer=cast.fang_yuan, post=make.fire().pk, answers=False, now=NOW)


def test_a_post_that_nobody_holds_is_not_opened(cast: Cast) -> None:
    empty = Post.objects.create(organisation=make.fire().organisation, code="expert", name="专家岗")
    with pytest.raises(ConsultationRefused, match="现在没有人任职"):
        set_answering_post(officer=make.officer("qinlang"), post=empty.pk, answers=True, now=NOW)


def test_a_post_that_a_service_makes_officers_hear_is_not_closed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    meta = answering.definition(next(iter(answering.all_current()))).meta
    monkeypatch.setitem(meta, "consults", [{"step": "x", "body": "fire-rescue", "post": "inspector", "basis": "x"}])
    by: Account = make.officer("qinlang")
    with pytest.raises(ConsultationRefused, match="规定要听"):
        set_answering_post(officer=by, post=make.fire().pk, answers=False, now=NOW)
    assert Post.objects.get(pk=make.fire().pk).gives_opinions
