import pytest

from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.documents.glyphs import missing_glyphs
from yimen.ground.documents.render import render

PLAIN = '#set document(title: "纸")\n#set text(font: "Noto Serif SC")\n#json("/data.json").name'


def test_rare_signs_of_real_names_can_be_printed() -> None:
    assert missing_glyphs("张龘䶮堃喆昇垚犇淼㛃㐂𠅤䲜·阿卜杜热合曼 Zoë〔2026〕№①") == frozenset()


@pytest.mark.parametrize("sign", ["\ue000", "𱁬", "𰻝", "\u200b", "\u202e", "\ufeff", "\x00", "\ud800", "😀"])
def test_signs_outside_the_fonts_and_invisible_signs_are_named(sign: str) -> None:
    assert missing_glyphs(f"张{sign}伟") == {sign}


def test_line_ends_and_tabs_are_no_signs() -> None:
    assert missing_glyphs("一\r\n二\t三") == frozenset()
    assert render(PLAIN, {"name": "一\r\n二\t三"}).startswith(b"%PDF")


def test_it_refuses_to_print_a_name_with_a_blank_box_and_says_which_sign() -> None:
    with pytest.raises(MissingGlyphs) as refusal:
        render(PLAIN, {"rows": [{"name": "张𱁬\u200b"}]})
    assert "“𱁬”（U+3106C）" in refusal.value.sentence
    assert "看不见的符号（U+200B）" in refusal.value.sentence
    assert "窗口" in refusal.value.advice
