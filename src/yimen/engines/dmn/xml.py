"""DMN XML as elements: the namespaces of DMN 1.2 to 1.5, children by local name, refusal of what is unknown."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from yimen.engines.problem import Problem

from .errors import DmnError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # noqa: S405 - only the type; parsing is defusedxml's

VERSIONS = {
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
_FEEL_NAMES = ("FEEL", "feel", "")
MAX_BYTES = 5_000_000
# Reading goes down with the elements; deeper ones would exhaust Python's stack.
MAX_DEPTH = 100
# Elements that describe and do not decide.
_SILENT = frozenset(
    [
        "description",
        "extensionElements",
        "question",
        "allowedAnswers",
        "knowledgeSource",
        "authorityRequirement",
        "textAnnotation",
        "association",
        "group",
        "performanceIndicator",
        "organizationUnit",
        "elementCollection",
        "decisionMaker",
        "decisionOwner",
        "usingProcess",
        "usingTask",
        "impactedPerformanceIndicator",
        "impactingDecision",
        "supportedObjective",
    ]
)


def parse(xml: bytes) -> Element:
    """The ``definitions`` element. Raises ``DmnError`` for bad XML, entities, another root or another version."""
    if len(xml) > MAX_BYTES:
        raise _refusal("definitions", f"文件太大，上限是 {MAX_BYTES // 1_000_000} MB。")
    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except DefusedXmlException as error:
        raise _refusal("definitions", "文件含有 DTD 或实体定义，不予读取。") from error
    except (ParseError, ValueError, LookupError) as error:
        raise _refusal("definitions", f"文件不是有效的 XML：{error}。") from error
    if _depth(root) > MAX_DEPTH:
        raise _refusal("definitions", f"文件中的元素嵌套太深，上限是 {MAX_DEPTH} 层。")
    if local(root) != "definitions":
        raise _refusal(local(root), "根元素应为 definitions。")
    if namespace(root) not in VERSIONS:
        raise _refusal("definitions", f"不支持的 DMN 命名空间“{namespace(root)}”；支持 DMN 1.2 至 1.5。")
    return root


def _depth(root: Element) -> int:
    depth, level = 0, [root]
    while level:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


def _refusal(element: str, sentence: str) -> DmnError:
    return DmnError([Problem(element, sentence)])


def local(element: Element) -> str:
    """The name without its namespace."""
    return element.tag.rpartition("}")[2]


def namespace(element: Element) -> str:
    return element.tag.rpartition("}")[0].lstrip("{")


def own(element: Element) -> Iterator[Element]:
    """The children in a DMN namespace that mean something."""
    return (child for child in element if namespace(child) in VERSIONS and local(child) not in _SILENT)


def children(element: Element, name: str) -> list[Element]:
    return [child for child in own(element) if local(child) == name]


def child(element: Element, name: str) -> Element | None:
    return next(iter(children(element, name)), None)


def strangers(element: Element, known: Collection[str]) -> list[Element]:
    """Children that are not among the known names."""
    return [inner for inner in own(element) if local(inner) not in known]


def text_of(element: Element | None, name: str = "text") -> str:
    """The text of a child, without surrounding space."""
    found = None if element is None else next((c for c in element if local(c) == name), None)
    return "".join(found.itertext()).strip() if found is not None else ""


def language_problem(element: Element, identity: str) -> Problem | None:
    """A refusal when an element asks for another expression language than FEEL."""
    language = element.get("expressionLanguage", "")
    if language in _FEEL_NAMES or language.rstrip("/").endswith("FEEL"):
        return None
    return Problem(identity, f"不支持表达式语言“{language}”，规则只能用 FEEL 写。")
