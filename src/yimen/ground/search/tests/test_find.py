"""From a text to hits: names, phrases, spellings, filters."""

from datetime import UTC, datetime

import pytest

from yimen.ground.search.actions.put import put, remove
from yimen.ground.search.actions.rebuild import rebuild
from yimen.ground.search.entry import Entry, Filters
from yimen.ground.search.find import find

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ENTRIES = [
    Entry(
        "service", "food", "食品经营许可（新办）", "开饭店办证", ("卖熟食", "食品证"), department="市场监管", own=True
    ),
    Entry(
        "sample", "food-new", "食品经营许可核发", department="审批局", region="广安区", enterprises=True, people=False
    ),
    Entry("sample", "food-end", "食品经营许可注销", department="审批局", region="广安区", online=True),
    Entry("sample", "food-lost", "食品经营许可补办", department="审批局"),
    Entry("service", "fund", "住房公积金提取", "取公积金", ("买房提公积金", "租房提取"), own=True, topics=("住房",)),
    Entry("sample", "dog", "犬类准养证核发", department="公安局"),
    Entry("sample", "id", "居民身份证办理", department="公安局"),
    Entry("sample", "id-temporary", "临时身份证明", department="公安局"),
    Entry("sample", "notary", "公证业务预约办理", department="司法局"),
    Entry("sample", "notary-office", "公证员执业许可", department="审批局"),
    Entry("service", "shop", "个体工商户设立登记", "开店办营业执照", ("摆摊",), english=("Open a shop",), own=True),
    Entry("sample", "card", "社会保障卡申领", department="人社局"),
]


@pytest.fixture(autouse=True)
def index() -> None:
    rebuild(now=NOW, entries=ENTRIES)


def keys(text: str, **narrowed: object) -> list[str]:
    return [hit.key for hit in find(text, Filters(**narrowed)).hits]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("食品经营许可", "food"),
        ("卖熟食要办什么证", "food"),
        ("食品許可證", "food"),
        ("食品经营许可注销", "food-end"),
        ("食品许可证丢了", "food-lost"),
        ("养狗", "dog"),
        ("身份证", "id"),
        ("公证", "notary"),
        ("open a shop", "shop"),
        ("ＳＨＯＰ", "shop"),
    ],
)
def test_everyday_words_find_it_first(text: str, key: str) -> None:
    assert keys(text)[0] == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("shipinjingyingxuke", "food"),
        ("shi pin jing ying", "food"),
        ("sipinjinyinxuke", "food"),
        ("spjyxk", "food"),
        ("gjjtq", "fund"),
        ("gongjijn", "fund"),
        ("shebaoka", "card"),
    ],
)
def test_pinyin_initials_and_typing_errors_find_it(text: str, key: str) -> None:
    found = find(text)
    assert found.hits[0].key == key
    assert found.read_as


@pytest.mark.parametrize(
    ("text", "key"),
    [("公基金提取", "fund"), ("营业执招", "shop"), ("居民身份正", "id"), ("个休工商户", "shop"), ("gjj提取", "fund")],
)
def test_wrong_signs_find_it(text: str, key: str) -> None:
    assert keys(text)[0] == key


def test_what_was_understood_is_not_spelled_in_another_way() -> None:
    assert find("食品经营许可").read_as == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "？！",
        "zzzz",
        "宇航员选拔",
        "量子力学",
        "唐诗三百首",
        "今天天气怎么样",
        "阿巴阿巴",
        "qq空间",
        "a" * 5000,
        "%",
        "\"'*()",
        "NEAR/2",
        "😀",
    ],
)
def test_what_is_not_there_finds_nothing(text: str) -> None:
    assert keys(text) == []


def test_the_own_one_stands_above_the_sample_of_the_same_kind() -> None:
    assert keys("食品经营许可新办")[:2] == ["food", "food-new"]


def test_filters_narrow_and_none_narrows_nothing() -> None:
    assert keys("食品经营许可", kind="sample", audience="people", online=True) == ["food-end"]
    assert keys("食品经营许可", department="审批局", region="广安区") == ["food-new", "food-end"]
    assert keys("提取公积金", topic="住房") == ["fund"]
    assert keys("提取公积金", topic="工程") == []
    assert keys("公证", letter="G") == keys("公证")


def test_a_changed_entry_is_found_at_once_and_a_removed_one_no_more() -> None:
    put(Entry("sample", "dog", "养犬登记", department="公安局"))
    assert keys("养犬登记") == ["dog"]
    assert keys("犬类准养证核发") == []
    remove("sample", "dog")
    assert keys("养犬登记") == []


def test_the_closest_ones_are_had_though_none_fits() -> None:
    assert find("身份核对员全国统一考试报名入口").hits == []
    assert {hit.key for hit in find("身份核对员全国统一考试报名入口", closest=True).hits} >= {"id", "id-temporary"}


def test_the_same_few_questions_for_little_and_for_much(django_assert_num_queries: object) -> None:
    find("公证")
    with django_assert_num_queries(2):
        find("食品经营许可")
