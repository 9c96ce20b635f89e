"""The materials page: what is wanted, what is taken, what is refused and why, who may open a file."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.materials import handed_in
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make, make_food
from yimen.domains.cases.tests.fill import DRAWING, fill_food, upload
from yimen.domains.catalogue.queries import definition
from yimen.ground.files.check import check
from yimen.ground.files.tests import uploads


@pytest.fixture(autouse=True)
def on_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages act on the Friday of the tests, not on the day on which they run."""
    monkeypatch.setattr("yimen.config.middleware.now", lambda: NOW)


@pytest.fixture
def case(cast: Cast) -> Case:
    """陈静's food licence with every answer, and no file yet."""
    found = make_food.draft(cast.chen_jing)
    fill_food(browser_of(cast.chen_jing), found)
    return make.fresh(found)


@pytest.fixture
def her(cast: Cast) -> Client:
    return browser_of(cast.chen_jing)


def path_of(case: Case) -> str:
    return reverse("cases:materials", args=[case.number])


def names(case: Case) -> list[str]:
    return [one.file.name for one in handed_in(case)]


def test_the_last_section_leads_to_the_materials_and_the_hub_shows_them_as_a_task(case: Case, her: Client) -> None:
    hub = her.get(reverse("cases:hub", args=[case.number])).content.decode()
    assert "2. 传材料" in hub
    assert path_of(case) in hub
    assert "先看看已填的内容" in hub


def test_a_service_that_wants_no_file_shows_no_such_task(cast: Cast) -> None:
    found = make.filled(cast.zhang_wei)
    her = browser_of(cast.zhang_wei)
    assert "传材料" not in her.get(reverse("cases:hub", args=[found.number])).content.decode()
    assert "不用上传材料" in her.get(path_of(found)).content.decode()


def test_the_wanted_list_follows_the_answers(cast: Cast, case: Case, her: Client) -> None:
    assert "m-m5" not in her.get(path_of(case)).content.decode()
    agent = {"is_agent": True, "agent_name": "王明", "agent_id": "990181198803120539", "agent_mobile": "15400000019"}
    typed = {key: [str(value).lower()] for key, value in agent.items()}
    make.save(case, "contact", typed, seen=case.saved_by["contact"])
    page = her.get(path_of(case)).content.decode()
    assert "授权委托书" in page
    assert 'id="m-m5"' in page


def test_each_material_says_why_on_what_basis_and_offers_its_blank_form(case: Case, her: Client) -> None:
    page = her.get(path_of(case)).content.decode()
    assert "食品安全法第三十三条第一款第一项" in page
    assert "要办许可，而且不是只做食品经营管理" in page
    href = re.search(r'href="([^"]*/blanks/equipment-layout\.txt)"', page)
    assert href is not None
    blank = her.get(href[1])
    assert blank.content == definition(case.version).files["materials/equipment-layout.txt"]
    assert blank["Content-Type"] == "text/plain; charset=utf-8"
    assert blank["X-Content-Type-Options"] == "nosniff"
    assert blank["Content-Disposition"].startswith("attachment")


def test_a_sample_stands_beside_the_upload_as_a_picture(case: Case, her: Client) -> None:
    page = her.get(path_of(case)).content.decode()
    src = re.search(r'<img src="([^"]*/blanks/layout-sample\.png)" alt="样例：[^"]+" loading="lazy">', page)
    assert src is not None
    sample = her.get(src[1])
    assert (sample["Content-Type"], sample["Content-Disposition"][:6]) == ("image/png", "inline")
    assert sample.content == definition(case.version).files["materials/layout-sample.png"]
    assert check(sample.content, "样例.png").content == sample.content
    assert len(sample.content) < 30_000, "a page for citizens stays under 100 KB"


def test_a_blank_form_that_the_service_does_not_have_is_not_found(case: Case, her: Client) -> None:
    for name in ("nothing.txt", "..%2Fservice.yaml", "service.yaml"):
        assert her.get(f"/apply/{case.number}/blanks/{name}").status_code == 404


def test_several_files_are_handed_in_at_once_and_can_be_opened(case: Case, her: Client) -> None:
    answer = upload(her, path_of(case), "m3", DRAWING, ("流程.pdf", uploads.pdf()))
    assert answer.status_code == 302
    assert names(case) == ["布局图.png", "流程.pdf"]
    page = her.get(answer["Location"]).content.decode()
    assert "传好了 2 个文件" in page
    row = handed_in(case)[1]
    opened = her.get(reverse("cases:file", args=[case.number, row.pk]))
    assert opened["Content-Type"] == "application/pdf"
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert opened.content == uploads.pdf()


