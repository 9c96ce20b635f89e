"""`{% load law %}`: what a text cites leads to the text of the law. ``laws`` is a ``Linker``, made once for a page."""

from collections.abc import Iterator
from functools import lru_cache

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from yimen.domains.law.present import address
from yimen.domains.law.queries import Linker, library_as
from yimen.engines.law import Mention, Place, mentions
from yimen.ground import language

register = template.Library()
Marked = tuple[int, int, str]


@register.filter
def cited(text: str, laws: Linker) -> SafeString:
    """A text with links to what it cites. In another language the links stand behind the sentence."""
    return _shown(text, list(_marked(text, "", laws)))


@register.simple_tag
def law_articles(document: str, text: str, laws: Linker) -> SafeString:
    """The articles of an entry that names its document apart; says so when the text of the document is not held."""
    found = laws.library.find(document)
    if found is None or not found.editions:
        missing = gettext("法规库还没有收录这份文件的全文")
        return format_html('{}<span class="hint">{}</span>', language.say(text), missing)
    marked = list(_marked(text, document, laws))
    if marked:
        return _shown(text, marked)
    href = address(found.key, laws.version_of(found, None))
    return format_html('{} <a href="{}" hreflang="zh-Hans">{}</a>', language.say(text), href, gettext("看全文"))


def _shown(text: str, marked: list[Marked]) -> SafeString:
    if (get_language() or settings.LANGUAGE_CODE) == settings.LANGUAGE_CODE:
        return _in_place(text, marked)
    said = conditional_escape(language.say(text))
    links = format_html_join(
        " ", '<a href="{}" hreflang="zh-Hans">{}</a>', ((href, language.say(text[at:end])) for at, end, href in marked)
    )
    return format_html("{} {}", said, links) if marked else said


def _in_place(text: str, marked: list[Marked]) -> SafeString:
    pieces, last = [], 0
    for at, end, href in marked:
        link = format_html('<a href="{}">{}</a>', href, text[at:end])
        pieces += [conditional_escape(text[last:at]), link]
        last = end
    # Every piece is escaped above.
    return mark_safe("".join([*pieces, conditional_escape(text[last:])]))  # noqa: S308


def _marked(text: str, document: str, laws: Linker) -> Iterator[Marked]:
    """From where to where which link goes. A name and the article that follows it at once are one link."""
    name: Mention | None = None
    for one in mentions(text, laws.library, document):
        if one.document is None or not one.document.editions:
            name = None
            continue
        if not one.places:
            name = one
            continue
        place = one.places[-1]
        if one.document.has(place.whole):
            at = name.start if name and name.end == one.start else one.start
            yield at, one.end, _address(one, place, laws)
        name = None


def _address(one: Mention, place: Place, laws: Linker) -> str:
    """The article with the anchor of its paragraph or item, in the version that is meant."""
    assert one.document is not None
    version = laws.version_of(one.document, place)
    anchor = _anchor(laws.fingerprint, one.document.key, version, place)
    return address(one.document.key, version, place.address) + (f"#{anchor}" if anchor else "")


@lru_cache(maxsize=4096)
def _anchor(fingerprint: str, key: str, version: int | None, place: Place) -> str:
    document = library_as(fingerprint).documents[key]
    article = document.editions[version - 1 if version else -1].statute.article(place)
    clause = article.clause(place) if article and (place.paragraph or place.item) else None
    return clause.anchor if clause else ""
