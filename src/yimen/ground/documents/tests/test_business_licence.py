import re

import pytest

from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.documents.tests.papers import SCOPE, printed_licence, text_of

_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">')


def words(page: str) -> list[tuple[float, float, float, float]]:
    """Where the words of a page stand, in points: left, top, right, bottom."""
    return [(float(x0), float(y0), float(x1), float(y1)) for x0, y0, x1, y1 in _WORD.findall(page)]


def test_it_says_what_was_registered() -> None:
    text = text_of(printed_licence())
    for words in (
        "营业执照",
        "92990181MA0000012T",
        "云溪市城关街道张伟小吃店",
        "个体工商户",
        "个人经营",
        "云溪市城关街道人民路18号附3号",
        "2026年11月22日",
        "云溪市市场监督管理局",
        "https://yunxi.example/verify/3f9c2a7b1d",
        "样例",
    ):
        assert words in text
    assert "小餐饮" in text


def test_a_real_licence_is_not_marked_as_a_sample() -> None:
    assert "样例" not in text_of(printed_licence(demo=False))


def test_a_business_without_a_name_says_so() -> None:
    assert "（未使用名称）" in text_of(printed_licence(name=""))


@pytest.mark.parametrize("times", [1, 3, 6, 9, 14, 40])
def test_however_long_the_scope_nothing_leaves_the_frame_and_nothing_is_lost(times: int) -> None:
    pdf = printed_licence(
        scope=SCOPE * times, name="云溪市" + "龘䶮堃喆" * 23 + "小吃店", operator="阿卜杜热合曼·买买提" * 4
    )
    assert text_of(pdf).count("外卖递送服务") == times
    for page in text_of(pdf, "-bbox").split("<page ")[1:]:
        assert words(page)
        assert all(x0 > 34 and x1 < 842 - 34 and y0 > 30 and y1 < 595 - 30 for x0, y0, x1, y1 in words(page))


def test_a_long_scope_ends_above_the_authority() -> None:
    page = text_of(printed_licence(scope=SCOPE * 6), "-bbox").split("<page ")[1]
    authority = min(y0 for x0, y0, _, _ in words(page) if x0 > 500 and y0 > 350)
    scope = [y1 for x0, y0, x1, y1 in words(page) if x0 > 150 and x1 < 470 and 200 < y0 < authority]
    assert len(scope) > 5
    assert max(scope) < authority


def test_a_long_address_stays_inside_the_frame() -> None:
    pdf = printed_licence(verify_url="https://zwfw.yunxi.example/certificates/verify/" + "3f9c2a7b1d" * 9)
    page = text_of(pdf, "-bbox").split("<page ")[1]
    assert max(x1 for _, _, x1, _ in words(page)) < 842 - 34


def test_a_sign_that_cannot_be_printed_stops_the_licence() -> None:
    with pytest.raises(MissingGlyphs):
        printed_licence(operator="张𱁬")
