"""What was handed in once need not be handed in again: by reference; the file goes when the last case lets it go."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions.remove_material import remove_material
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.actions.reuse_material import reuse_material
from yimen.domains.cases.errors import NotOpenForChange
from yimen.domains.cases.jobs import clear_old_drafts
from yimen.domains.cases.materials import handed_in, lacking_materials
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.reuse import reusable
from yimen.domains.cases.tests import make, make_food
from yimen.domains.cases.tests.fill import DRAWING, fill_food, upload
from yimen.ground.audit.models import Entry
from yimen.ground.files.actions.destroy import destroy
from yimen.ground.files.models import StoredFile
from yimen.ground.files.tests import uploads

LATER = NOW + timedelta(days=40)


@pytest.fixture(autouse=True)
def on_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.config.middleware.now", lambda: NOW)


@pytest.fixture
def earlier(cast: Cast) -> Case:
    """陈静's first food licence, with its drawing."""
    return make_food.submitted(cast.chen_jing)


@pytest.fixture
def case(cast: Cast, earlier: Case) -> Case:
    """Her second one, every answer given, no file yet."""
    found = make_food.draft(cast.chen_jing)
    fill_food(browser_of(cast.chen_jing), found)
    return make.fresh(found)


@pytest.fixture
def her(cast: Cast) -> Client:
    return browser_of(cast.chen_jing)


def path_of(case: Case) -> str:
    return reverse("cases:materials", args=[case.number])


def offered(case: Case) -> list[Material]:
    return reusable(case).get("m3", [])


def take_over(cast: Cast, case: Case, row: int) -> Material:
    return reuse_material(actor=cast.chen_jing.actor(NOW), case=case, material="m3", row=row, now=NOW)


def test_the_page_offers_it_with_date_and_case_number_and_one_click_takes_it(
    case: Case, earlier: Case, her: Client
) -> None:
    row = handed_in(earlier)[0]
    page = her.get(path_of(case)).content.decode()
    assert "以前交过，可以直接用" in page
    assert f"2026年11月20日交，食品经营许可（新办） {earlier.number}" in page
    assert f'name="reuse-m3" value="{row.pk}" checked' in page, "the only one is chosen already"
    answer = her.post(path_of(case), {"take_over": "m3", "reuse-m3": row.pk})
    assert answer.status_code == 302
    (taken,) = handed_in(case)
    assert (taken.file, taken.material, taken.added_at) == (row.file, "m3", NOW)
    assert lacking_materials(case, NOW) == []
    assert "以前交过" not in her.get(answer["Location"]).content.decode(), "it is here now"
    assert her.get(reverse("cases:file", args=[case.number, taken.pk])).content == row.file.read()
    entry = Entry.objects.get(action="reuse-material")
    assert entry.details == {"material": "m3", "from": earlier.number}


def test_nothing_chosen_says_what_to_do(case: Case, her: Client) -> None:
    for told in ({}, {"reuse-m3": "x"}):
        answer = her.post(path_of(case), {"take_over": "m3", **told})
        assert answer.status_code == 422
        assert "先选一份" in answer.content.decode()


def test_what_somebody_else_handed_in_is_not_offered_and_not_taken(cast: Cast, case: Case, her: Client) -> None:
    his = handed_in(make_food.submitted(cast.zhang_wei))[0]
    assert his.case.number not in her.get(path_of(case)).content.decode()
    answer = her.post(path_of(case), {"take_over": "m3", "reuse-m3": his.pk})
    assert answer.status_code == 422
    assert "这一份现在不能用" in answer.content.decode()
    assert handed_in(case) == []


def test_what_was_taken_back_or_destroyed_is_not_offered(cast: Cast, case: Case, earlier: Case) -> None:
    row = handed_in(earlier)[0]
    assert offered(case) == [row]
    Material.objects.filter(pk=row.pk).update(removed_at=NOW)
    assert offered(case) == []
    Material.objects.filter(pk=row.pk).update(removed_at=None)
    destroy(actor=uploads.ACTOR, file=row.file, reason="kept long enough", now=NOW)
    assert offered(case) == []
    with pytest.raises(NotOpenForChange):
        take_over(cast, case, row.pk)


def test_what_stands_in_a_draft_is_not_offered(case: Case, earlier: Case) -> None:
    assert len(offered(case)) == 1
    Case.objects.filter(pk=case.pk).update(status="submitted")
    Case.objects.filter(pk=earlier.pk).update(status="draft")
    assert offered(make.fresh(case)) == []


