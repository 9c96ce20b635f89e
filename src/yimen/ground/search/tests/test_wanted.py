"""What a text asks for."""

import pytest

from yimen.ground.search.everyday import everyday, intent_of_name
from yimen.ground.search.wanted import wanted


def said(text: str) -> list[str]:
    return [slot.said for slot in wanted(text).slots]


def names(text: str) -> set[str]:
    return {name for slot in wanted(text).slots for name, _ in slot.names}


@pytest.mark.parametrize("text", ["", "？", "请问怎么办？", "我要办", "the a of", "\x00"])
def test_filler_alone_asks_for_nothing(text: str) -> None:
    assert said(text) == []


def test_measure_words_between_do_not_part_what_belongs_together() -> None:
    assert "开店" in names("我想开个小店")
    assert "公司设立登记" in names("想注册一个公司")


def test_people_s_words_bring_the_words_of_names_and_stay_themselves() -> None:
    assert {"养狗", "犬类准养"} <= names("养狗要办证吗")


def test_what_lies_inside_a_longer_word_is_not_that_word() -> None:
    assert "工商" not in said("个体工商户")


@pytest.mark.parametrize(
    ("text", "intent"),
    [("公司注销", "end"), ("身份证丢了", "replace"), ("烟证到期", "prolong"), ("换地址", "change"), ("营业执照", "")],
)
def test_it_hears_what_is_asked_about_a_thing(text: str, intent: str) -> None:
    assert wanted(text).intent == intent


@pytest.mark.parametrize(
    ("name", "intent"),
    [("食品经营许可注销", "end"), ("教练车备案证办理（补办）", "replace"), ("公司设立登记", "begin"), ("低保", "")],
)
def test_a_name_says_what_it_does(name: str, intent: str) -> None:
    assert intent_of_name(name) == intent


@pytest.mark.parametrize("text", ["我妈今年八十二了", "82岁", "八十二岁的老人", "８２周岁"])
def test_years_of_life_are_a_stage_of_life(text: str) -> None:
    assert {"82岁", "高龄"} <= names(text)


def test_other_numbers_are_none() -> None:
    assert "高龄" not in names("30岁")
    assert "高龄" not in names("一百份材料")


def test_people_and_places_count_little() -> None:
    factors = {slot.said: slot.factor for slot in wanted("孩子转学").slots}
    assert factors["孩子"] < factors["转学"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("老婆生了要办啥", "新生儿出生"),
        ("家里老人走了户口怎么弄", "户口注销"),
        ("成立贸易公司", "公司设立登记"),
        ("科技公司怎么注册", "公司设立登记"),
        ("米粉店要什么证", "餐饮"),
        ("准备开一家川菜馆", "餐饮"),
        ("开烤鱼店", "餐饮"),
        ("开箱包店", "开店"),
        ("卖臭豆腐", "食品经营"),
        ("passport", "护照"),
    ],
)
def test_what_people_say_brings_what_names_say(text: str, name: str) -> None:
    assert name in names(text)


@pytest.mark.parametrize(("text", "name"), [("图书馆", "开店"), ("公司注销", "公司设立登记"), ("发生", "新生儿出生")])
def test_what_only_looks_alike_does_not(text: str, name: str) -> None:
    assert name not in names(text)


def test_what_is_made_of_filler_is_filler() -> None:
    assert said("砍树要办手续吗") == ["砍树"]


def test_what_says_little_counts_little_beside_what_says_more() -> None:
    def factor(text: str, word: str) -> float:
        return next(slot.factor for slot in wanted(text).slots if slot.said == word)

    assert factor("改名字", "改名字") == 1.0
    assert factor("房产证改名字", "改名字") < 0.5
    assert factor("想在小区门口开个便利店", "便利店") == 1.0
    assert factor("便利店想卖烟", "便利店") < factor("便利店想卖烟", "卖烟")


def test_each_word_of_the_data_file_stands_on_one_side_only() -> None:
    known = everyday()
    assert not known.filler & set(known.synonyms)
    assert not known.weak & set(known.synonyms)
    assert all(names for names in known.synonyms.values())
