"""What people see of an item that is only listed, and what editors see."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, browser_of
from yimen.domains.directory import ports
from yimen.domains.directory.models import Entry
from yimen.domains.directory.tests import make
from yimen.domains.directory.tests.files import load_sample

REGION = "990181000000"


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


@pytest.fixture
def entry(cast: Cast) -> Entry:
    return make.entry(
        make.source(),
        REGION,
        "云溪市",
        locks=("by_law",),
        task_code=f"{make.BODY}4000131001000",
        catalog_code="000131001000",
        by_law="《甲法》第一条",
        is_fee="0",
        anticipate_day="20",
        anticipate_type="1",
        materials=[{"material_name": "身份证", "is_need": "1"}],
    )


def test_anybody_sees_what_is_known_what_is_missing_and_whom_to_ask(entry: Entry) -> None:
    page = text(Client().get(reverse("directory:item", args=[entry.pk])))
    for words in (
        "办事指南还不完整",
        "《甲法》第一条",
        "多长时间办好",
        "到哪里办、什么时候开门",
        "身份证",
        "12345",
        "市场监管局",
    ):
        assert words in page, words
    assert "20 个工作日" in page and "法定办结时限单位" not in page
    assert "收不收钱" not in page and "导入样例" not in page
    assert len(page) < 100_000


def test_a_sample_is_marked_as_one_and_never_as_the_city(cast: Cast, tmp_path: Path) -> None:
    load_sample(tmp_path)
    one = Entry.objects.order_by("pk")[0]
    page = text(Client().get(reverse("directory:item", args=[one.pk])))
    assert "导入样例，广安区" in page and "不是本市的事项" in page
    assert 'href="http://www.sczwfw.gov.cn/' in page


def test_an_address_that_is_no_web_page_is_not_linked(cast: Cast) -> None:
    one = make.entry(make.source(), REGION, "云溪市", source_url="javascript:alert(1)")
    assert "javascript:" not in text(Client().get(reverse("directory:item", args=[one.pk])))


def test_what_is_not_listed_is_not_found(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(state="ended")
    for id in (entry.pk, 10**30, 0):
        assert Client().get(f"/items/{id}/").status_code == 404


def test_when_its_service_is_published_its_page_leads_there(entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_published", [lambda slugs: {one: f"/s/{one}/" for one in slugs}])
    answer = Client().get(reverse("directory:item", args=[entry.pk]))
    assert (answer.status_code, answer["Location"]) == (302, f"/s/{entry.slug}/")


def test_the_editor_sees_departments_lacks_locks_and_history(entry: Entry, cast: Cast) -> None:
    browser = browser_of(cast.shen_qing)
    assert "市场监管局" in text(browser.get(reverse("directory:overview")))
    listed = text(browser.get(reverse("directory:entries"), {"department": "市场监管局", "only": "lacking"}))
    assert "多长时间办好" in listed and "新来的" in listed
    page = text(browser.get(reverse("directory:entry", args=[entry.pk])))
    assert "样例省锁定，不能改" in page and "第 1 次：导入" in page and "承诺办结时限" in page


def test_what_was_looked_at_leaves_the_list_until_it_changes_again(entry: Entry, cast: Cast) -> None:
    browser, todo = browser_of(cast.shen_qing), {"only": "todo"}
    looked = reverse("directory:looked", args=[entry.pk])
    browser.post(looked, {"revision": 1})
    assert entry.name not in text(browser.get(reverse("directory:entries"), todo))
    make.entry(
        make.source(), REGION, "云溪市", task_code=f"{make.BODY}4000131001000", catalog_code="000131001000", is_fee="1"
    )
    assert entry.name in text(browser.get(reverse("directory:entries"), todo))
    page = text(browser.get(reverse("directory:entry", args=[entry.pk])))
    assert "上次看过以后变了" in page and "是否收费" in page
    assert browser.post(looked, {"revision": 1}).status_code == 409


def test_the_same_item_of_another_region_stands_beside_it(entry: Entry, cast: Cast) -> None:
    make.entry(make.source(), "990182000000", "邻县", catalog_code="000131001000", is_fee="1")
    page = text(browser_of(cast.qiao_mu).get(reverse("directory:compare", args=[entry.pk])))
    assert "邻县" in page and "是否收费" in page and "事项名称" not in page


@pytest.mark.parametrize("name", ["overview", "entries", "entry", "compare", "reform", "findings"])
def test_other_officers_and_citizens_are_kept_out(name: str, entry: Entry, cast: Cast) -> None:
    address = reverse(f"directory:{name}", args=[entry.pk] if name in ("entry", "compare") else [])
    assert browser_of(cast.li_min).get(address).status_code == 404
    assert browser_of(cast.zhang_wei).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_a_list_of_many_asks_as_few_questions_as_one_of_few(
    cast: Cast, tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    load_sample(tmp_path)
    browser = browser_of(cast.shen_qing)
    for address in (reverse("directory:entries"), reverse("directory:overview")):
        with django_assert_max_num_queries(16):
            assert browser.get(address).status_code == 200
    page = text(browser.get(reverse("directory:entries")))
    assert page.count("<tr role") == 50 and "下一页" in page


REFORM = {
    "kind": "rename",
    "region": "990181",
    "old": "市场监管局",
    "new": "市场监督管理局",
    "document": "云委〔2026〕8号",
}


def test_a_reform_is_looked_at_first_and_then_done(entry: Entry, cast: Cast) -> None:
    browser, address = browser_of(cast.shen_qing), reverse("directory:reform")
    assert browser.get(address).status_code == 200
    page = text(browser.post(address, {**REFORM, "look": "1"}))
    assert "会改 1 个事项" in page and "改这 1 个事项" in page and 'value="市场监督管理局"' in page
    assert Entry.objects.get(pk=entry.pk).department == "市场监管局"
    assert browser.post(address, {**REFORM, "act": "1"}).status_code == 302
    assert Entry.objects.get(pk=entry.pk).department == "市场监督管理局"
    assert "云委〔2026〕8号" in text(browser.get(reverse("directory:overview")))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": ""}, "选一种"),
        ({"document": ""}, "填依据"),
        ({"region": "99018"}, "不是行政区划代码"),
        ({"old": "没有这个局"}, "在目录里没有事项"),
        ({"entries": "甲"}, "只有数字"),
    ],
)
def test_a_reform_that_makes_no_sense_keeps_what_was_typed(
    change: dict[str, str], words: str, entry: Entry, cast: Cast
) -> None:
    answer = browser_of(cast.shen_qing).post(reverse("directory:reform"), {**REFORM, **change, "act": "1"})
    assert answer.status_code == 422 and words in text(answer) and "市场监督管理局" in text(answer)
    assert Entry.objects.get(pk=entry.pk).revision == 1


def test_a_reviewer_reads_the_form_and_may_not_send_it(entry: Entry, cast: Cast) -> None:
    browser = browser_of(cast.qiao_mu)
    assert "先看会改哪些" not in text(browser.get(reverse("directory:reform")))
    assert browser.post(reverse("directory:reform"), {**REFORM, "act": "1"}).status_code == 403


def test_the_findings_name_contradictions_and_items_without_a_basis(entry: Entry, cast: Cast) -> None:
    province = make.entry(
        make.source(), "990000000000", "样例省", locks=("is_fee",), catalog_code="000131001000", is_fee="1"
    )
    bare = make.entry(make.source(), REGION, "云溪市", task_name="没有依据的事项", task_code="X")
    page = text(browser_of(cast.qiao_mu).get(reverse("directory:findings")))
    assert "样例省锁定为" in page and bare.name in page
    assert province.pk != entry.pk
