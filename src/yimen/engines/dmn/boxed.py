"""Boxed expressions to code: literal, context, invocation, function, list, relation, table, if, for, filter, some."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from yimen.engines.feel.functions import invoke, user_function
from yimen.engines.feel.lists import grown, items_of
from yimen.engines.feel.runtime import Code, Env
from yimen.engines.feel.types import ANY, FeelType, coerce
from yimen.engines.feel.values import Value, said

from .model import Table
from .names import Reading, failing
from .origin import Origin, cost_of, marked
from .table import TableReader, table_code
from .xml import child, children, language_problem, local, own, strangers, text_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # noqa: S405 - only the type

EXPRESSIONS = frozenset(
    [
        "literalExpression",
        "context",
        "invocation",
        "functionDefinition",
        "list",
        "relation",
        "decisionTable",
        "conditional",
        "for",
        "filter",
        "some",
        "every",
    ]
)


class BoxedReader:
    """Reads the logic of one decision or knowledge model. ``tables`` collects its decision tables."""

    def __init__(self, reading: Reading, owner: str, owner_id: str) -> None:
        self._reading = reading
        self._owner = owner
        self._owner_id = owner_id
        self.tables: list[Table] = []
        self._kinds: dict[str, Callable[[Element, Collection[str]], Code]] = {
            "literalExpression": self._literal,
            "context": self._context,
            "invocation": self._invocation,
            "functionDefinition": self._function,
            "list": self._list,
            "relation": self._relation,
            "decisionTable": self._table,
            "conditional": self._conditional,
            "for": self._for,
            "filter": self._filter,
            "some": self._quantified,
            "every": self._quantified,
        }

    def logic(self, element: Element, names: Collection[str]) -> Code | None:
        """The code of the one boxed expression inside an element; ``None`` when there is none."""
        found = [inner for inner in own(element) if local(inner) in EXPRESSIONS]
        if not found:
            return None
        if len(found) > 1:
            return self._refuse(element, "一个元素里只能有一个表达式。")
        return self.code(found[0], names)

    def code(self, element: Element, names: Collection[str]) -> Code:
        """The code of one boxed expression, its result coerced to its ``typeRef``."""
        code = self._kinds[local(element)](element, names)
        if local(element) == "functionDefinition":
            return code
        type_ = self._reading.type_of(element.get("typeRef"), self._id(element))
        return code if type_ is ANY else coerced(code, type_, f"“{self._owner}”的值")

    def _id(self, element: Element) -> str:
        return element.get("id") or self._owner_id

    def _refuse(self, element: Element, sentence: str) -> Code:
        return self._reading.refuse(self._id(element), sentence)

    def _strangers(self, element: Element, known: Collection[str]) -> None:
        for stranger in strangers(element, known):
            self._refuse(stranger, f"{local(element)} 中的 {local(stranger)} 不受支持。")

    def _part(self, element: Element, name: str, names: Collection[str]) -> Code:
        """The expression inside a named child, as in ``<if>…</if>``."""
        holder = child(element, name)
        code = None if holder is None else self.logic(holder, names)
        return code or self._refuse(element, f"{local(element)} 缺少 {name} 的表达式。")

    def _literal(self, element: Element, names: Collection[str]) -> Code:
        self._strangers(element, ("text",))
        refusal = language_problem(element, self._id(element))
        if refusal:
            self._reading.refusals.append(refusal)
            return failing(refusal.sentence)
        text = text_of(element)
        if not text:
            return self._refuse(element, f"“{self._owner}”中有一个表达式是空的。")
        return self._reading.expression(text, names, self._id(element))

    def _table(self, element: Element, names: Collection[str]) -> Code:
        table = TableReader(self._reading, self._owner, self._owner_id).read(element, names)
        self.tables.append(table)
        return marked(table_code(table), Origin(table=table))

    def _context(self, element: Element, names: Collection[str]) -> Code:
        self._strangers(element, ("contextEntry",))
        known, entries = [*names], list[tuple[str, Code]]()
        result: Code | None = None
        for entry in children(element, "contextEntry"):
            variable = child(entry, "variable")
            name = "" if variable is None else variable.get("name", "")
            if any(name == key for key, _ in entries):
                return self._refuse(entry, f"上下文中“{name}”出现了两次。")
            code = self._entry(entry, name, [*known, name] if self._is_function(entry) else known)
            if not name:
                result = code
                continue
            type_ = self._reading.type_of(variable.get("typeRef") if variable is not None else None, self._id(entry))
            entries.append((name, coerced(code, type_, f"“{name}”的值")))
            known.append(name)
            self._reading.members.add(name)
        return context_code(tuple(entries), result)

    def _is_function(self, entry: Element) -> bool:
        return child(entry, "functionDefinition") is not None

    def _entry(self, entry: Element, name: str, names: Collection[str]) -> Code:
        owner, self._owner = self._owner, name or self._owner
        code = self.logic(entry, names) or self._refuse(entry, f"上下文的“{name}”没有表达式。")
        self._owner = owner
        return code

    def _invocation(self, element: Element, names: Collection[str]) -> Code:
        self._strangers(element, ("binding", *EXPRESSIONS))
        callee = self.logic(element, names) or self._refuse(element, "调用没有写明被调用的函数。")
        parameters: list[str] = []
        values: list[Code] = []
        for binding in children(element, "binding"):
            parameter = child(binding, "parameter")
            parameters.append("" if parameter is None else parameter.get("name", ""))
            values.append(self.logic(binding, names) or (lambda env: None))
        bound = tuple(parameters)
        return lambda env: invoke(callee(env), [value(env) for value in values], bound, env.run)

    def _function(self, element: Element, names: Collection[str]) -> Code:
        self._strangers(element, ("formalParameter", *EXPRESSIONS))
        kind = element.get("kind", "FEEL")
        if kind != "FEEL":
            return self._refuse(element, f"不支持 {kind} 函数：规则只能用 FEEL 写。")
        parameters, types = self.parameters(element)
        body = self.logic(element, [*names, *parameters]) or self._refuse(element, "函数没有内容。")
        result = self._result(element)
        name = self._owner
        return lambda env: user_function(name, parameters, types, body, env, result)

    def _result(self, element: Element) -> FeelType | None:
        reference = element.get("typeRef")
        return self._reading.type_of(reference, self._id(element)) if reference else None

    def parameters(self, element: Element) -> tuple[tuple[str, ...], tuple[FeelType, ...]]:
        """Names and types of the formal parameters below an element."""
        found = children(element, "formalParameter")
        types = (self._reading.type_of(one.get("typeRef"), self._id(one)) for one in found)
        return tuple(one.get("name", "") for one in found), tuple(types)

    def _list(self, element: Element, names: Collection[str]) -> Code:
        self._strangers(element, EXPRESSIONS)
        items = tuple(self.code(item, names) for item in own(element) if local(item) in EXPRESSIONS)
        return lambda env: [item(env) for item in items]

    def _relation(self, element: Element, names: Collection[str]) -> Code:
        self._strangers(element, ("column", "row"))
        columns = [column.get("name", "") for column in children(element, "column")]
        self._reading.members.update(columns)
        rows: list[tuple[Code, ...]] = []
        for row in children(element, "row"):
            cells = tuple(self.code(cell, names) for cell in own(row) if local(cell) in EXPRESSIONS)
            if len(cells) != len(columns):
                return self._refuse(row, f"表格有 {len(columns)} 列，这一行却有 {len(cells)} 格。")
            rows.append(cells)
        return lambda env: [{c: cell(env) for c, cell in zip(columns, row, strict=True)} for row in rows]

    def _conditional(self, element: Element, names: Collection[str]) -> Code:
        self._strangers(element, ("if", "then", "else"))
        condition, then, otherwise = (self._part(element, part, names) for part in ("if", "then", "else"))

        def run(env: Env) -> Value:
            chosen = condition(env)
            if chosen is not None and not isinstance(chosen, bool):
                return env.run.doubt(f"if 的条件应为真假值，得到的是{said(chosen)}。")
            return then(env) if chosen is True else otherwise(env)

        return run

    def _for(self, element: Element, names: Collection[str]) -> Code:
        self._strangers(element, ("in", "return"))
        variable = element.get("iteratorVariable", "")
        domain, body = self._part(element, "in", names), self._part(element, "return", [*names, variable, "partial"])
        cost = cost_of(body)
        looks_back = any("partial" in (text.text or "") for text in element.iter() if local(text) == "text")

        def run(env: Env) -> Value:
            items, partial = items_of(domain(env), env.run), list[Value]()
            if items is None:
                return None
            for item in items:
                env.run.spend(cost)
                value = body(Env({variable: item, "partial": partial}, env.run, env))
                if looks_back:
                    partial = grown(partial, value, env.run)
                else:
                    partial.append(value)
            return partial

        return run

    def _filter(self, element: Element, names: Collection[str]) -> Code:
        self._strangers(element, ("in", "match"))
        source = self._part(element, "in", names)
        match = self._part(element, "match", [*names, "item", *self._reading.members])
        cost = cost_of(match)

        def run(env: Env) -> Value:
            items = items_of(source(env), env.run)
            if items is None:
                return None
            kept: list[Value] = []
            for item in items:
                env.run.spend(cost)
                chosen = match(Env(_item_names(item), env.run, env))
                if chosen is not None and not isinstance(chosen, bool):
                    return env.run.doubt(f"筛选条件应为真假值，得到的是{said(chosen)}。")
                kept += [item] if chosen else []
            return kept

        return run

    def _quantified(self, element: Element, names: Collection[str]) -> Code:
        self._strangers(element, ("in", "satisfies"))
        variable, decisive = element.get("iteratorVariable", ""), local(element) == "some"
        domain, condition = self._part(element, "in", names), self._part(element, "satisfies", [*names, variable])
        cost = cost_of(condition)

        def run(env: Env) -> Value:
            items = items_of(domain(env), env.run)
            if items is None:
                return None
            answer: bool | None = not decisive
            for item in items:
                env.run.spend(cost)
                value = condition(Env({variable: item}, env.run, env))
                if value is decisive:
                    return decisive
                if not isinstance(value, bool):
                    answer = None
                    env.run.doubt("satisfies 应得到真假值。")
            return answer

        return run


def _item_names(item: Value) -> dict[str, Value]:
    return {"item": item, **item} if isinstance(item, dict) else {"item": item}


def context_code(entries: tuple[tuple[str, Code], ...], result: Code | None) -> Code:
    """Entries in order, each seeing those before it; the result entry's value if there is one, else the context."""

    def run(env: Env) -> Value:
        made: dict[str, Value] = {}
        inner = Env(made, env.run, env)
        for name, code in entries:
            made[name] = code(inner)
        return result(inner) if result else dict(made)

    return run


def coerced(code: Code, type_: FeelType, what: str) -> Code:
    """Code whose value is made to fit a type, null with a doubt where it cannot."""
    if type_ is ANY:
        return code
    return marked(lambda env: coerce(code(env), type_, env.run, what), Origin(inner=code, type=type_, what=what))