def test_the_hub_is_done_and_the_check_lists_the_file_when_nothing_lacks(case: Case, her: Client) -> None:
    upload(her, path_of(case), "m3", DRAWING)
    hub = her.get(reverse("cases:hub", args=[case.number])).content.decode()
    assert "可以提交了" in hub
    check = her.get(reverse("cases:check", args=[case.number])).content.decode()
    assert "布局图.png" in check
    assert check.count("不用您交") == 3
    assert "还没有上传" not in check


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("布局图.png", b"", "这个文件是空的"),
        ("布局图.docx", uploads.archive("word/document.xml"), "这是Word 文档"),
        ("布局图.pdf", uploads.png(), "文件名以 .pdf 结尾，里面却是PNG 图片"),
        ("布局图.pdf", uploads.locked_pdf(), "加了密码"),
        ("布局图.png", uploads.png(rows=3), "打不开"),
        ("布局图.jpg", b"\xff\xd8\xff" + bytes(20 * 1024 * 1024), "一个文件最大 20 MB"),
    ],
    ids=["empty", "word", "disguised", "locked", "cut", "too big"],
)
def test_a_file_that_is_not_taken_is_named_at_its_material(
    case: Case, her: Client, name: str, content: bytes, sentence: str
) -> None:
    answer = upload(her, path_of(case), "m3", (name, content))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"{name}：" in page
    assert sentence in page
    assert 'href="#f-file-m3"' in page
    assert "<title>错误：" in page
    assert names(case) == []


def test_a_refused_file_keeps_no_good_one_from_being_taken(case: Case, her: Client) -> None:
    answer = upload(her, path_of(case), "m3", ("坏的.png", b"GIF89a"), DRAWING)
    assert answer.status_code == 422
    assert names(case) == ["布局图.png"]
    assert "传好了 1 个文件" in answer.content.decode()


def test_pressing_upload_without_a_file_says_what_to_do(case: Case, her: Client) -> None:
    answer = her.post(path_of(case), {"upload": "m3"})
    assert answer.status_code == 422
    assert "还没有选文件" in answer.content.decode()


def test_a_file_for_a_material_that_is_not_wanted_is_not_kept(case: Case, her: Client) -> None:
    for material in ("m5", "m1", "m99"):
        upload(her, path_of(case), material, DRAWING)
    assert names(case) == []


def test_a_file_can_be_taken_back_and_twice_is_no_fault(case: Case, her: Client) -> None:
    upload(her, path_of(case), "m3", DRAWING)
    row = handed_in(case)[0].pk
    for _ in range(2):
        assert her.post(path_of(case), {"remove_file": row}).status_code == 302
    assert names(case) == []
    assert her.get(reverse("cases:file", args=[case.number, row])).status_code == 404


@pytest.mark.parametrize("told", ["", "x", "-1", "９", "9" * 40, "1 OR 1"])
def test_a_strange_number_takes_nothing_back(case: Case, her: Client, told: str) -> None:
    upload(her, path_of(case), "m3", DRAWING)
    assert her.post(path_of(case), {"remove_file": told}).status_code == 302
    assert names(case) == ["布局图.png"]


def test_an_application_without_a_wanted_file_is_not_taken_in(case: Case, her: Client) -> None:
    check = reverse("cases:check", args=[case.number])
    assert "还没有上传“主要设备设施、经营布局、操作流程文件”" in her.get(check).content.decode()
    answer = her.post(check, {"promise": "yes"})
    assert answer.status_code == 422
    assert f"{path_of(case)}#f-file-m3" in answer.content.decode()
    assert make.fresh(case).status == "draft"


def test_what_was_handed_in_stays_to_be_opened_and_not_to_be_changed(case: Case, her: Client) -> None:
    upload(her, path_of(case), "m3", DRAWING)
    row = handed_in(case)[0].pk
    assert her.post(reverse("cases:check", args=[case.number]), {"promise": "yes"}).status_code == 302
    assert make.fresh(case).status == "submitted"
    assert her.get(reverse("cases:file", args=[case.number, row])).status_code == 200
    for told in ({"remove_file": row}, {"upload": "m3"}):
        assert her.post(path_of(case), told)["Location"] == reverse("citizen:case", args=[case.number])
    assert names(case) == ["布局图.png"]


def test_nobody_else_sees_the_materials_or_opens_a_file(cast: Cast, case: Case, her: Client) -> None:
    upload(her, path_of(case), "m3", DRAWING)
    file = reverse("cases:file", args=[case.number, handed_in(case)[0].pk])
    for other in (cast.zhang_wei, cast.wang_fang):
        for path in (path_of(case), file, reverse("cases:blank", args=[case.number, "equipment-layout.txt"])):
            assert browser_of(other).get(path).status_code == 404, (other, path)
        assert upload(browser_of(other), path_of(case), "m3", DRAWING).status_code == 404
    assert names(case) == ["布局图.png"]


def test_a_file_of_another_case_is_not_found_under_this_one(cast: Cast, case: Case, her: Client) -> None:
    upload(her, path_of(case), "m3", DRAWING)
    his = make_food.filled(cast.zhang_wei)
    file = reverse("cases:file", args=[case.number, handed_in(his)[0].pk])
    assert her.get(file).status_code == 404


def test_more_files_cost_no_more_questions(case: Case, her: Client, django_assert_max_num_queries: object) -> None:
    her.get(path_of(case))
    upload(her, path_of(case), "m3", *[(f"图 {n}.png", uploads.png()) for n in range(6)])
    with django_assert_max_num_queries(14):
        her.get(path_of(case))


def test_what_nobody_has_to_bring_says_why_it_is_needed_with_the_article(case: Case, her: Client) -> None:
    why = "都要有申请书（行政许可法第二十九条第一款）"
    assert why in her.get(path_of(case)).content.decode()
    check = her.get(reverse("cases:check", args=[case.number])).content.decode()
    assert why in check
    assert "设备、布局、流程文件（食品安全法第三十三条第一款第一项、第二项、第四项）" in check
