"""A citation is held against the version that its author saw and the one in force."""

from datetime import date

import pytest

from yimen.engines.law import LawIndexError, Place, check, cited_in, judge, not_held, read_index
from yimen.engines.law.stale import ABSENT, CHANGED, ENDED, GONE, MOVED
from yimen.engines.law.tests.small import INDEX, TEXTS, TODAY, library


def service(article: str, since: str = "2020-01-01", **more: object) -> dict[str, object]:
    return {
        "legal_basis": [{"document": "中华人民共和国开店法", "article": article, "in_force_from": since}],
        "checked_on": "2026-08-01",
        **more,
    }


def kinds(told: dict[str, object], today: date = TODAY) -> list[tuple[str, str]]:
    found = judge(cited_in(told, library()), today)
    return [(one.kind, one.place.label if one.place else one.document.short) for one in found]


def test_an_article_that_has_not_changed_stands() -> None:
    assert kinds(service("第一条")) == []


def test_an_article_that_has_changed_is_found_and_one_paragraph_of_it_may_stand() -> None:
    assert kinds(service("第二条")) == [(CHANGED, "第二条")]
    assert kinds(service("第二条第一款第二项")) == [(CHANGED, "第二条第一款第二项")]
    assert kinds(service("第二条第一款第一项、第二条第二款")) == []


def test_an_article_that_has_moved_is_found_with_its_new_number() -> None:
    found = judge(cited_in(service("第三条"), library()), TODAY)
    assert [(one.kind, one.now) for one in found] == [(MOVED, Place(4))]
    assert found[0].sentence.endswith("第三条改为第四条，文字没有变")


def test_an_article_that_is_no_more_is_found() -> None:
    small = library(INDEX.replace("file: shop-2", "file: stall-1"))
    found = judge(cited_in(service("第四条"), small), TODAY)
    assert [one.kind for one in found] == [GONE]


def test_a_version_still_to_come_is_told_before_its_day() -> None:
    found = judge(cited_in(service("第二条", checked_on="2026-06-01"), library()), date(2026, 6, 30))
    assert [one.kind for one in found] == [CHANGED]
    assert "2026年7月1日起施行的文本" in found[0].sentence


def test_whoever_names_the_newer_text_has_seen_it() -> None:
    assert kinds(service("第二条、第三条", "2026-07-01")) == []


def test_where_no_day_is_told_the_day_of_the_last_comparison_counts() -> None:
    assert kinds({"materials": [{"id": "m1", "basis": "开店法第二条"}], "checked_on": "2026-08-01"}) == []
    assert kinds({"materials": [{"id": "m1", "basis": "开店法第二条"}], "checked_on": "2026-05-01"}) == [
        (CHANGED, "第二条")
    ]


def test_a_document_that_was_replaced_is_one_finding_with_all_its_places() -> None:
    told = {"refusals": [{"id": "a", "basis": "摊贩办法第一条"}], "decision": {"basis": "摆摊办法"}}
    found = judge(cited_in(told, library()), TODAY)
    assert [(one.kind, one.wheres) for one in found] == [(ENDED, ("refusals/a/basis", "decision/basis"))]
    assert "由《中华人民共和国开店法》代替" in found[0].sentence
    assert kinds(told, date(2019, 12, 31)) == []


@pytest.mark.parametrize("since", ["since: 2020-01-01, ", ""])
def test_whoever_names_a_text_that_came_after_the_held_one_has_seen_it(since: str) -> None:
    revised = INDEX.replace(
        "since: 2020-01-01, by: shop-law, title: 中华人民共和国开店法", f"{since}title: 摆摊办法（新）"
    )
    told = {"legal_basis": [{"document": "摆摊办法", "article": "第一条", "in_force_from": "2020-02-01"}]}
    old = {"legal_basis": [{"document": "摆摊办法", "article": "第一条", "in_force_from": "2015-03-01"}]}
    compared = {"decision": {"basis": "摆摊办法第一条"}, "checked_on": "2026-11-01"}
    for one, expected in ((told, []), (old, [ENDED]), (compared, [ENDED])):
        assert [found.kind for found in judge(cited_in(one, library(revised)), TODAY)] == expected


def test_an_article_that_never_was_is_absent_and_an_error_of_the_check() -> None:
    told = service("第一条、第九条", "2020-01-01", promise={"basis": "开店法第二条第三款"})
    assert kinds(told) == [(ABSENT, "第二条第三款"), (ABSENT, "第九条")]
    problems = list(check(told, library(), "service.yaml"))
    assert [one.element for one in problems] == ["service.yaml#legal_basis/1", "service.yaml#promise/basis"]
    assert all(one.severity == "error" for one in problems)


def test_what_is_not_held_is_told_and_not_judged() -> None:
    told = {"decision": {"basis": "未见法第五百条；本市规定第二条；开店法第一条"}}
    assert list(check(told, library(), "service.yaml")) == []
    assert not_held(told, library()) == ["中华人民共和国未见法", "本市规定"]
    assert kinds(told) == []


def test_a_paper_that_comes_out_of_a_step_is_no_law() -> None:
    assert cited_in({"steps": [{"document": "收件凭证", "name": "收件"}]}, library()) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: 法律", "kind: 圣旨", "kind"),
        ("src: L", "src: X", "src"),
        ("2026-07-01, src", "2019-07-01, src", "从早到晚"),
        ("label: 2026年修订", "label: 2020年公布", "写了两次"),
        ("by: shop-law", "by: nothing", "不在目录里"),
        ("key: stall-rules", "key: shop-law", "写了两次"),
        ("names: [摊贩办法]", "names: [中华人民共和国未见法]", "写了两次"),
        ("in_force_from: 2015-03-01", "in_force_from: 不知道", "写成"),
        ("documents:", "laws:", "读不出来"),
        ("documents:", "documents: [", "读不出来"),
    ],
)
def test_an_index_that_is_wrong_is_refused_with_its_fault(old: str, new: str, told: str) -> None:
    with pytest.raises(LawIndexError, match=told):
        read_index(INDEX.replace(old, new), TEXTS.__getitem__)
