"""Articles of laws as Chinese cites them, in English: ``第四十二条第一款`` → ``Article 42(1)``."""

import re

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = "[零〇一二两三四五六七八九十百千0-9]+"
_LAW = r"《[^》]+》|[^第《》，。；：、（）\s]*（[^）]+）|[^第《》，。；：、（）\s]*"
_CITED = re.compile(
    rf"(?P<law>{_LAW})\s*第\s*(?P<article>{_NUMBER})\s*条"
    rf"(?:第\s*(?P<paragraph>{_NUMBER})\s*款)?(?:第\s*(?P<item>{_NUMBER})\s*项)?"
)
_CHAPTER = re.compile(rf"(?P<law>{_LAW})\s*第\s*(?P<chapter>{_NUMBER})\s*章(?:各条)?")
_PART = re.compile(rf"第\s*(?P<part>{_NUMBER})\s*[款项]")


def split(text: str) -> tuple[str, str] | None:
    """The name of the law (may be empty) and the article in English; None for a text that cites none."""
    if (part := _PART.fullmatch(text)) is not None:
        return "", f"({number(part['part'])})"
    if (chapter := _CHAPTER.fullmatch(text)) is not None:
        return chapter["law"].strip("《》"), f"Chapter {number(chapter['chapter'])}"
    found = _CITED.fullmatch(text)
    if found is None:
        return None
    parts = "".join(f"({number(found[name])})" for name in ("paragraph", "item") if found[name])
    return found["law"].strip("《》"), f"Article {number(found['article'])}{parts}"


def number(text: str) -> int:
    """``四十二`` or ``42`` as a number."""
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for sign in text:
        if sign in _TENS:
            total, digit = total + (digit or 1) * _TENS[sign], 0
        else:
            digit = _DIGITS.get(sign, 0)
    return total + digit
