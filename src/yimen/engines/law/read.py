"""From the text of a law, as public collections keep it, to articles, paragraphs and items."""

import re
from collections.abc import Iterator

from yimen.engines.law.model import Article, Clause, Heading, LawTextError, Statute
from yimen.engines.law.numerals import NUMERAL, number

_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_BLANK = " \t\u3000\ufeff\r\u00a0"
_TITLED = re.compile(rf"\u7b2c({NUMERAL})(分编|编|章|节)(?:[\s\u3000]|$)")
# What follows a number of its own is blank; “第九条规定的条件” at the beginning of a line is a sentence.
_ARTICLE = re.compile(rf"(?:\*\*)?(\u7b2c({NUMERAL})条(?:\u4e4b({NUMERAL}))?)(?:\*\*)?(?:[\s\u3000]+|$)")
_ITEM = re.compile(r"(?:[（(]([一二三四五六七八九十百]+)[）)]|([一二三四五六七八九十]+)、)")


def read(text: str) -> Statute:
    """The law in a text with Markdown headings.

    Raises:
        LawTextError: no title, no article, or articles that do not follow each other.
    """
    lines = [line.strip(_BLANK) for line in _COMMENT.sub("", text).splitlines()]
    lines = [line for line in lines if line]
    if not lines or not lines[0].startswith("# "):
        raise LawTextError("第一行要写标题，例如“# 中华人民共和国行政许可法”。")
    first = next((at for at, line in enumerate(lines) if at and (line.startswith("#") or _ARTICLE.match(line))), None)
    if first is None:
        raise LawTextError("没有找到条文：每条写成“第一条　……”，前面没有别的字。")
    body = tuple(_body(lines[first:]))
    if not any(isinstance(one, Article) for one in body):
        raise LawTextError("只有章节的标题，没有条文。")
    return Statute(lines[0].lstrip("#").strip(_BLANK), tuple(lines[1:first]), body)


def _body(lines: list[str]) -> Iterator[Heading | Article]:
    last, label, held = (0, 0), "", list[str]()
    for line in lines:
        match = _ARTICLE.match(line)
        if not match and not line.startswith("#"):
            if not label:
                raise LawTextError(f"“{line[:20]}”不属于任何一条。")
            held.append(line)
            continue
        if label:
            yield _article(last, label, held)
            label, held = "", []
        if match is None:
            yield _heading(line)
            continue
        last, label = _next(last, match), match[1]
        held = [line[match.end() :]] if line[match.end() :] else []
    if label:
        yield _article(last, label, held)


def _next(last: tuple[int, int], match: re.Match[str]) -> tuple[int, int]:
    try:
        found = number(match[2]), number(match[3]) if match[3] else 0
    except ValueError:
        raise LawTextError(f"读不出“{match[1]}”是第几条。") from None
    if found not in ((last[0] + 1, 0), (last[0], last[1] + 1)):
        before = f"第{last[0]}条" + (f"之{last[1]}" if last[1] else "")
        raise LawTextError(f"{before}后面是{match[1]}，中间缺了条文，或者条号写错了。")
    return found


def _heading(line: str) -> Heading:
    text = line.lstrip("#")
    depth, text = len(line) - len(text), text.strip(_BLANK)
    match = _TITLED.match(text)
    return Heading(match[2] if match else "", number(match[1]) if match else 0, text, depth)


def _article(place: tuple[int, int], label: str, lines: list[str]) -> Article:
    return Article(*place, label, tuple(_clauses(lines)))


def _clauses(lines: list[str]) -> Iterator[Clause]:
    """A line is an item when it is numbered and goes on counting; anything else begins a paragraph."""
    paragraph = item = 0
    for line in lines:
        match = _ITEM.match(line)
        count = number(match[1] or match[2]) if match else 0
        if count and paragraph and count == item + 1:
            item = count
        else:
            paragraph, item = paragraph + 1, 0
        yield Clause(paragraph, item, line)
