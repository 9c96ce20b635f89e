"""What texts cite, as the services of the demo city write it."""

from pathlib import Path

import pytest

from yimen.engines.law import Place, library_of, mentions, read_folder
from yimen.engines.law.tests.small import library

LAWS = library_of(read_folder(Path(__file__).resolve().parents[5] / "laws"))


def told(text: str, document: str = "") -> list[tuple[str, str]]:
    """Document key (? when nobody knows it) and place, in order."""
    found = mentions(text, LAWS, document)
    return [(one.document.key if one.document else "?", place.label) for one in found for place in one.places]


PERMIT, FOOD = "administrative-licensing-law", "food-safety-law"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("行政许可法第四十五条", [(PERMIT, "第四十五条")]),
        (
            "行政许可法第三十二条第一款第四项、第五项",
            [(PERMIT, "第三十二条第一款第四项"), (PERMIT, "第三十二条第一款第五项")],
        ),
        (
            "食品安全法第三十三条第一款第一项、第二项，第三十五条第二款",
            [(FOOD, "第三十三条第一款第一项"), (FOOD, "第三十三条第一款第二项"), (FOOD, "第三十五条第二款")],
        ),
        (
            "《中华人民共和国食品安全法》第三十三条第一款第一项至第三项",
            [(FOOD, f"第三十三条第一款第{one}项") for one in "一二三"],
        ),
        ("行政许可法第八条至第十条、第十四条", [(PERMIT, f"第{one}条") for one in ("八", "九", "十", "十四")]),
        ("行政许可法第七条；行政复议法、行政诉讼法", [(PERMIT, "第七条")]),
        (
            "依法应当听证，或者申请人要求听证（行政许可法第四十六条、第四十七条）",
            [(PERMIT, "第四十六条"), (PERMIT, "第四十七条")],
        ),
        (
            "公共场所卫生管理条例实施细则（卫生部令第80号）第三条",
            [("public-place-hygiene-rules", "第三条")],
        ),
        ("食品安全法第三十六条第三款和本省小餐饮规定第二条", [(FOOD, "第三十六条第三款"), ("?", "第二条")]),
        ("某某办法第三条；行政许可法第四条", [("?", "第三条"), (PERMIT, "第四条")]),
        ("国发〔2015〕52号第三条（序号待核实）", [("disability-allowance-opinions", "第三条")]),
        ("行政许可法第32条第1款", [(PERMIT, "第三十二条第一款")]),
        ("本机关公布的办事指南", []),
        ("餐饮服务食品安全操作规范 4.1.2 条", []),
        ("第三款", []),
    ],
)
def test_a_text_is_read_as_document_and_places(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


def test_articles_without_a_name_belong_to_the_document_that_was_told() -> None:
    assert told("第三十三条、第三十五条第一款", "中华人民共和国食品安全法") == [
        (FOOD, "第三十三条"),
        (FOOD, "第三十五条第一款"),
    ]


def test_a_short_name_a_full_name_and_another_name_are_one_document() -> None:
    small = library()
    for name in ("开店法", "中华人民共和国开店法", "《开店法》", "开店法（2020年公布）"):
        assert small.find(name) is small.documents["shop-law"]
    assert small.find("摊贩办法") is small.documents["stall-rules"]
    assert small.find("关店法") is None


def test_each_part_of_the_text_that_cites_is_found_where_it_stands() -> None:
    text = "见行政许可法第四十四条、第四十五条"
    assert [text[one.start : one.end] for one in mentions(text, LAWS)] == ["行政许可法", "第四十四条", "第四十五条"]


def test_a_range_that_nobody_can_mean_is_its_two_ends() -> None:
    found = mentions("第九百条至第五条", library(), "开店法")
    assert [place for one in found for place in one.places] == [Place(900), Place(5)]
