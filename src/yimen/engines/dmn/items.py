"""Item definitions to types: structures, collections, allowed values, function types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yimen.engines.feel.errors import FeelError
from yimen.engines.feel.expression import compile_unary_tests, run_code
from yimen.engines.feel.runtime import Run
from yimen.engines.feel.types import ANY, BASIC_TYPES, ConstrainedType, ContextType, FeelType, FunctionType, ListType
from yimen.engines.feel.values import Value

from .names import Reading
from .xml import child, children, language_problem, local, strangers, text_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # noqa: S405 - only the type

_KNOWN = frozenset({"typeRef", "allowedValues", "typeConstraint", "itemComponent", "functionItem"})


def read_types(definitions: list[Element], reading: Reading) -> None:
    """Add all item definitions of a model to ``reading.types`` and their components to ``reading.members``."""
    _Types(definitions, reading).read_all()


class _Types:
    def __init__(self, definitions: list[Element], reading: Reading) -> None:
        self._by_name = {element.get("name", ""): element for element in definitions}
        self._reading = reading
        self._open: list[str] = []

    def read_all(self) -> None:
        for name in self._by_name:
            self._named(name, name)

    def _named(self, reference: str, element: str) -> FeelType:
        if reference in self._reading.types:
            return self._reading.types[reference]
        if reference not in self._by_name:
            return self._reading.type_of(reference, element)
        if reference in self._open:
            self._reading.refuse(element, f"类型“{reference}”直接或间接地引用了自己，不支持递归的类型。")
            return ANY
        self._open.append(reference)
        made = self._read(self._by_name[reference])
        self._open.pop()
        self._reading.types[reference] = made
        return made

    def _read(self, element: Element) -> FeelType:
        name = element.get("name", "")
        identity = element.get("id") or name
        for stranger in strangers(element, _KNOWN):
            self._reading.refuse(identity, f"类型定义中的 {local(stranger)} 不受支持。")
        self._refuse_language(element, identity)
        base = self._base(element, name, identity)
        base = self._constrained(base, child(element, "allowedValues"), name, identity)
        if element.get("isCollection") == "true":
            base = ListType(name, base)
        return self._constrained(base, child(element, "typeConstraint"), name, identity)

    def _refuse_language(self, element: Element, identity: str) -> None:
        language = element.get("typeLanguage", "")
        if language and not language.rstrip("/").endswith("FEEL"):
            self._reading.refuse(identity, f"不支持类型语言“{language}”。")

    def _base(self, element: Element, name: str, identity: str) -> FeelType:
        components = children(element, "itemComponent")
        function = child(element, "functionItem")
        if components:
            self._reading.members.update(one.get("name", "") for one in components)
            return ContextType(name, tuple((one.get("name", ""), self._read(one)) for one in components))
        if function is not None:
            parameters = tuple(self._named_or_any(p.get("typeRef"), identity) for p in children(function, "parameters"))
            return FunctionType(name, parameters, self._named_or_any(function.get("outputTypeRef"), identity))
        return self._named_or_any(text_of(element, "typeRef"), identity)

    def _named_or_any(self, reference: str | None, identity: str) -> FeelType:
        plain = (reference or "").removeprefix("feel:")
        if plain in BASIC_TYPES and reference not in self._by_name:
            return BASIC_TYPES[plain]
        return self._named(plain, identity) if plain else ANY

    def _constrained(self, base: FeelType, element: Element | None, name: str, identity: str) -> FeelType:
        if element is None:
            return base
        refusal = language_problem(element, identity)
        text = text_of(element)
        if refusal:
            self._reading.refusals.append(refusal)
            return base
        try:
            tests = compile_unary_tests(text)
        except FeelError as error:
            self._reading.refuse(identity, f"允许值“{text}”有误：{error}")
            return base

        def allows(value: Value) -> bool | None:
            found = run_code(tests.code, {"?": value}, Run()).value
            return found if isinstance(found, bool) else None

        return ConstrainedType(name, base, allows, text)
