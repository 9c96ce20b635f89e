"""What is rendered once and shown again: small parts that show nothing but their arguments, and whole pages that are
the same for everybody who has not signed in. Each process keeps its own; a page with a person on it is never kept."""

import re
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache, wraps
from html import escape
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from yimen.ui.context import reading
from yimen.ui.folding import foldable

PARTS, PAGES = 4096, 256
# Stands in a kept page where each visitor's own token belongs.
_HOLE = "the-token-of-each-visitor"
_END = "\x1f"
_WORD = re.compile("hole0([a-z_]+)0eloh")
_pages: dict[Hashable, str] = {}
Part = Callable[..., Mapping[str, Any]]


def kept_part(register: Library, template: str) -> Callable[[Part], Part]:
    """A tag like `inclusion_tag` for a part that takes plain texts and no context: the same arguments, the same HTML.

    An icon stands on a page thirty times, and rendering it takes longer than asking the database for a row.
    """

    def decorate(part: Part) -> Part:
        # Safe and unsafe texts are equal but are not escaped alike.
        @lru_cache(maxsize=PARTS, typed=True)
        def rendered(language: str | None, *args: str, **kwargs: str) -> SafeString:
            return render_to_string(template, dict(part(*args, **kwargs)))

        @wraps(part)
        def tag(*args: str, **kwargs: str) -> SafeString:
            return rendered(get_language(), *args, **kwargs)

        register.simple_tag(foldable(tag), name=part.__name__)
        return part

    return decorate


class Mould:
    """A part that stands on a page many times and differs by its words alone: rendered once, with holes for them.

    Only the form is kept, never a word. Words are escaped as templates escape them; one that stands in an address must
    be plain letters, digits and dashes.
    """

    def __init__(self, html: str) -> None:
        pieces = _WORD.split(html)
        self._pieces, self._names = pieces[::2], pieces[1::2]

    def filled(self, words: Mapping[str, object]) -> str:
        # One by one, escaping a few short words takes longer than all else: they are escaped as one text.
        said = escape(_END.join(map(str, words.values()))).split(_END)
        if len(said) != len(words):
            said = [escape(str(word)) for word in words.values()]
        told = dict(zip(words, said, strict=True))
        found = [self._pieces[0]]
        for name, piece in zip(self._names, self._pieces[1:], strict=True):
            found += (told[name], piece)
        return "".join(found)


@lru_cache(maxsize=PAGES)
def mould(template: str, language: str | None, words: tuple[str, ...], **form: Hashable) -> Mould:
    """The mould of a template that shows these words.

    Args:
        language: of the page; what the template says itself is said in it.
        form: all else that the template asks for, such as whether the part has a button.
    """
    holes = {name: SafeString(f"hole0{name}0eloh") for name in words}
    return Mould(render_to_string(template, {**form, **holes}))


def kept_page(
    request: HttpRequest, template: str, about: Hashable, page: Callable[[], Mapping[str, Any]]
) -> HttpResponse:
    """A page whose content follows from `about`, its address, its language and the elder version alone.

    It is rendered once for all who have not signed in; whoever has gets it with the own name in the frame.

    Args:
        about: everything of the database that the page shows, or what changes with it.
        page: makes the context; asked only when the page must be rendered.
    """
    if request.user.is_authenticated or request.META.get("QUERY_STRING"):
        return HttpResponse(render_to_string(template, page(), request))
    key = (template, about, request.path, get_language(), *reading(request).values(), settings.YIMEN_DEMO)
    found = _pages.get(key)
    if found is None:
        found = render_to_string(template, {**page(), "csrf_token": _HOLE}, request)
        if len(_pages) >= PAGES:
            _pages.clear()
        _pages[key] = found
    return HttpResponse(found.replace(_HOLE, get_token(request)))
