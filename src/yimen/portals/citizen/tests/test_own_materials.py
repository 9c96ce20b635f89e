"""The applicant reads how long each file stays and by which rule, opens it, and is told the truth once it is gone."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.config import middleware
from yimen.domains.cases.actions.hold_materials import hold_materials
from yimen.domains.cases.jobs import destroy_due_materials
from yimen.domains.cases.materials import handed_in
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.tests import make_food
from yimen.ground.files.tests import uploads
from yimen.portals.citizen.tests.read import open_case, text_of

AFTER = NOW.replace(year=2036) + timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> None:
    settings.YIMEN_VAR = tmp_path


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_food.submitted(cast.chen_jing)


@pytest.fixture
def ended(case: Case) -> Case:
    Case.objects.filter(pk=case.pk).update(status="withdrawn", closed_at=NOW)
    return case


def at(monkeypatch: pytest.MonkeyPatch, moment: object) -> None:
    monkeypatch.setattr(middleware, "now", lambda: moment)


def path_of(case: Case) -> str:
    return reverse("citizen:material", args=[case.number, handed_in(case)[0].pk])


def test_the_case_page_leads_there_and_the_page_to_the_file(cast: Cast, case: Case) -> None:
    assert reverse("citizen:materials", args=[case.number]) in open_case(cast.chen_jing, case).content.decode()
    page = open_case(cast.chen_jing, case, "materials")
    assert f'href="{path_of(case)}"' in page.content.decode()
    answer = browser_of(cast.chen_jing).get(path_of(case))
    assert (answer.content, answer["Content-Type"]) == (uploads.png(), "image/png")


def test_while_it_goes_on_it_says_how_long_after_the_end_and_then_the_day(cast: Cast, case: Case) -> None:
    page = text_of(open_case(cast.chen_jing, case, "materials"))
    assert "办完以后再保存 10 年" in page
    assert "机关文件材料归档范围和文书档案保管期限规定" in page
    Case.objects.filter(pk=case.pk).update(status="withdrawn", closed_at=NOW)
    assert "保存到2036年11月20日" in text_of(open_case(cast.chen_jing, case, "materials"))


def test_what_another_case_of_hers_uses_has_no_day_yet(cast: Cast, ended: Case) -> None:
    second, row = make_food.draft(cast.chen_jing), handed_in(ended)[0]
    Material.objects.create(case=second, material="m3", file=row.file, added_by="陈静", added_at=NOW)
    assert "另一件办件还在用" in text_of(open_case(cast.chen_jing, ended, "materials"))


def test_it_says_when_a_hold_keeps_it_but_not_the_officers_words(cast: Cast, ended: Case) -> None:
    told = {"ground": "review", "reason": "复议案号一二三", "until": AFTER.date(), "now": NOW.replace(year=2036)}
    hold_materials(officer=cast.zheng_hong, case=ended, **told)
    Case.objects.filter(pk=ended.pk).update(closed_at=NOW)
    # Requests of this test happen today: the hold lasts from then on.
    page = text_of(open_case(cast.chen_jing, ended, "materials"))
    assert "因为行政复议，到期的也先留着，到2036年11月21日为止" in page
    assert "一二三" not in page
    assert "因为行政复议，先留到2036年11月21日" in text_of(open_case(cast.chen_jing, ended))


def test_of_a_destroyed_file_it_says_so_with_day_rule_and_hash(
    cast: Cast, ended: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert destroy_due_materials.func(AFTER.isoformat()) == 1
    page = open_case(cast.chen_jing, ended, "materials")
    assert "2036年11月21日销毁" in text_of(page)
    answer = browser_of(cast.chen_jing).get(path_of(ended))
    assert answer.status_code == 410
    told = text_of(answer)
    assert "这个文件已经销毁" in told
    assert handed_in(ended)[0].file.sha256 in told
    assert "2036年11月21日销毁" in told
    assert "材料到了保管期限，已经销毁" in text_of(open_case(cast.chen_jing, ended))


def test_somebody_else_finds_nothing_and_a_file_taken_back_is_not_there(cast: Cast, case: Case) -> None:
    stranger = browser_of(cast.zhang_wei)
    assert stranger.get(reverse("citizen:materials", args=[case.number])).status_code == 404
    assert stranger.get(path_of(case)).status_code == 404
    path = path_of(case)
    case.materials.update(removed_at=NOW)
    assert browser_of(cast.chen_jing).get(path).status_code == 404
    assert "没有交过文件" in text_of(open_case(cast.chen_jing, case, "materials"))


def test_a_draft_leads_to_the_page_where_files_are_handed_in(cast: Cast) -> None:
    draft = make_food.draft(cast.zhang_wei)
    answer = open_case(cast.zhang_wei, draft, "materials")
    assert (answer.status_code, answer["Location"]) == (302, reverse("cases:materials", args=[draft.number]))


def test_more_files_cost_no_more_questions(
    cast: Cast, case: Case, django_assert_max_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOW)
    her: Client = browser_of(cast.chen_jing)
    path = reverse("citizen:materials", args=[case.number])
    her.get(path)
    row = handed_in(case)[0]
    for _ in range(6):
        Material.objects.create(case=case, material="m3", file=row.file, added_by="陈静", added_at=NOW)
    with django_assert_max_num_queries(11):
        page = her.get(path).content.decode()
    assert page.count('<span class="also">') == 7
