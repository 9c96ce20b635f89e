"""Templates with what is the same on each page filled in when they are read: once in a process for each language.

Two of three tags of a page are told nothing that changes: a sentence to translate, an icon, a style sheet, an address
without a number. They become plain text (`fold`), and `say`, which changes nothing in Chinese, is left out there.
A tag of one's own takes part when it is marked with `foldable`: its text follows from its arguments and the language.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.conf import settings
from django.template import base, defaulttags
from django.template.base import FilterExpression, Node, NodeList, Template, TextNode, VariableNode
from django.template.context import Context
from django.template.library import SimpleNode
from django.template.loaders import cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, get_urlconf
from django.utils.translation import get_language

F = TypeVar("F", bound=Callable[..., Any])


class Loader(cached.Loader):
    """Keeps each template folded, for every language and table of addresses by itself."""

    def get_template(self, template_name: str, skip: list[base.Origin] | None = None) -> Template:
        key = self.cache_key(template_name, skip)
        is_new = key not in self.get_template_cache
        template: Template = super().get_template(template_name, skip)
        if is_new:
            fold(template.nodelist)
        return template

    def cache_key(self, template_name: str, skip: list[base.Origin] | None = None) -> str:
        return f"{get_language()} {get_urlconf() or settings.ROOT_URLCONF} {super().cache_key(template_name, skip)}"


def foldable(tag: F) -> F:
    """Marks the function of a simple tag whose text follows from its arguments and the language alone."""
    tag.is_foldable = True  # type: ignore[attr-defined]
    return tag


def silent(filter_: F) -> F:
    """Marks a filter that changes nothing in the first language."""
    filter_.is_silent = True  # type: ignore[attr-defined]
    return filter_


def fold(nodes: NodeList) -> None:
    """Put plain text where a tag always says the same, in this list of nodes and in those inside."""
    folded: list[Node] = []
    for node in nodes:
        for inner in _inside(node):
            fold(inner)
        text = _text_of(node)
        if text is None:
            folded.append(_spoken(node))
        elif folded and isinstance(folded[-1], TextNode):
            folded[-1] = TextNode(folded[-1].s + text)
        else:
            folded.append(TextNode(text))
    nodes[:] = folded


def _inside(node: Node) -> Iterator[NodeList]:
    if isinstance(node, defaulttags.IfNode):
        yield from (inner for _, inner in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        inner = getattr(node, name, None)
        if isinstance(inner, NodeList):
            yield inner


def _text_of(node: Node) -> str | None:
    """What the node says on every page; None where that depends on the page."""
    if isinstance(node, TextNode):
        return str(node.s)
    if not _is_constant(node):
        return None
    try:
        return str(node.render(Context()))
    except NoReverseMatch:
        # A page that is not there is a fault of the page that leads to it, and only when it is shown.
        return None


def _is_constant(node: Node) -> bool:
    match node:
        case TranslateNode():
            return node.asvar is None and node.message_context is None and _is_literal(node.filter_expression)
        case StaticNode():
            return type(node) is StaticNode and node.varname is None and _is_literal(node.path)
        case defaulttags.URLNode():
            return node.asvar is None and not node.args and not node.kwargs and _is_literal(node.view_name)
    # Not one of its subclasses: what stands inside a block tag is not among its arguments.
    return (
        type(node) is SimpleNode
        and getattr(node.func, "is_foldable", False)
        and node.target_var is None
        and all(_is_literal(one) for one in (*node.args, *node.kwargs.values()))
    )


def _is_literal(told: FilterExpression) -> bool:
    return not told.filters and (not told.is_var or told.var.lookups is None)


def _spoken(node: Node) -> Node:
    """The node without filters that change nothing in the language of the page."""
    if isinstance(node, VariableNode) and get_language() in (None, settings.LANGUAGE_CODE):
        told = node.filter_expression
        told.filters = [one for one in told.filters if not getattr(one[0], "is_silent", False)]
    return node
