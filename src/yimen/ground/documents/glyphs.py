"""What our fonts can print."""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
# Line ends and tabs are laid out, not drawn.
_LAYOUT = frozenset("\n\r\t")


@cache
def printable_signs() -> frozenset[str]:
    """Every sign that each of our fonts has, so that bold and regular never differ."""
    tables: list[set[int]] = []
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            tables.append(set(font.getBestCmap()))
    return frozenset(map(chr, set.intersection(*tables)))


def missing_glyphs(text: str) -> frozenset[str]:
    """The signs of ``text`` that would come out as a blank box. Invisible signs are among them: they hide in names."""
    return frozenset(text) - printable_signs() - _LAYOUT
