"""A folded template says the same as one that is not, in each language, and leaves what depends on the page alone."""

import pytest
from django.template import Context, Template, engines
from django.template.base import TextNode
from django.template.loader import get_template
from django.utils.translation import override

from yimen.ui.folding import fold

# The phrase book reads what published services say in English, unless a test before has opened it.
pytestmark = pytest.mark.django_db
FRAME = "{% load i18n static ym %}"
VALUES = {"name": "小<雨>", "items": ["甲", "乙"], "yes": True, "path": "ym/ym.css"}


def both(source: str) -> tuple[Template, Template]:
    plain, folded = (engines["django"].from_string(FRAME + source).template for _ in range(2))
    fold(folded.nodelist)
    return plain, folded


SOURCES = {
    "sentences": '{% translate "退出" %}，{% translate "登录" %}{{ name|say }}',
    "percent": '{% translate "100%" %}',
    "icons": '<p>{% icon "bell" %}{% icon "user" "人" %}{{ name }}</p>',
    "style sheets": '{% static "ym/ym.css" %} {% static path %}',
    "addresses": '{% url "ui:design" %}|{% url "ui:design" as there %}{{ there }}',
    "inside": '{% if yes %}{% translate "退出" %}{% else %}无{% endif %}{% for one in items %}{% icon "x" %}'
    '{{ one }}{% empty %}{% translate "退出" %}{% endfor %}{% with a="b" %}{% translate "登录" %}{{ a }}{% endwith %}',
    "block tags": '{% note kind="soon" title="登录" %}<p>{% translate "退出" %}</p>{{ name }}{% endnote %}',
    "own words": '{% translate name %}{% translate "退出" as leave %}{{ leave }}{% tag "soon" name %}',
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_it_says_the_same(source: str, language: str) -> None:
    with override(language):
        plain, folded = both(source)
        assert folded.render(Context(VALUES)) == plain.render(Context(VALUES))


def test_what_is_always_said_becomes_one_text() -> None:
    _, folded = both('<p>{% translate "退出" %}{% icon "bell" %}{% static "ym/ym.css" %}{% url "ui:design" %}</p>')
    texts = [one for one in folded.nodelist if isinstance(one, TextNode)]
    assert len(texts) == 1
    assert texts[0].s.startswith("<p>退出<svg") and texts[0].s.endswith("</p>")


def test_an_address_that_leads_nowhere_is_told_when_the_page_is_shown() -> None:
    _, folded = both('{% if yes %}{{ name }}{% else %}{% url "no:where" %}{% endif %}')
    assert folded.render(Context(VALUES)) == "小&lt;雨&gt;"


def test_each_language_has_its_own() -> None:
    chinese = get_template("ym/base.html").template
    with override("en"):
        english = get_template("ym/base.html").template
        assert get_template("ym/base.html").template is english
    assert chinese is not english
    assert get_template("ym/base.html").template is chinese
