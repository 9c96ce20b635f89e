"""A draft is written by one, reviewed by another, sent back once, published with its days."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cast import NOW, SERVICE, Cast
from yimen.config.publishing import publish_folders
from yimen.domains.catalogue.actions.approve_draft import approve_draft
from yimen.domains.catalogue.actions.bring_into_force import bring_into_force
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.actions.refuse_draft import refuse_draft
from yimen.domains.catalogue.actions.restore_version import restore_version
from yimen.domains.catalogue.actions.return_draft import return_draft
from yimen.domains.catalogue.actions.save_draft import save_draft
from yimen.domains.catalogue.actions.start_draft import start_draft
from yimen.domains.catalogue.actions.submit_draft import submit_draft
from yimen.domains.catalogue.actions.take_new_base import take_new_base
from yimen.domains.catalogue.actions.withdraw_draft import withdraw_draft
from yimen.domains.catalogue.drafting import DraftRefused
from yimen.domains.catalogue.errors import Overtaken, WrongState
from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.models import Draft
from yimen.domains.catalogue.queries import current_version, search, versions_of
from yimen.domains.catalogue.states import DraftState
from yimen.domains.catalogue.tests import make
from yimen.engines.service.tests import guide_only as example
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Incomplete, NotAllowed

SLUG, TODAY = make.SLUG, legal_day(NOW)
OTHER_GUIDE = "## 谁能办\n\n在固定的店面里卖的人。\n"


def stands(draft: Draft) -> tuple[str, int]:
    found = Draft.objects.get(pk=draft.pk)
    return found.state, found.revision


def test_what_an_editor_writes_and_a_second_person_approves_is_found_by_an_everyday_phrase(cast: Cast) -> None:
    version = make.approved(cast)
    assert version.number == 1
    assert search("卖鞭炮")[0] == version
    assert Draft.objects.get(slug=SLUG).state == DraftState.PUBLISHED
    acts = Entry.objects.filter(object_kind__in=["service-draft", "service"], at=NOW).order_by("pk")
    told = [(one.action, one.actor_name) for one in acts if one.actor_name != "一门系统"]
    submitted = [("start-service-draft", "沈青"), ("submit-service-draft", "沈青")]
    assert told == [*submitted, ("publish", "乔木"), ("approve-service-draft", "乔木")]


def test_whoever_wrote_in_it_cannot_review_it(cast: Cast) -> None:
    draft = make.submitted(cast)
    author = cast.shen_qing.actor(NOW)
    for act in (
        lambda: approve_draft(actor=author, draft=draft, revision=1, now=NOW),
        lambda: return_draft(actor=author, draft=draft, revision=1, remarks="改", now=NOW),
        lambda: refuse_draft(actor=author, draft=draft, revision=1, remarks="不行", now=NOW),
    ):
        with pytest.raises(NotAllowed, match="不能自己审核"):
            act()
    assert stands(draft) == (DraftState.SUBMITTED, 1)


def test_a_second_writer_is_a_writer_too(cast: Cast) -> None:
    draft = make.begun(cast)
    reviewer = cast.qiao_mu.actor(NOW)
    draft = save_draft(actor=reviewer, draft=draft, revision=1, files=example.files(guide=OTHER_GUIDE), now=NOW)
    draft = submit_draft(actor=cast.shen_qing.actor(NOW), draft=draft, revision=2, now=NOW)
    with pytest.raises(NotAllowed):
        approve_draft(actor=reviewer, draft=draft, revision=2, now=NOW)


def test_two_editors_never_overwrite_each_other_in_silence(cast: Cast) -> None:
    draft = make.begun(cast)
    make.saved(cast, draft, example.files(guide=OTHER_GUIDE))
    with pytest.raises(Overtaken, match="沈青刚保存过"):
        save_draft(actor=cast.qiao_mu.actor(NOW), draft=draft, revision=1, files=example.files(), now=NOW)
    assert from_json(Draft.objects.get(pk=draft.pk).files)["guide.md"].decode() == OTHER_GUIDE
    with pytest.raises(Overtaken):
        submit_draft(actor=cast.shen_qing.actor(NOW), draft=draft, revision=1, now=NOW)


def test_a_second_start_is_the_same_draft(cast: Cast) -> None:
    first = make.begun(cast)
    again = start_draft(actor=cast.qiao_mu.actor(NOW), slug=SLUG, files={}, now=NOW)
    assert again == first
    assert Draft.objects.filter(slug=SLUG).count() == 1


def test_it_is_sent_back_once_with_remarks_and_then_decided(cast: Cast) -> None:
    reviewer, draft = cast.qiao_mu.actor(NOW), make.submitted(cast)
    with pytest.raises(Incomplete, match="写清楚要改哪里"):
        return_draft(actor=reviewer, draft=draft, revision=1, remarks=" ", now=NOW)
    draft = return_draft(actor=reviewer, draft=draft, revision=1, remarks="电话打不通，核对", now=NOW)
    assert (draft.state, draft.remarks) == (DraftState.RETURNED, "电话打不通，核对")
    draft = make.saved(cast, draft, example.files("0300-0000131", "0300-0000132"))
    draft = submit_draft(actor=cast.shen_qing.actor(NOW), draft=draft, revision=2, now=NOW)
    with pytest.raises(DraftRefused, match="已经退回过一次"):
        return_draft(actor=reviewer, draft=draft, revision=2, remarks="还有", now=NOW)
    assert approve_draft(actor=reviewer, draft=draft, revision=2, now=NOW).number == 1


def test_what_is_refused_is_not_published_and_another_draft_may_begin(cast: Cast) -> None:
    draft = make.submitted(cast)
    refused = refuse_draft(actor=cast.qiao_mu.actor(NOW), draft=draft, revision=1, remarks="清单里没有", now=NOW)
    assert refused.state == DraftState.REFUSED
    assert not Draft.objects.get(pk=draft.pk).published
    assert make.begun(cast) != draft


def test_it_cannot_be_handed_in_while_something_lacks(cast: Cast) -> None:
    draft = make.begun(cast, example.files("fee: {charge: false, plain: 不收钱}\n", ""))
    with pytest.raises(DraftRefused, match="还有 1 处要改") as refused:
        submit_draft(actor=cast.shen_qing.actor(NOW), draft=draft, revision=1, now=NOW)
    assert "没有写收不收费" in refused.value.advice
    assert stands(draft) == (DraftState.EDITING, 1)


def test_what_cannot_even_be_read_is_saved_all_the_same(cast: Cast) -> None:
    draft = make.begun(cast)
    broken = {**example.files(), "service.yaml": b"slug: [fireworks"}
    assert make.saved(cast, draft, broken).revision == 2
    with pytest.raises(DraftRefused):
        submit_draft(actor=cast.shen_qing.actor(NOW), draft=draft, revision=2, now=NOW)


def test_nobody_writes_in_what_has_been_handed_in(cast: Cast) -> None:
    draft = make.submitted(cast)
    with pytest.raises(WrongState, match="等审核"):
        make.saved(cast, draft, example.files(guide=OTHER_GUIDE))
    taken_back = withdraw_draft(actor=cast.shen_qing.actor(NOW), draft=draft, revision=1, now=NOW)
    assert taken_back.state == DraftState.EDITING
    assert make.saved(cast, taken_back, example.files(guide=OTHER_GUIDE)).revision == 2
    given_up = withdraw_draft(actor=cast.shen_qing.actor(NOW), draft=taken_back, revision=2, now=NOW)
    assert given_up.state == DraftState.WITHDRAWN


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("limits.statutory", "statutory: {value: 20", "statutory: {value: 15"),
        ("name", "name: 烟花爆竹经营（零售）许可\n", "name: 烟花许可\n"),
        ("legal_basis", "article: 第十九条", "article: 第二十条"),
    ],
)
def test_a_field_that_is_fixed_above_cannot_be_changed(cast: Cast, key: str, old: str, new: str) -> None:
    draft = make.begun(cast, locked={key: "四川省"})
    with pytest.raises(Incomplete, match="由四川省统一规定") as refused:
        make.saved(cast, draft, example.files(old, new))
    assert [one.key for one in refused.value.faults] == [key]
    with pytest.raises(Incomplete):
        make.saved(cast, draft, {**example.files(), "service.yaml": b"["})
    assert make.saved(cast, draft, example.files("0300-0000131", "0300-0000132")).revision == 2


def test_locks_stay_for_the_next_draft(cast: Cast) -> None:
    draft = make.begun(cast, locked={"name": "四川省"})
    submit_draft(actor=cast.shen_qing.actor(NOW), draft=draft, revision=1, now=NOW)
    approve_draft(actor=cast.qiao_mu.actor(NOW), draft=draft, revision=1, now=NOW)
    assert start_draft(actor=cast.shen_qing.actor(NOW), slug=SLUG, now=NOW).locked == {"name": "四川省"}


def test_the_slug_stays(cast: Cast) -> None:
    with pytest.raises(Incomplete, match="slug 要写 fireworks-retail"):
        make.saved(cast, make.begun(cast), example.files("slug: fireworks-retail", "slug: other"))


def test_it_comes_into_force_on_the_day_that_was_approved(cast: Cast) -> None:
    first = make.approved(cast)
    draft = start_draft(actor=cast.shen_qing.actor(NOW), slug=SLUG, now=NOW)
    files = example.files(guide=OTHER_GUIDE)
    day = TODAY + timedelta(days=7)
    actor = cast.shen_qing.actor(NOW)
    draft = save_draft(actor=actor, draft=draft, revision=1, files=files, in_force_from=day, now=NOW)
    draft = submit_draft(actor=actor, draft=draft, revision=2, now=NOW)
    second = approve_draft(actor=cast.qiao_mu.actor(NOW), draft=draft, revision=2, now=NOW)
    assert current_version(SLUG) == first
    bring_into_force(actor=SYSTEM, now=NOW + timedelta(days=7))
    assert current_version(SLUG) == second


def test_a_day_that_has_passed_before_the_review_is_refused(cast: Cast) -> None:
    actor, draft = cast.shen_qing.actor(NOW), make.begun(cast)
    files = example.files()
    draft = save_draft(actor=actor, draft=draft, revision=1, files=files, in_force_from=TODAY, now=NOW)
    draft = submit_draft(actor=actor, draft=draft, revision=2, now=NOW)
    with pytest.raises(DraftRefused, match="起用的日子已经过了"):
        approve_draft(actor=cast.qiao_mu.actor(NOW), draft=draft, revision=2, now=NOW + timedelta(days=1))


def test_what_was_published_meanwhile_is_not_undone_in_silence(cast: Cast) -> None:
    make.approved(cast)
    actor = cast.shen_qing.actor(NOW)
    draft = start_draft(actor=actor, slug=SLUG, now=NOW)
    draft = make.saved(cast, draft, example.files(guide=OTHER_GUIDE))
    publish(actor=SYSTEM, files=example.files("0300-0000131", "0300-0000139"), now=NOW)
    with pytest.raises(Overtaken, match="已经发布了第 2 版"):
        submit_draft(actor=actor, draft=draft, revision=2, now=NOW)
    draft = take_new_base(actor=actor, draft=draft, revision=2, now=NOW)
    assert submit_draft(actor=actor, draft=draft, revision=3, now=NOW).base == current_version(SLUG)


def test_the_same_text_is_not_reviewed_again(cast: Cast) -> None:
    make.approved(cast)
    draft = start_draft(actor=cast.shen_qing.actor(NOW), slug=SLUG, now=NOW)
    with pytest.raises(DraftRefused, match="一模一样"):
        submit_draft(actor=cast.shen_qing.actor(NOW), draft=draft, revision=1, now=NOW)


def test_an_older_version_comes_back_whole(cast: Cast) -> None:
    """open-forms #6431, #5880: a restored version lost product, theme and category."""
    first, actor = make.approved(cast), cast.shen_qing.actor(NOW)
    publish(actor=SYSTEM, files=example.files(guide=OTHER_GUIDE), now=NOW)
    draft = submit_draft(actor=actor, draft=restore_version(actor=actor, version=first, now=NOW), revision=1, now=NOW)
    third = approve_draft(actor=cast.qiao_mu.actor(NOW), draft=draft, revision=1, now=NOW)
    assert (third.number, third.files, third.fingerprint) == (3, first.files, first.fingerprint)
    assert [one.number for one in versions_of(SLUG)] == [1, 2, 3]


