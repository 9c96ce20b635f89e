"""The correction page: every point with its field or upload, nothing else open, handed back when nothing lacks."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.materials import handed_in
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make, make_food
from yimen.domains.cases.tests.fill import DRAWING
from yimen.ground.files.tests import uploads

RULE = "食品安全法第三十三条第一款第二项"
PHONE = {"kind": "field", "key": "contact_mobile", "why": "打不通，换一个能打通的", "basis": ""}
PROJECTS = {"kind": "field", "key": "projects", "why": "图上有烤炉，没有选热食", "basis": RULE}
LAYOUT = make_food.LAYOUT_LACKS


def correcting(cast: Cast, *points: dict[str, str]) -> Case:
    """Handed in at ten, the notice given at eleven: the pages act at twelve."""
    case = make_food.submitted(cast.chen_jing, now=NOW)
    told_at = NOW + timedelta(hours=1)
    request_correction(
        actor=cast.wang_fang.actor(told_at),
        case=case,
        task=make.task_of(case),
        points=list(points or (PHONE, LAYOUT)),
        now=told_at,
    )
    make.drain(told_at)
    return make.fresh(case)


@pytest.fixture(autouse=True)
def on_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages act on the Friday of the tests, not on the day on which they run."""
    monkeypatch.setattr("yimen.config.middleware.now", lambda: NOW + timedelta(hours=2))


@pytest.fixture
def case(cast: Cast) -> Case:
    """Two points: a telephone that nobody answers, and a drawing."""
    return correcting(cast)


@pytest.fixture
def her(cast: Cast) -> Client:
    return browser_of(cast.chen_jing)


def path_of(case: Case) -> str:
    return reverse("cases:correction", args=[case.number])


def post(her: Client, case: Case, told: dict[str, Any], *press: str, **headers: str) -> HttpResponse:
    """The form with these fields, as the page names them, and the button that is pressed."""
    keys = [key for key in told if not key.startswith("file-")]
    form = {"field": keys, "asked": keys, **told, **dict.fromkeys(press, "1")}
    return her.post(path_of(case), form, headers=headers)


def drawing() -> Any:
    return uploads.upload(DRAWING[1], "新布局图.png")


def test_every_point_says_what_why_and_on_what_basis_with_the_present_value(case: Case, her: Client) -> None:
    page = her.get(path_of(case)).content.decode()
    for words in ("改好这 2 处", "打不通，换一个能打通的", LAYOUT["why"], LAYOUT["basis"], "办理期限还没有开始算"):
        assert words in page
    assert f'name="contact_mobile" value="{case.answers["contact_mobile"]}"' in page
    assert 'name="file-m3"' in page
    assert f"{case.correction.supply_by:%-m月%-d日}" in page
    assert reverse("citizen:paper", args=[case.number, "correction"]) in page


def test_only_what_was_asked_for_is_open(case: Case, her: Client) -> None:
    page = her.get(path_of(case)).content.decode()
    for name in ("contact_name", "floor_area", "uscc", "file-m5", "file-m6"):
        assert f'name="{name}"' not in page


def test_what_was_asked_for_is_stored_and_handed_back(case: Case, her: Client) -> None:
    answer = post(her, case, {"contact_mobile": "15400000029", "file-m3": drawing()}, "hand_back")
    assert answer["Location"] == reverse("citizen:case", args=[case.number])
    found = make.fresh(case)
    assert found.status == "submitted"
    assert found.answers["contact_mobile"] == "15400000029"
    assert [one.file.name for one in handed_in(found)] == ["布局图.png", "新布局图.png"]


def test_saving_stores_and_stays(case: Case, her: Client) -> None:
    answer = post(her, case, {"contact_mobile": "15400000029"})
    assert answer["Location"] == path_of(case)
    found = make.fresh(case)
    assert (found.status, found.answers["contact_mobile"]) == ("correcting", "15400000029")


def test_it_is_not_handed_back_while_a_file_lacks(case: Case, her: Client) -> None:
    answer = post(her, case, {"contact_mobile": "15400000029"}, "hand_back")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "还没有上传新的“主要设备设施、经营布局、操作流程文件”" in page
    assert 'href="#f-file-m3"' in page
    assert "15400000029" in page
    assert make.fresh(case).status == "correcting"


