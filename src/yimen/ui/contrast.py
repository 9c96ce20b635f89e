"""WCAG contrast of the colours of the design system, measured from `ym.css` itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CSS = Path(__file__).parent / "static" / "ym" / "ym.css"

TEXT, GRAPHIC = 4.5, 3.0
# Foreground, background, least ratio: every pair that the components use.
PAIRS: tuple[tuple[str, str, float], ...] = (
    ("ink-900", "surface", TEXT),
    ("ink-900", "paper", TEXT),
    ("ink-900", "focus", TEXT),
    ("ink-700", "paper", TEXT),
    ("ink-700", "foot", TEXT),
    ("ink-600", "surface", TEXT),
    ("ink-600", "paper", TEXT),
    ("ink-600", "blue-50", TEXT),
    ("blue-600", "surface", TEXT),
    ("blue-600", "paper", TEXT),
    ("blue-600", "blue-50", TEXT),
    ("blue-800", "blue-100", TEXT),
    ("blue-900", "surface", TEXT),
    ("blue-900", "blue-50", TEXT),
    ("surface", "blue-600", TEXT),
    ("surface", "blue-800", TEXT),
    ("surface", "blue-900", TEXT),
    ("surface", "sky-low", TEXT),
    ("hero-lead", "sky-mid", TEXT),
    ("placeholder", "surface", TEXT),
    ("green-700", "surface", TEXT),
    ("green-700", "paper", TEXT),
    ("green-700", "green-50", TEXT),
    ("green-700", "green-100", TEXT),
    ("amber-700", "surface", TEXT),
    ("amber-700", "paper", TEXT),
    ("amber-700", "amber-50", TEXT),
    ("amber-700", "amber-100", TEXT),
    ("red-700", "surface", TEXT),
    ("red-700", "paper", TEXT),
    ("red-700", "red-50", TEXT),
    ("red-700", "red-100", TEXT),
    ("grey-700", "surface", TEXT),
    ("grey-700", "grey-100", TEXT),
    ("ink-700", "grey-100", TEXT),
    ("amber-500", "surface", GRAPHIC),
    ("seal", "surface", GRAPHIC),
    ("line-strong", "surface", GRAPHIC),
    ("line-strong", "paper", GRAPHIC),
    ("focus", "focus-ink", GRAPHIC),
)


@dataclass(frozen=True)
class Measured:
    text: str
    ground: str
    ratio: float
    least: float

    @property
    def passes(self) -> bool:
        return self.ratio >= self.least


def tokens() -> dict[str, str]:
    """Colour tokens of the stylesheet: name to `#RRGGBB`."""
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9A-Fa-f]{6})", CSS.read_text(encoding="utf-8")))


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def table(colours: Mapping[str, str]) -> list[Measured]:
    """Every pair in use with its ratio; a pair whose token is gone raises KeyError."""
    return [Measured(text, ground, ratio(colours[text], colours[ground]), least) for text, ground, least in PAIRS]