def test_it_is_not_offered_for_another_material(cast: Cast, case: Case, her: Client, earlier: Case) -> None:
    row = handed_in(earlier)[0]
    assert {key for key, rows in reusable(case).items() if rows} == {"m3"}
    her.post(path_of(case), {"take_over": "m1", "reuse-m1": row.pk})
    assert handed_in(case) == []


def test_the_same_picture_handed_in_twice_is_offered_once_and_the_newest_first(
    cast: Cast, case: Case, earlier: Case
) -> None:
    first = handed_in(earlier)[0]
    again = Material.objects.create(
        case=earlier, material="m3", file=first.file, added_by="陈静", added_at=NOW + timedelta(hours=1)
    )
    assert offered(case) == [again]


def test_an_officer_who_enters_for_somebody_is_not_shown_what_that_person_filed_elsewhere(
    cast: Cast, case: Case, earlier: Case
) -> None:
    row = handed_in(earlier)[0].pk
    Case.objects.filter(pk=case.pk).update(entered_by=cast.wang_fang)
    officer = browser_of(cast.wang_fang)
    assert earlier.number not in officer.get(path_of(case)).content.decode()
    assert officer.post(path_of(case), {"take_over": "m3", "reuse-m3": row}).status_code == 422
    assert handed_in(case) == []


def test_in_a_correction_it_counts_as_handed_in_anew(cast: Cast, earlier: Case, her: Client) -> None:
    second = make_food.filled(cast.chen_jing)
    plan = uploads.upload(uploads.pdf(), "流程.pdf")
    upload(her, path_of(second), "m3", ("流程.pdf", plan.read()))
    her.post(reverse("cases:check", args=[second.number]), {"promise": "yes"})
    make.drain(NOW)
    case = earlier
    before = NOW - timedelta(minutes=1)
    request_correction(
        actor=cast.wang_fang.actor(before),
        case=case,
        task=make.task_of(case),
        points=[make_food.LAYOUT_LACKS],
        now=before,
    )
    make.drain(NOW)
    case = make.fresh(case)
    # What is there now came at the same minute as the test: the notice was given after it.
    case.materials.update(added_at=before - timedelta(hours=1))
    path = reverse("cases:correction", args=[case.number])
    row = next(one for one in handed_in(second) if one.file.name == "流程.pdf")
    assert second.number in her.get(path).content.decode()
    assert [one["id"] for one in lacking_materials(case, NOW)] == ["m3"]
    assert her.post(path, {"take_over": "m3", "reuse-m3": row.pk}).status_code == 302
    assert lacking_materials(case, NOW) == []


def test_an_old_draft_that_goes_leaves_the_file_to_the_case_that_was_filed(
    cast: Cast, case: Case, earlier: Case
) -> None:
    row = handed_in(earlier)[0]
    take_over(cast, case, row.pk)
    assert clear_old_drafts.call(LATER.isoformat()) == 1
    assert StoredFile.objects.get(pk=row.file_id).destroyed_at is None
    assert row.file.read() == uploads.png()


def test_taken_back_in_a_draft_a_file_is_destroyed_unless_another_case_rests_on_it(
    cast: Cast, case: Case, earlier: Case, her: Client
) -> None:
    taken = take_over(cast, case, handed_in(earlier)[0].pk)
    upload(her, path_of(case), "m3", DRAWING)
    own = handed_in(case)[1]
    for row in (taken, own):
        remove_material(actor=cast.chen_jing.actor(NOW), case=case, row=row.pk, now=NOW)
    assert StoredFile.objects.get(pk=taken.file_id).destroyed_at is None
    assert StoredFile.objects.get(pk=own.file_id).destroyed_at == NOW


def test_what_an_officer_may_have_read_is_not_destroyed_when_it_is_replaced(cast: Cast) -> None:
    case = make_food.correcting(cast)
    row = handed_in(case)[0]
    remove_material(actor=cast.chen_jing.actor(NOW), case=case, row=row.pk, now=NOW)
    assert StoredFile.objects.get(pk=row.file_id).destroyed_at is None


def test_more_earlier_files_cost_no_more_questions(
    case: Case, earlier: Case, her: Client, django_assert_max_num_queries: object
) -> None:
    first = handed_in(earlier)[0]
    her.get(path_of(case))
    for n in range(6):
        file = StoredFile.objects.get(pk=first.file_id)
        file.pk, file.sha256 = None, f"{n:064}"
        file.save()
        Material.objects.create(case=earlier, material="m3", file=file, added_by="陈静", added_at=NOW)
    with django_assert_max_num_queries(14):
        page = her.get(path_of(case)).content.decode()
    assert page.count('name="reuse-m3"') == 5
