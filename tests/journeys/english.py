"""Pages in English: what they say for a Chinese sentence, and what on them is left in Chinese."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from yimen.engines.service import read_english
from yimen.ground.language import compiled
from yimen.ground.language.book import Book
from yimen.ground.language.speech import CATALOGUE

SERVICES = Path(__file__).resolve().parents[2] / "services"
# The other language's own name stays Chinese; so do words in brackets, which a person shows at a counter.
KEPT = ("云溪市", "（样例）", r"云\w+〔\d+〕第?\d+号", "“[^”]*”", r"\([^()]*\)")
# A service that has no English yet is shown in Chinese, as it stands in its folder.
ONLY_CHINESE = "".join(
    path.read_text(encoding="utf-8")
    for path in SERVICES.glob("*/*/service.yaml")
    if not (path.parent / "en.yaml").exists()
)
CHINESE = re.compile("[\u4e00-\u9fff\u3001\u3002\uff0c\uff1a\uff1b\uff08]")
SPOKEN = """() => [document.title, ...[...document.querySelectorAll('*')].flatMap(one => [
    ...['aria-label', 'title', 'placeholder', 'alt', 'data-busy'].map(name => one.getAttribute(name) || ''),
    ...(['SCRIPT', 'STYLE'].includes(one.tagName) || one.closest('[lang^=zh]') ? [] : [...one.childNodes]
        .filter(part => part.nodeType === 3).map(part => part.nodeValue))])]"""


def said(sentence: str) -> str:
    """What a page in English says for a Chinese sentence of the program or of a service."""
    return _book().say(sentence)


@cache
def _book() -> Book:
    phrases: dict[str, str] = {}
    for path in SERVICES.rglob("en.yaml"):
        phrases |= read_english(path.read_bytes())
    return Book(compiled.read(CATALOGUE), phrases)


def left_in_chinese(page: Page, kept: Iterable[str]) -> list[str]:
    """Chinese words on the page; ``kept``: what else stays as it is, names of people and shops, addresses on a door,
    what somebody typed."""
    meant = re.compile("|".join((*kept, *KEPT)))
    words = (text.strip() for text in page.evaluate(SPOKEN) if CHINESE.search(meant.sub("", text)))
    return [text for text in words if text not in ONLY_CHINESE]
