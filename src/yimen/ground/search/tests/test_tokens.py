import pytest

from yimen.ground.search.tokens import core, features, pairs, plain, segments, words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("我想开个小吃店", {"小吃", "小吃店"}),
        ("请问怎么办理营业执照？", {"营业", "执照", "营业执照"}),
        ("摆摊要办什么证", {"摆摊"}),
    ],
)
def test_everyday_words_become_words_that_can_be_found(text: str, wanted: set[str]) -> None:
    assert wanted <= set(words(text))


def test_full_width_capitals_and_traditional_signs_have_one_form() -> None:
    assert plain("ＫＴＶ１２３") == "ktv123"
    assert plain("食品經營許可證") == "食品经营许可证"
    assert plain("APP") == plain("ａｐｐ")


def test_punctuation_is_not_heard() -> None:
    assert core("开店，要《营业执照》吗？ 80 岁") == "开店要营业执照吗80岁"
    assert core(" ，。！ … ") == ""


def test_no_guess_hides_a_word() -> None:
    assert "办证" in segments("养狗要办证吗")
    assert "养狗要" not in segments("养狗要办证吗")


def test_pairs_catch_what_is_cut_in_another_way() -> None:
    assert pairs("小面馆") == ["小面", "面馆"]
    assert pairs("abc 面") == []


def test_each_feature_stands_once() -> None:
    found = features("食品食品")
    assert len(found) == len(set(found))
    assert "食品" in found


def test_odd_input_does_no_harm() -> None:
    for text in ("\x00", "😀", "a" * 5000, "﷽", "\ue000", "'\"*() OR"):
        assert isinstance(features(plain(text)), list)
