"""All texts of the library are read, and nothing of them is lost."""

import re
from pathlib import Path

import pytest

from yimen.engines.law import Heading, LawTextError, Place, Statute, read
from yimen.engines.law.numerals import number, written

LAWS = Path(__file__).resolve().parents[5] / "laws"
FILES = sorted(LAWS.glob("*.md"))


def bare(text: str) -> str:
    """A source without its layout: comments, marks of headings and of bold type, white space."""
    lines = re.sub("<!--.*?-->", "", text).replace("**", "").splitlines()
    return "".join(re.sub(r"^#+", "", re.sub(r"\s", "", line)) for line in lines)


def test_the_library_holds_thirty_two_texts() -> None:
    assert len(FILES) == 32


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_of_a_text_is_lost(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert re.sub(r"\s", "", "".join(read(source).pieces())) == bare(source)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_articles_of_a_text_are_all_of_them_and_in_order(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    labels = re.findall(r"^(?:\*\*)?(第[一二三四五六七八九十百零]+条)(?:\*\*)?[\s\u3000]", source, re.MULTILINE)
    found = read(source).articles
    assert [one.label for one in found] == labels
    assert [one.number for one in found] == list(range(1, len(labels) + 1))
    assert all(one.clauses for one in found)


def law(name: str) -> Statute:
    return read(next(LAWS.glob(f"{name}*.md")).read_text(encoding="utf-8"))


def test_paragraphs_and_items_have_their_numbers() -> None:
    permit = law("行政许可法")
    article = permit.article(Place(32))
    assert article is not None
    assert (article.said(Place(32, 0, 1, 4)) or "").startswith("（四）申请材料不齐全或者不符合法定形式的")
    assert (article.said(Place(32, 0, 2)) or "").startswith("行政机关受理或者不予受理行政许可申请")
    assert article.said(Place(32, 0, 1, 6)) is None
    assert article.said(Place(32, 0, 3)) is None
    assert (article.said(Place(32, 0, 1)) or "").count("\n") == 5


def test_an_item_without_its_paragraph_is_the_one_that_there_is() -> None:
    article = law("道路运输条例").article(Place(22))
    clause = article.clause(Place(22, 0, 0, 2)) if article else None
    assert clause is not None and clause.anchor == "k1x2"


def test_items_numbered_without_brackets_are_items_too() -> None:
    article = law("户口登记条例").article(Place(20))
    assert article is not None and (article.said(Place(20, 0, 1, 3)) or "").startswith("三、伪造")


def test_chapters_and_sections_keep_their_depth() -> None:
    found = [one for one in law("行政许可法").body if isinstance(one, Heading)]
    assert [(one.kind, one.number) for one in found if one.depth == 2] == [("章", number) for number in range(1, 9)]
    assert [one.text for one in found if one.depth == 3][0] == "第一节 申请与受理"


def test_an_inserted_article_is_told_apart() -> None:
    found = read("# 某法\n\n第一条 甲。\n\n第一条之一 乙。\n\n第一条之二 丙。\n\n第二条 丁。\n")
    assert [one.place.address for one in found.articles] == ["1", "1-1", "1-2", "2"]
    assert found.articles[2].place.label == "第一条之二"


def test_a_sentence_that_begins_with_an_article_is_a_paragraph() -> None:
    found = read("# 某法\n\n第一条 甲。\n\n第一条规定的人是乙。\n\n第二条 丙。\n")
    assert [clause.text for clause in found.articles[0].clauses] == ["甲。", "第一条规定的人是乙。"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("", "第一行要写标题"),
        ("第一条 甲。", "第一行要写标题"),
        ("# 某法\n\n总则。", "没有找到条文"),
        ("# 某法\n\n## 第一章 总则", "没有条文"),
        ("# 某法\n\n## 第一章 总则\n\n话。\n\n第一条 甲。", "不属于任何一条"),
        ("# 某法\n\n第一条 甲。\n\n第三条 丙。", "第1条后面是第三条"),
        ("# 某法\n\n第一条 甲。\n\n第一条 乙。", "条号写错了"),
        ("# 某法\n\n第十百条 甲。", "读不出"),
    ],
)
def test_a_text_that_is_no_law_is_refused_with_its_place(source: str, told: str) -> None:
    with pytest.raises(LawTextError, match=told):
        read(source)


def test_every_number_up_to_999_is_written_and_read() -> None:
    assert all(number(written(one)) == one for one in range(1, 1000))
    assert [number(one) for one in ("十", "二十", "一百零八", "一百一十", "135")] == [10, 20, 108, 110, 135]
    for wrong in ("零", "百", "一二", "0", "1000"):
        with pytest.raises(ValueError, match=wrong):
            number(wrong)