def test_restoring_does_not_overwrite_an_open_draft(cast: Cast) -> None:
    first = make.approved(cast)
    start_draft(actor=cast.shen_qing.actor(NOW), slug=SLUG, now=NOW)
    with pytest.raises(DraftRefused, match="会把它盖掉"):
        restore_version(actor=cast.shen_qing.actor(NOW), version=first, now=NOW)


def test_a_whole_service_is_edited_reviewed_and_published_too(cast: Cast) -> None:
    actor = cast.shen_qing.actor(NOW)
    draft = start_draft(actor=actor, slug=SERVICE, now=NOW)
    files = from_json(draft.files)
    files["guide.md"] += "\n最后核对：电话都能打通。\n".encode()
    draft = save_draft(actor=actor, draft=draft, revision=1, files=files, now=NOW)
    draft = submit_draft(actor=actor, draft=draft, revision=2, now=NOW)
    approve_draft(actor=cast.qiao_mu.actor(NOW), draft=draft, revision=2, now=NOW)
    assert current_version(SERVICE).number == 2


def test_it_refuses_a_draft_of_nothing(cast: Cast) -> None:
    with pytest.raises(DraftRefused, match="没有这个事项"):
        start_draft(actor=cast.shen_qing.actor(NOW), slug="nowhere", now=NOW)
    with pytest.raises(DraftRefused, match="不能用作短名"):
        start_draft(actor=cast.shen_qing.actor(NOW), slug="No Where", files={}, now=NOW)


def test_loading_the_seeds_again_does_not_undo_what_the_city_has_edited(cast: Cast, tmp_path: Path) -> None:
    make.approved(cast)
    second = publish(actor=SYSTEM, files=example.files(guide=OTHER_GUIDE), now=NOW)
    for name, content in example.files().items():
        (tmp_path / SLUG / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / SLUG / name).write_bytes(content)
    (told,) = publish_folders([tmp_path])
    assert "没有动" in told
    assert current_version(SLUG) == second
