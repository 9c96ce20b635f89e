"""The pages of editor and reviewer, without a script: nothing typed is lost, what is locked stays."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, SERVICE, Cast, browser_of
from tests.journeys import province
from yimen.config import middleware
from yimen.config.schedule import DAILY
from yimen.domains.catalogue import lacking
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.events import DraftWritten
from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.guide_form import dump, inputs_of, write
from yimen.domains.catalogue.judging import judge
from yimen.domains.catalogue.models import Draft
from yimen.domains.catalogue.ports import known_lists
from yimen.domains.catalogue.queries import current_version, search
from yimen.domains.catalogue.tests import make
from yimen.domains.catalogue.views import drafts
from yimen.domains.directory.actions.receive import receive
from yimen.domains.directory.models import Entry
from yimen.engines.service import strict_yaml
from yimen.engines.service.tests import guide_only as example
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import legal_day
from yimen.ground.outbox.deliver import deliver_due

OVERVIEW = "/desk/catalogue/"


@pytest.fixture(autouse=True)
def at_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "now", lambda: NOW)


@pytest.fixture
def editor(cast: Cast) -> Client:
    return browser_of(cast.shen_qing)


@pytest.fixture
def reviewer(cast: Cast) -> Client:
    return browser_of(cast.qiao_mu)


def deliver(now: datetime) -> None:
    while deliver_due(lambda: now):
        pass


def page_of(draft: Draft) -> str:
    return reverse("catalogue:draft", args=[draft.pk])


def filled(draft: Draft, **changed: str) -> dict[str, Any]:
    """What the browser would send: every input as it stands, and what the editor types."""
    return {**inputs_of(from_json(draft.files)), "revision": str(draft.revision), "act": "save", **changed}


def fresh(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def test_an_editor_writes_a_reviewer_publishes_and_a_citizen_finds_it(editor: Client, reviewer: Client) -> None:
    made = editor.post("/desk/catalogue/begin/", {"slug": "fireworks-retail", "name": "烟花爆竹经营（零售）许可"})
    draft = Draft.objects.get(slug="fireworks-retail")
    assert made["Location"] == page_of(draft)
    page = editor.get(page_of(draft)).content.decode()
    assert "没有平常的叫法" in page
    typed = inputs_of(example.files()) | {"revision": "1", "act": "submit", "in_force_from": "2026-11-20"}
    blank = SimpleUploadedFile("application.txt", "姓名：".encode())
    sent = editor.post(page_of(draft), typed | {"blanks": blank})
    assert sent.status_code == 302, sent.content.decode()
    assert fresh(draft).state == "submitted"
    review = reverse("catalogue:review", args=[draft.pk])
    assert "这是新的事项" in reviewer.get(review).content.decode()
    done = reviewer.post(review, {"revision": "2", "act": "approve"})
    assert done.status_code == 302, done.content.decode()
    assert search("过年卖鞭炮要办证吗")[0] == current_version("fireworks-retail")
    assert "已发布" in reviewer.get(done["Location"]).content.decode()
    assert "云溪大道 1 号" in Client().get("/s/fireworks-retail/").content.decode()


def test_the_form_says_what_service_yaml_says_and_back() -> None:
    files = example.files()
    written = write(inputs_of(files) | {"in_force_from": ""}, files)
    assert written.faults == []
    assert strict_yaml.load(written.files["service.yaml"].decode()) == strict_yaml.load(files["service.yaml"].decode())
    assert written.files["guide.md"] == files["guide.md"]


def test_what_the_form_does_not_show_is_kept_and_a_row_without_a_name_goes() -> None:
    said = strict_yaml.load(example.SERVICE)
    said["materials"][0]["copies"] = 2
    files = example.files() | {"service.yaml": dump(said), "exchange.json": b"{}"}
    inputs = inputs_of(files) | {"materials.1.name": "", "materials.2.name": "负责人身份证"}
    found = write(inputs, files).files
    told = strict_yaml.load(found["service.yaml"].decode())
    assert [(one["id"], one["name"]) for one in told["materials"]] == [
        ("m1", "烟花爆竹零售经营许可申请书"),
        ("m2", "负责人身份证"),
    ]
    assert told["materials"][0]["copies"] == 2
    assert found["exchange.json"] == b"{}"


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [("in_force_from", "明年", "写成 2027-1-5 这样的日期"), ("limits.promised.value", "十", "写成整数，像 20")],
)
def test_a_wrong_input_is_told_and_nothing_typed_is_lost(
    cast: Cast, editor: Client, name: str, typed: str, sentence: str
) -> None:
    draft = make.begun(cast)
    answer = editor.post(page_of(draft), filled(draft, **{name: typed, "summary": "我刚写的一句话"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page and "err-sum" in page
    assert "我刚写的一句话" in page and typed in page
    assert fresh(draft).revision == 1


def test_two_editors_see_both_texts_and_neither_is_lost(cast: Cast, editor: Client) -> None:
    draft = make.begun(cast)
    make.saved(cast, draft, example.files("在店里卖烟花爆竹的，开卖以前要有这张证。", "别人先存的一句。"))
    answer = editor.post(page_of(draft), filled(draft, summary="我后写的一句。"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "刚保存过这份草稿" in page
    assert "我后写的一句。" in page and "别人先存的一句。" in page
    again = editor.post(page_of(draft), filled(draft, summary="两句合起来。") | {"revision": "2"})
    assert again.status_code == 302
    assert "两句合起来" in from_json(fresh(draft).files)["service.yaml"].decode()


def test_what_is_fixed_above_is_shown_with_who_fixed_it_and_refused_when_forged(cast: Cast, editor: Client) -> None:
    draft = make.begun(cast, locked={"name": "四川省", "legal_basis": "国家"})
    page = editor.get(page_of(draft)).content.decode()
    assert "由四川省统一规定" in page and "由国家统一规定" in page
    assert 'name="name"' not in page and 'name="legal_basis.0.document"' not in page
    shown = {key: text for key, text in filled(draft).items() if key != "name" and not key.startswith("legal_basis")}
    assert editor.post(page_of(draft), shown).status_code == 302
    forged = editor.post(page_of(draft), {**shown, "revision": "2", "name": "别的名字"})
    assert forged.status_code == 422
    assert "这一项由四川省统一规定，不能改" in forged.content.decode()


def test_what_lacks_is_told_when_it_is_handed_in_and_what_was_typed_is_saved(cast: Cast, editor: Client) -> None:
    draft = make.begun(cast, example.files("fee: {charge: false, plain: 不收钱}\n", ""))
    answer = editor.post(page_of(draft), filled(draft, act="submit", summary="已经写了的一句"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "还有 1 处要改，不能提交" in page and "没有写收不收费" in page
    assert "已经写了的一句" in from_json(fresh(draft).files)["service.yaml"].decode()
    assert fresh(draft).state == "editing"


def test_a_whole_service_is_edited_file_by_file_with_its_problems_beside(cast: Cast, editor: Client) -> None:
    editor.post("/desk/catalogue/begin/", {"slug": SERVICE})
    draft = Draft.objects.get(slug=SERVICE)
    address = f"{page_of(draft)}?file=service.yaml"
    text = from_json(draft.files)["service.yaml"].decode()
    assert "可以提交" in editor.get(address).content.decode()
    broken = text.replace("phrases:", "phrase:", 1)
    assert editor.post(address, {"revision": "1", "act": "save", "text": broken}).status_code == 302
    page = editor.get(address).content.decode()
    assert "phrase" in page and "处要改" in page
    mended = text.replace("plain_name: ", "plain_name: 马上", 1)
    assert editor.post(address, {"revision": "2", "act": "submit", "text": mended}).status_code == 302
    review = browser_of(cast.qiao_mu).get(reverse("catalogue:review", args=[draft.pk])).content.decode()
    assert "改了什么" in review and "平常的叫法从" in review


def test_the_reviewer_sends_it_back_with_remarks_that_the_editor_reads(
    cast: Cast, editor: Client, reviewer: Client
) -> None:
    draft = make.submitted(cast)
    review = reverse("catalogue:review", args=[draft.pk])
    empty = reviewer.post(review, {"revision": "1", "act": "return", "remarks": ""})
    assert empty.status_code == 422
    assert "写清楚要改哪里" in empty.content.decode()
    assert reviewer.post(review, {"revision": "1", "act": "return", "remarks": "电话打不通"}).status_code == 302
    assert "电话打不通" in editor.get(page_of(draft)).content.decode()


def test_whoever_only_edits_cannot_review_and_the_other_way_round(cast: Cast, editor: Client, reviewer: Client) -> None:
    draft = make.submitted(cast)
    assert editor.post(reverse("catalogue:review", args=[draft.pk]), {"act": "approve"}).status_code == 403
    assert reviewer.post("/desk/catalogue/begin/", {"slug": SERVICE}).status_code == 403
    for account in (cast.wang_fang, cast.li_min):
        assert browser_of(account).get(OVERVIEW).status_code == 403
    assert browser_of(cast.zhang_wei).get(OVERVIEW).status_code == 403
    assert browser_of(None).get(OVERVIEW).status_code == 302


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    cast: Cast, editor: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    make.begun(cast)
    with django_assert_max_num_queries(14):
        page = editor.get(OVERVIEW).content.decode()
    assert "烟花爆竹经营（零售）许可" in page and "正在编辑" in page
    for number in range(8):
        Draft.objects.create(slug=f"s{number}", name=f"事项{number}", files={}, created_at=NOW, changed_at=NOW)
    with django_assert_max_num_queries(14):
        editor.get(OVERVIEW)


def test_an_older_version_is_restored_by_a_button(cast: Cast, editor: Client) -> None:
    make.approved(cast)
    publish(actor=SYSTEM, files=example.files(guide="## 怎么办\n\n另一版。\n"), now=NOW)
    page = editor.get(reverse("catalogue:desk-versions", args=[make.SLUG])).content.decode()
    assert "照这一版恢复" in page and "现行" in page
    editor.post("/desk/catalogue/begin/", {"slug": make.SLUG, "version": "1"})
    draft = Draft.objects.filter(slug=make.SLUG).latest("pk")
    assert from_json(draft.files) == example.files()
    assert draft.origin == "恢复第 1 版"


def test_everybody_reads_what_changed_from_version_to_version(cast: Cast, client: Client) -> None:
    make.approved(cast)
    publish(actor=SYSTEM, files=example.files("promised: {value: 10", "promised: {value: 8"), now=NOW)
    page = client.get(f"/s/{make.SLUG}/versions/").content.decode()
    assert "办理期限的承诺期限的天数从“10”改成“8”" in page
    assert "第 2 版" in page and "第一次发布" in page
    assert f"/s/{make.SLUG}/versions/" in client.get(f"/s/{make.SLUG}/").content.decode()
    assert client.get("/s/nowhere/versions/").status_code == 404


@pytest.mark.parametrize("text", ["0", "99999999999999999999", "-1"])
def test_a_number_that_is_none_is_not_found(editor: Client, text: str) -> None:
    assert editor.get(f"/desk/catalogue/drafts/{text}/").status_code == 404


def test_an_item_of_the_province_is_completed_and_what_it_locked_stays(
    cast: Cast, editor: Client, reviewer: Client, tmp_path: Path
) -> None:
    receive(actor=SYSTEM, path=province.delivery(tmp_path), now=NOW)
    entry = Entry.objects.get(name=province.NAME)
    begin = reverse("catalogue:begin")
    assert begin in editor.get(reverse("directory:entry", args=[entry.pk])).content.decode()
    made = editor.post(begin, {"entry": entry.pk})
    draft = Draft.objects.get(slug=entry.slug)
    assert made["Location"] == page_of(draft)
    assert draft.locked == {"name": "样例省", "legal_basis": "样例省"}
    told = {**filled(draft), **province.COMPLETED, "in_force_from": "2026-11-20", "act": "submit"}
    shown = {key: text for key, text in told.items() if key != "name" and not key.startswith("legal_basis")}
    sent = editor.post(page_of(draft), shown)
    assert sent.status_code == 302, [one["sentence"] for one in sent.context["problems"]]
    done = reviewer.post(reverse("catalogue:review", args=[draft.pk]), {"revision": "2", "act": "approve"})
    assert done.status_code == 302
    version = current_version(entry.slug)
    assert version.name == province.NAME
    assert search("过年卖鞭炮")[0] == version


def test_the_kind_of_a_service_is_chosen_from_the_code_table_and_brings_its_name(cast: Cast, editor: Client) -> None:
    draft = make.saved(cast, make.begun(cast), example.files())
    page = editor.get(page_of(draft)).content.decode()
    assert '<option value="07">行政确认（07）</option>' in page
    assert '<option value="4" selected>县级（4）</option>' in page
    assert "code.task_type_name" not in page
    sent = filled(draft) | {"code.task_type": "07"}
    sent.pop("code.task_type_name")
    editor.post(page_of(draft), sent)
    said = strict_yaml.load(from_json(fresh(draft).files)["service.yaml"].decode())
    assert said["code"]["task_type_name"] == "行政确认"
    assert said["code"]["task_type"] == "07"


def test_a_code_that_the_table_has_not_stays_until_another_is_chosen(cast: Cast, editor: Client) -> None:
    draft = make.saved(cast, make.begun(cast), example.files())
    editor.post(page_of(draft), filled(draft) | {"code.task_type": "99", "code.task_type_name": "别的"})
    page = editor.get(page_of(draft)).content.decode()
    assert '<option value="99" selected>99（代码表里没有）</option>' in page
    said = strict_yaml.load(from_json(fresh(draft).files)["service.yaml"].decode())
    assert (said["code"]["task_type"], said["code"]["task_type_name"]) == ("99", "别的")


def test_without_a_standards_library_the_kind_is_typed(
    cast: Cast, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make.saved(cast, make.begun(cast), example.files())
    monkeypatch.setattr(drafts, "code_tables", lambda day: {})
    page = editor.get(page_of(draft)).content.decode()
    assert 'name="code.task_type_name"' in page
    assert "代码表" not in page


def test_each_draft_says_how_much_it_lacks_without_being_checked_again(
    cast: Cast, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make.begun(cast, {"service.yaml": dump({"format": 1, "handling": "guide", "slug": make.SLUG})})
    assert "还没有检查完" in editor.get(OVERVIEW).content.decode()
    deliver(NOW)
    lacks = fresh(draft).lacks
    found = judge(from_json(draft.files), legal_day(NOW), known_lists())
    assert lacks == {"errors": len(found.errors), "warnings": len(found.warnings)}
    assert lacks["errors"] > 0
    monkeypatch.setattr(lacking, "judge", lambda *asked: pytest.fail("a page checks nothing"))
    assert f'<b class="num">{lacks["errors"]}</b> 处要改' in editor.get(OVERVIEW).content.decode()


def test_what_a_draft_lacks_is_counted_anew_when_it_is_saved_and_every_day(cast: Cast, editor: Client) -> None:
    draft = make.begun(cast, {"service.yaml": dump({"format": 1, "handling": "guide", "slug": make.SLUG})})
    deliver(NOW)
    make.saved(cast, fresh(draft), example.files())
    assert fresh(draft).lacks is None, "a number of the older text would be wrong"
    deliver(NOW)
    assert fresh(draft).lacks["errors"] == 0
    assert "没有要改的" in editor.get(OVERVIEW).content.decode()
    Draft.objects.update(lacks={"errors": 9, "warnings": 9})
    assert DAILY["check-drafts"].call(NOW.isoformat()) == 1
    assert fresh(draft).lacks["errors"] == 0


def test_a_draft_that_was_saved_while_it_was_checked_keeps_no_older_number(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make.begun(cast, {"service.yaml": dump({"format": 1, "handling": "guide", "slug": make.SLUG})})

    def meanwhile(*asked: Any) -> Any:
        make.saved(cast, fresh(draft), example.files())
        return judge(*asked)

    monkeypatch.setattr(lacking, "judge", meanwhile)
    lacking.count_lacks(DraftWritten(draft.pk, draft.slug), NOW)
    assert fresh(draft).lacks is None


def test_where_no_kind_was_chosen_yet_none_is_chosen_unasked(cast: Cast, editor: Client) -> None:
    draft = make.begun(cast, {"service.yaml": dump({"format": 1, "handling": "guide", "slug": make.SLUG})})
    page = editor.get(page_of(draft)).content.decode()
    choice = page.split('name="code.task_type"')[1].split("</select>")[0]
    assert choice.count('<option value=""') == 1
    assert "selected" not in choice.replace('<option value="" selected', "")