def test_what_is_wrong_is_said_at_its_place_and_stays(case: Case, her: Client) -> None:
    answer = post(her, case, {"contact_mobile": "154", "file-m3": drawing()}, "hand_back")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="154"' in page
    assert 'href="#f-contact_mobile"' in page
    assert "新布局图.png" in page
    assert make.fresh(case).status == "correcting"


def test_a_file_that_is_not_taken_is_named_and_nothing_typed_is_lost(case: Case, her: Client) -> None:
    wrong = uploads.upload(b"GIF89a", "布局图.gif")
    answer = post(her, case, {"contact_mobile": "15400000029", "file-m3": wrong}, "hand_back")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "布局图.gif：这是GIF 图片" in page
    assert 'value="15400000029"' in page


@pytest.mark.parametrize("key", ["uscc", "floor_area", "contact_name", "sell_scope"])
def test_what_was_not_asked_for_cannot_be_changed(case: Case, her: Client, key: str) -> None:
    before = make.fresh(case).answers
    answer = post(her, case, {"contact_mobile": "15400000029", key: "12345"}, "hand_back")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "告知书没有要求改" in page
    assert 'value="15400000029"' in page
    assert make.fresh(case).answers == before


def test_a_material_that_was_not_asked_for_cannot_be_added_or_taken_back(cast: Cast, her: Client) -> None:
    case = correcting(cast, PHONE)
    row = handed_in(case)[0].pk
    post(her, case, {"contact_mobile": "15400000029", "file-m3": drawing(), "remove_file": str(row)})
    post(her, case, {"contact_mobile": "15400000029", "file-m3": drawing()})
    assert [one.pk for one in handed_in(case)] == [row]


def test_a_file_can_be_taken_back_and_what_was_typed_is_stored(case: Case, her: Client) -> None:
    row = handed_in(case)[0].pk
    answer = post(her, case, {"contact_mobile": "15400000029", "remove_file": str(row)})
    assert answer["Location"] == path_of(case)
    assert handed_in(case) == []
    assert make.fresh(case).answers["contact_mobile"] == "15400000029"


def test_a_question_that_a_change_brings_up_is_shown_before_it_is_called_wrong(cast: Cast, her: Client) -> None:
    case = correcting(cast, {**PHONE, "key": "is_agent"})
    answer = post(her, case, {"is_agent": "true"}, "hand_back")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "内容改了，还要填" in page
    assert 'name="agent_name"' in page
    assert "错误：" not in page
    assert make.fresh(case).status == "correcting"


def test_leaving_it_empty_is_then_wrong(cast: Cast, her: Client) -> None:
    case = correcting(cast, {**PHONE, "key": "is_agent"})
    told = {"is_agent": "true", "agent_name": "", "agent_id": "", "agent_mobile": ""}
    answer = post(her, case, told, "hand_back")
    assert answer.status_code == 422
    assert 'href="#f-agent_name"' in answer.content.decode()


def test_it_saves_itself_without_files(case: Case, her: Client) -> None:
    answer = post(her, case, {"contact_mobile": "15400000029"}, **{"X-Autosave": "1"})
    assert answer.json()["saved"].startswith("已保存，")
    assert make.fresh(case).answers["contact_mobile"] == "15400000029"
    refused = post(her, case, {"uscc": "1"}, **{"X-Autosave": "1"})
    assert refused.status_code == 409


def test_filling_pages_lead_to_the_correction_and_the_correction_to_the_case(case: Case, her: Client) -> None:
    for name in ("hub", "check", "materials"):
        assert her.get(reverse(f"cases:{name}", args=[case.number]))["Location"] == path_of(case)
    post(her, case, {"contact_mobile": "15400000029", "file-m3": drawing()}, "hand_back")
    for answer in (her.get(path_of(case)), post(her, case, {}, "hand_back")):
        assert answer["Location"] == reverse("citizen:case", args=[case.number])


def test_a_draft_has_nothing_to_correct(cast: Cast, her: Client) -> None:
    draft = make_food.draft(cast.chen_jing)
    assert her.get(path_of(draft))["Location"] == reverse("cases:hub", args=[draft.number])


def test_nobody_else_corrects_it(cast: Cast, case: Case) -> None:
    for other in (cast.zhang_wei, cast.wang_fang, cast.li_min):
        assert browser_of(other).get(path_of(case)).status_code == 404
        assert post(browser_of(other), case, {"contact_mobile": "15400000029"}, "hand_back").status_code == 404
    assert make.fresh(case).status == "correcting"
