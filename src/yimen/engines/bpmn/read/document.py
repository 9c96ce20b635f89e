"""BPMN XML to elements, safely; small questions about an element; the faults found in a file."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from yimen.engines.bpmn.elements import BPMN, YM, YM_ATTRIBUTES, advice, said
from yimen.engines.bpmn.errors import BpmnError
from yimen.engines.problem import Problem

MAX_BYTES = 5_000_000
# Sub-processes within sub-processes: nobody draws so many, and reading goes into each.
MAX_DEPTH = 100


def parse(xml: bytes) -> Element:
    """The root element ``definitions``. Raises ``BpmnError`` for what is no XML, no BPMN, too large or unsafe."""
    if len(xml) > MAX_BYTES:
        raise BpmnError(f"流程文件太大（{len(xml)} 字节），上限是 {MAX_BYTES} 字节。")
    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BpmnError("流程文件含有文档类型声明或实体，为了安全不读取。用绘图工具重新导出。") from error
    except (ParseError, ValueError, LookupError) as error:
        raise BpmnError(f"流程文件不是完好的 XML：{error}。用绘图工具重新导出。") from error
    if root.tag != f"{{{BPMN}}}definitions":
        raise BpmnError(f"流程文件的根元素是“{root.tag}”，不是 BPMN 2.0 的 definitions。导出为 BPMN 2.0。")
    _refuse_depth(root)
    return root


def _refuse_depth(root: Element) -> None:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
    if level:
        raise BpmnError(f"流程文件里的元素套得太深，超过 {MAX_DEPTH} 层。把里面的子流程拆出来，用调用活动调用。")


def children(element: Element) -> list[tuple[str, Element]]:
    """The BPMN children with their local names, in document order; drawing and other tools' elements left out."""
    prefix = f"{{{BPMN}}}"
    return [(child.tag.removeprefix(prefix), child) for child in element if child.tag.startswith(prefix)]


def ym(element: Element, attribute: str) -> str:
    """One of our own attributes, trimmed; empty when missing."""
    return (element.get(f"{{{YM}}}{attribute}") or "").strip()


def text(element: Element) -> str:
    """The text of an element, trimmed."""
    return "".join(element.itertext()).strip()


def local(reference: str | None) -> str:
    """A QName reference without its prefix: ids are unique in one file."""
    return (reference or "").strip().rpartition(":")[2]


class Faults(list[Problem]):
    """The problems of one file, all collected, so that the author sees them at once."""

    def note(self, element: str, sentence: str, what_to_do: str = "") -> None:
        """One fault at an element."""
        self.append(Problem(element, sentence, what_to_do))

    def refuse(self, element: str, name: str) -> None:
        """An element that is not implemented, by its name."""
        self.note(element, f"还不支持{said(name)}。", advice(name))

    def expect_feel(self, element: str, language: str | None) -> None:
        """An expression must be FEEL: one that says it is XPath or JavaScript would mean something else here."""
        if language and "feel" not in language.lower():
            self.note(element, f"表达式的语言是“{language}”，这里只用 FEEL。", "改写为 FEEL，并删去语言说明。")

    def expect_own(self, key: str, name: str, element: Element) -> None:
        """Our own attributes must be known ones: a misspelt one would be a setting lost in silence."""
        for attribute in element.attrib:
            own = attribute.removeprefix(f"{{{YM}}}")
            if own != attribute and own not in YM_ATTRIBUTES.get(name, ()):
                self.note(key, f"{said(name)}不认识属性 ym:{own}。", "检查拼写。")
