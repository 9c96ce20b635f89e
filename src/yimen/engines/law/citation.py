"""What a text cites: 行政许可法第三十二条第一款第四项、第五项 → the document, and two places in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from yimen.engines.law.model import Place
from yimen.engines.law.numerals import NUMERAL, number

if TYPE_CHECKING:
    from yimen.engines.law.library import Document, Library

_REFERENCE = re.compile(
    rf"\u7b2c({NUMERAL})条(?:\u4e4b({NUMERAL}))?(?:\u7b2c({NUMERAL})款)?(?:\u7b2c({NUMERAL})项)?"
    rf"|\u7b2c({NUMERAL})款(?:\u7b2c({NUMERAL})项)?|\u7b2c({NUMERAL})项"
)
_ASIDE = re.compile("[（(][^（()）]*[）)]")
# 公共场所卫生管理条例实施细则 is another document than 公共场所卫生管理条例.
_LONGER = "(?:实施细则|实施条例|实施办法|实施意见|细则)?"
# Words between a reference and the one before it, or between a document and its article.
_JOINT = re.compile(r"[\s,;)、，；：和及与或至到的中“”》）]*")
_UP_TO = re.compile(r"\s*(?:至|到|—|－|-)\s*")
# An unknown document is known by how its name ends.
_UNKNOWN = re.compile(r"[\u4e00-\u9fff〔〕\d]+(?:法|条例|办法|规定|细则|规则|意见|通知|规范|准则|标准|〔\d+〕\d+号)$")
_NUMBERED = re.compile(r"[\u4e00-\u9fff]{2,10}〔\d{4}〕\d+号$")
_MOST = 400


@dataclass(frozen=True, slots=True)
class Mention:
    """A part of a text that names a document, or a place in the document named last.

    ``document`` is None when the library does not know the name. ``places``: none when only the document is named; a
    range has all its articles at the mention of its end.
    """

    start: int
    end: int
    name: str
    document: "Document | None"
    places: tuple[Place, ...] = ()


def mentions(text: str, library: "Library", document: str = "") -> list[Mention]:
    """Everything that a text cites, in its order. ``document``: the name to which the first articles belong."""
    name, found, end = document, library.find(document) if document else None, 0
    last: Place | None = None
    result: list[Mention] = []
    for match in _tokens(library.names).finditer(text):
        gap, start, end = text[end : match.start()], match.start(), match.end()
        if match["reference"] is None:
            name = match["title"] or match["known"]
            found, last = library.find(name), None
            result.append(Mention(start, end, name, found))
            continue
        if not _JOINT.fullmatch(_ASIDE.sub("", gap)):
            # Something else was named in between: these articles are not of the document before it.
            name, found, last = _unknown(gap), None, None
        places = tuple(_places(match["reference"], last, _UP_TO.fullmatch(gap) is not None))
        if places and name:
            result.append(Mention(start, end, name, found, places))
            last = places[-1]
    return result


def places(text: str) -> list[Place]:
    """The places that a text names, whatever document they are of: 第八条至第十一条、第十四条."""
    result: list[Place] = []
    end, last = 0, None
    for match in _REFERENCE.finditer(text):
        found = tuple(_places(match[0], last, _UP_TO.fullmatch(text[end : match.start()]) is not None))
        result += found
        end, last = match.end(), found[-1] if found else last
    return result


def _places(text: str, last: Place | None, is_end: bool) -> Iterator[Place]:
    """The place of one reference; as the end of a range all after the one before it."""
    match = _REFERENCE.fullmatch(text)
    assert match is not None
    try:
        article, sub, paragraph, item, only_paragraph, its_item, only_item = (
            number(one) if one else 0 for one in match.groups()
        )
    except ValueError:
        return
    if article:
        first = last.article + 1 if is_end and last else article
        if paragraph or item or sub or not first <= article < first + _MOST:
            first = article
        yield from (Place(one) for one in range(first, article))
        yield Place(article, sub, paragraph, item)
    elif last is None:
        return
    elif only_paragraph:
        first = last.paragraph + 1 if is_end and not its_item and last.paragraph else only_paragraph
        yield from (Place(last.article, last.sub, one) for one in range(first, only_paragraph))
        yield Place(last.article, last.sub, only_paragraph, its_item)
    else:
        first = last.item + 1 if is_end and last.item else only_item
        yield from (Place(last.article, last.sub, last.paragraph, one) for one in range(first, only_item))
        yield Place(last.article, last.sub, last.paragraph, only_item)


def _unknown(gap: str) -> str:
    """The document that the words before an article name, though nobody here knows it."""
    tail = re.split(r"[()，；：、。（）“”\s]", _ASIDE.sub("", gap).strip())[-1]
    return tail if _UNKNOWN.search(tail) or _NUMBERED.search(tail) else ""


@lru_cache(maxsize=8)
def _tokens(names: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(map(re.escape, names)) or "(?!)"
    return re.compile(rf"《(?P<title>[^《》]+)》|(?P<known>(?:{known}){_LONGER})|(?P<reference>{_REFERENCE.pattern})")
