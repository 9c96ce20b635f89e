import pytest

from yimen.ground.search.tokens import signs, tokens


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("我想开个小吃店", {"想开", "小吃", "小吃店"}),
        ("请问怎么办理营业执照？", {"营业", "执照", "营业执照"}),
        ("摆摊要办什么证", {"摆摊", "证"}),
    ],
)
def test_everyday_words_become_words_that_can_be_found(text: str, wanted: set[str]) -> None:
    assert wanted <= set(tokens(text))


def test_filler_and_punctuation_are_left_out() -> None:
    assert tokens("请问，我要怎么办理？") == []
    assert tokens(" ，。！ … ") == []
    assert tokens("") == []


def test_full_width_and_capitals_are_the_same_as_plain_letters() -> None:
    assert tokens("ＡＢＣ１２３") == tokens("abc123")
    assert tokens("APP") == tokens("app")


def test_words_stay_in_order() -> None:
    assert tokens("护照 和 执照") == ["护照", "执照"]
    assert tokens("执照 和 护照") == ["执照", "护照"]


def test_pairs_of_signs_catch_what_is_cut_in_another_way() -> None:
    assert signs("小面馆") == {"小面", "面馆"}
    assert "面馆" in signs("我想开家面馆") & signs("小面馆")
    assert signs("我想开店") == set()
    assert signs("abc 123") == signs("") == signs("面") == set()


def test_odd_input_does_no_harm() -> None:
    for text in ("\x00", "😀", "a" * 5000, "﷽", "\ue000"):
        assert isinstance(tokens(text), list)
        assert signs(text) == set()
