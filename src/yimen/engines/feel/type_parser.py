"""Types as written after ``instance of`` and after parameters."""

from __future__ import annotations

from collections.abc import Mapping

from .cursor import Cursor
from .names import NameTable
from .types import BASIC_TYPES, ContextType, FeelType, FunctionType, ListType, RangeType


class TypeParser(Cursor):
    """Parses types; ``types`` are those of the model, beside the basic ones."""

    def __init__(self, text: str, types: Mapping[str, FeelType]) -> None:
        super().__init__(text)
        self._types_open = 0
        self._model_types = types

    def type_(self) -> FeelType:
        """``number``, ``list<string>``, ``context<a: date>``, ``function<number> -> string``, or one of the model."""
        self._enter()
        self._types_open += 1
        # Each level of a list type walks the lists below it once more; real types are three or four deep.
        if self._types_open > 8:
            raise self._error("类型嵌套太深，上限是 8 层。")
        made = self._generic_type() or self._named_type()
        self._types_open -= 1
        self._nesting -= 1
        return made

    def _generic_type(self) -> FeelType | None:
        if self._tokens[min(self._at + 1, len(self._tokens) - 1)].text != "<":
            return None
        if self._is("list", "range"):
            opening = self._expect("list", "range").text
            self._expect("<")
            element = self.type_()
            self._expect(">")
            name = f"{opening}<{element.name}>"
            return ListType(name, element) if opening == "list" else RangeType(name, element)
        if self._take("context"):
            return self._context_type()
        if self._take("function"):
            return self._function_type()
        return None

    def _context_type(self) -> FeelType:
        self._expect("<")
        entries: list[tuple[str, FeelType]] = []
        while not self._is(">"):
            key = self._argument_name()
            if not key:
                raise self._error(f"此处应为“名称: 类型”，{self._seen()}。")
            entries.append((key, self.type_()))
            if not self._take(","):
                break
        self._expect(">")
        inside = ", ".join(f"{key}: {type_.name}" for key, type_ in entries)
        return ContextType(f"context<{inside}>", tuple(entries))

    def _function_type(self) -> FeelType:
        self._expect("<")
        parameters: list[FeelType] = []
        while not self._is(">"):
            parameters.append(self.type_())
            if not self._take(","):
                break
        self._expect(">")
        self._expect("->")
        result = self.type_()
        inside = ", ".join(type_.name for type_ in parameters)
        return FunctionType(f"function<{inside}> -> {result.name}", tuple(parameters), result)

    def _named_type(self) -> FeelType:
        known = {**BASIC_TYPES, **self._model_types}
        found = NameTable(known).longest(self._tokens, self._at)
        if found is None:
            raise self._error(f"没有名为“{self._token.text}”的类型。" if self._token.text else "此处应为类型。")
        self._at += found[1]
        return known[found[0]]
