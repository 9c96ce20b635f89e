"""Tokens to syntax tree: a Pratt parser that knows the names in scope.

Two entrances: ``parse_expression`` and ``parse_unary_tests`` (the cells of decision tables).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from . import syntax as s
from .errors import FeelError
from .names import NameTable, Scope, fixed_table
from .scanner import Kind, Token, unquote, words
from .temporal import read_literal
from .type_parser import TypeParser
from .types import ANY, FeelType
from .values import NUMBERS

MAX_HEIGHT = 120
# Intervals are told from lists and filters by trying; without a bound a hostile text could make that exponential.
MAX_TRIES = 30_000

OR, AND, COMPARE, ADD, MULTIPLY, POWER, INSTANCE, NEGATE, POSTFIX = 10, 20, 30, 40, 50, 60, 65, 70, 80
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_BINARY = {"+": ADD, "-": ADD, "*": MULTIPLY, "/": MULTIPLY, "**": POWER, **dict.fromkeys(_COMPARISONS, COMPARE)}
_KEYWORDS = frozenset(
    [
        "for",
        "return",
        "if",
        "then",
        "else",
        "some",
        "every",
        "satisfies",
        "in",
        "between",
        "and",
        "or",
        "instance",
        "of",
        "external",
    ]
)
_CONSTANTS = {"null": None, "true": True, "false": False}
_MEMBERS = ("time offset", "start included", "end included")


def parse_expression(
    text: str,
    names: Collection[str],
    members: Collection[str],
    builtins: NameTable,
    types: Mapping[str, FeelType],
) -> s.Node:
    """The tree of one expression. Raises ``FeelError``."""
    parser = Parser(text, names, members, builtins, types)
    return parser.whole(parser.expression())


def parse_unary_tests(
    text: str,
    names: Collection[str],
    members: Collection[str],
    builtins: NameTable,
    types: Mapping[str, FeelType],
) -> s.Tests:
    """The tree of a table cell. Raises ``FeelError``."""
    parser = Parser(text, [*names, "?"], members, builtins, types)
    tests = parser.unary_tests()
    parser.whole(tests)
    return tests


class Parser(TypeParser):
    """One pass over one text."""

    def __init__(
        self,
        text: str,
        names: Collection[str],
        members: Collection[str],
        builtins: NameTable,
        types: Mapping[str, FeelType],
    ) -> None:
        super().__init__(text, types)
        self._tried = 0
        self._bare_end = False
        self._members = fixed_table((*members, *_MEMBERS))
        self._own_members = NameTable()
        self._scope = Scope(builtins)
        self._scope.push_fixed(names)

    # -- entrances

    def whole(self, node: s.Node) -> s.Node:
        """The node, if the text ends here and the tree is not too deep."""
        if self._token.kind is not Kind.END:
            raise self._error(self._leftover())
        if s.height(node) > MAX_HEIGHT:
            raise FeelError(f"表达式嵌套太深，上限是 {MAX_HEIGHT} 层。", 1, self._text)
        return node

    def unary_tests(self) -> s.Tests:
        column = self._column()
        if self._token.kind is Kind.END:
            raise self._error("条件是空的；任何值都可以时写 - 。")
        if self._is("-") and self._tokens[self._at + 1].kind is Kind.END:
            self._at += 1
            return s.Tests(column, (), False)
        if self._is("not") and self._tokens[self._at + 1].text == "(":
            start = self._at
            self._at += 2
            tests = self._tests()
            self._expect(")")
            if self._at_end():
                return s.Tests(column, tests, True)
            self._at = start
        return s.Tests(column, self._tests(), False)

    def _tests(self) -> tuple[s.Node, ...]:
        tests = [self._test()]
        while self._take(","):
            tests.append(self._test())
        return tuple(tests)

    def _test(self) -> s.Node:
        return self._comparison_range() if self._is(*_COMPARISONS) else self.expression()

    def _comparison_range(self) -> s.Node:
        column = self._column()
        operator = self._expect(*_COMPARISONS).text
        bound = self.expression(COMPARE)
        return s.RangeOf(column, operator, bound, bound, operator in ("=", ">="), operator in ("=", "<="))

    # -- Pratt

    def expression(self, power: int = 0) -> s.Node:
        self._enter()
        self._tried += 1
        if self._tried > MAX_TRIES:
            raise self._error("表达式太复杂，请拆成几个。")
        left = self._prefix()
        while (longer := self._infix(left, power)) is not None:
            left = longer
        self._nesting -= 1
        return left

    def _infix(self, left: s.Node, power: int) -> s.Node | None:
        text, column = self._token.text, self._column()
        if self._token.kind not in (Kind.SIGN, Kind.WORD):
            return None
        if text in ("and", "or"):
            return self._logic(left, text, power)
        if text in ("between", "in") and power < COMPARE:
            self._at += 1
            return self._between(left, column) if text == "between" else self._in(left, column)
        if text == "instance" and power < INSTANCE:
            self._at += 1
            self._expect("of")
            return s.InstanceOf(column, left, self.type_())
        if text in _BINARY and power < _BINARY[text]:
            self._at += 1
            right = self.expression(_BINARY[text])
            made = s.Comparison if text in _COMPARISONS else s.Arithmetic
            return made(column, text, left, right)
        return self._postfix(left, text, column) if power < POSTFIX else None

    def _logic(self, left: s.Node, text: str, power: int) -> s.Node | None:
        binding, column = (AND if text == "and" else OR), self._column()
        if power >= binding:
            return None
        operands = [left]
        while self._take(text):
            operands.append(self.expression(binding))
        return s.Logic(column, text, tuple(operands))

    def _between(self, left: s.Node, column: int) -> s.Node:
        low = self.expression(COMPARE)
        self._expect("and")
        return s.Between(column, left, low, self.expression(COMPARE))

    def _in(self, left: s.Node, column: int) -> s.Node:
        if self._is(*_COMPARISONS):
            return s.In(column, left, (self._comparison_range(),))
        if self._is("("):
            start = self._at
            self._at += 1
            tests = self._tests()
            if self._take(")") and (len(tests) > 1 or not self._goes_on()):
                return s.In(column, left, tests)
            # One test only: it may be an interval such as (1..5), or a term that goes on, such as (a) + 1.
            self._at = start
        return s.In(column, left, (self.expression(COMPARE),))

    def _goes_on(self) -> bool:
        return self._is(".", "[", "(", "instance", "+", "-", "*", "/", "**")

    def _postfix(self, left: s.Node, text: str, column: int) -> s.Node | None:
        if text == ".":
            self._at += 1
            return s.Path(column, left, self._member())
        if text == "[" and not self._bare_end:
            self._at += 1
            condition = self._filter_condition()
            self._expect("]")
            return s.Filter(column, left, condition)
        if text == "(":
            self._at += 1
            return self._call(left, column)
        return None

    def _filter_condition(self) -> s.Node:
        self._scope.push_table(self._members)
        self._scope.push_table(self._own_members)
        self._scope.push(["item"])
        bare, self._bare_end = self._bare_end, False
        condition = self.expression()
        self._bare_end = bare
        for _ in range(3):
            self._scope.pop()
        return condition

    def _member(self) -> str:
        tables = (self._members, self._own_members)
        found = max((table.longest(self._tokens, self._at) or ("", 0) for table in tables), key=lambda one: one[1])
        if found[1]:
            self._at += found[1]
            return found[0]
        if self._token.kind is not Kind.WORD:
            raise self._error(f"点号后面应为名称，{self._seen()}。")
        self._at += 1
        return self._tokens[self._at - 1].text

    def _call(self, callee: s.Node, column: int) -> s.Node:
        arguments: list[s.Node] = []
        names: list[str] = []
        bare, self._bare_end = self._bare_end, False
        while not self._is(")"):
            name = self._argument_name()
            if arguments and bool(name) != bool(names):
                raise self._error("函数的参数要么全部写名称，要么全部不写。")
            if name:
                names.append(name)
            arguments.append(self.expression())
            if not self._take(","):
                break
        self._expect(")")
        self._bare_end = bare
        return s.Call(column, callee, tuple(arguments), tuple(names))

    # -- prefix

    def _prefix(self) -> s.Node:
        token, column = self._token, self._column()
        if token.kind is Kind.NUMBER:
            self._at += 1
            return self._number(token, column)
        if token.kind is Kind.STRING:
            self._at += 1
            return s.Literal(column, unquote(token))
        if token.kind is Kind.SIGN:
            return self._prefix_sign(token.text, column)
        if token.kind is Kind.WORD:
            return self._prefix_word(token.text, column)
        raise self._error("表达式不完整。" if self._at else "表达式是空的。")

    def _number(self, token: Token, column: int) -> s.Node:
        value = NUMBERS.create_decimal(token.text)
        if not value.is_finite():
            raise self._error(f"数字“{token.text}”太大。", token)
        return s.Literal(column, value)

    def _prefix_sign(self, text: str, column: int) -> s.Node:
        if text in ("(", "[", "]"):
            return self._bracketed(text)
        self._at += 1
        if text == "-":
            return s.Negation(column, self.expression(NEGATE))
        if text == "{":
            return self._context(column)
        if text == "@" and self._token.kind is Kind.STRING:
            self._at += 1
            return self._at_literal(self._tokens[self._at - 1], column)
        self._at -= 1
        raise self._error(self._leftover())

    def _at_literal(self, token: Token, column: int) -> s.Node:
        value = read_literal(unquote(token))
        if isinstance(value, str):
            raise self._error(value, token)
        return s.Literal(column, value)

    def _prefix_word(self, text: str, column: int) -> s.Node:
        found = self._scope.longest(self._tokens, self._at)
        if found and (found[1] > 1 or text not in _KEYWORDS):
            self._at += found[1]
            if found[2] == 0:
                return s.BuiltinName(column, found[0])
            return s.Name(column, found[0])
        if text == "function" and self._tokens[self._at + 1].text == "(":
            self._at += 1
            return self._function(column)
        if text in ("if", "for", "some", "every"):
            self._at += 1
            return self._if(column) if text == "if" else self._loop(text, column)
        if text in _KEYWORDS:
            raise self._error(self._leftover())
        self._at += 1
        if text in _CONSTANTS:
            return s.Literal(column, _CONSTANTS[text])
        return s.Name(column, text)

    def _if(self, column: int) -> s.Node:
        condition = self.expression()
        self._expect("then")
        then = self.expression()
        self._expect("else")
        return s.If(column, condition, then, self.expression())

    def _loop(self, text: str, column: int) -> s.Node:
        iterations: list[s.Iteration] = []
        self._scope.push(["partial"] if text == "for" else [])
        while not iterations or self._take(","):
            iterations.append(self._iteration(iterations))
        self._expect("return" if text == "for" else "satisfies")
        body = self.expression()
        self._scope.pop()
        if text == "for":
            return s.For(column, tuple(iterations), body)
        return s.Quantified(column, text == "every", tuple(iterations), body)

    def _iteration(self, before: list[s.Iteration]) -> s.Iteration:
        column, start = self._column(), self._at
        while not self._is("in") and self._token.kind in (Kind.WORD, Kind.SIGN):
            self._at += 1
        if start == self._at:
            raise self._error(f"此处应为变量名，{self._seen()}。")
        name = self._slice(start, self._at)
        self._expect("in")
        domain = self.expression()
        end = self.expression() if self._take("..") else None
        self._scope.declare(name)
        return s.Iteration(column, name, domain, end)

    # -- brackets, contexts, functions

    def _bracketed(self, opening: str) -> s.Node:
        column = self._column()
        self._at += 1
        bare, self._bare_end = self._bare_end, False
        try:
            if opening == "[" and self._take("]"):
                return s.ListOf(column, ())
            if opening == "(" and self._is(*_COMPARISONS):
                node = self._comparison_range()
                self._expect(")")
                return node
            first = self.expression()
            if self._take(".."):
                return self._interval(column, opening, first)
            if opening == "]":
                raise self._error(f"区间中间应为 .. ，{self._seen()}。")
            return self._rest(column, opening, first)
        finally:
            self._bare_end = bare

    def _rest(self, column: int, opening: str, first: s.Node) -> s.Node:
        if opening == "(":
            self._expect(")")
            return first
        items = [first]
        while self._take(","):
            items.append(self.expression())
        self._expect("]")
        return s.ListOf(column, tuple(items))

    def _interval(self, column: int, opening: str, start: s.Node) -> s.Node:
        end = self._interval_end()
        closing = self._expect("]", ")", "[").text
        return s.RangeOf(column, "..", start, end, opening == "[", closing == "]")

    def _interval_end(self) -> s.Node:
        # In [a..b[ the last bracket closes the interval; in [a..b[1]] it opens a filter. Only trying tells.
        at, nesting = self._at, self._nesting
        try:
            end = self.expression()
            if self._is("]", ")", "["):
                return end
        except FeelError:
            pass
        self._at, self._nesting, self._bare_end = at, nesting, True
        end = self.expression()
        self._bare_end = False
        return end

    def _context(self, column: int) -> s.Node:
        keys: list[str] = []
        values: list[s.Node] = []
        self._scope.push([])
        bare, self._bare_end = self._bare_end, False
        while not self._is("}"):
            key = self._key(keys)
            self._expect(":")
            values.append(self.expression())
            keys.append(key)
            self._scope.declare(key)
            self._own_members.add(key)
            if not self._take(","):
                break
        self._expect("}")
        self._bare_end = bare
        self._scope.pop()
        return s.ContextOf(column, tuple(keys), tuple(values))

    def _key(self, keys: list[str]) -> str:
        token, start = self._token, self._at
        if token.kind is Kind.STRING:
            self._at += 1
            key = unquote(token)
        else:
            while not self._is(":", ",", "}", "{") and self._token.kind not in (Kind.END, Kind.STRING):
                self._at += 1
            if start == self._at:
                raise self._error(f"此处应为名称，{self._seen()}。")
            key = self._slice(start, self._at)
        if key in keys:
            raise self._error(f"名称“{key}”在同一个上下文中出现了两次。", token)
        return key

    def _function(self, column: int) -> s.Node:
        self._expect("(")
        names: list[str] = []
        types: list[FeelType] = []
        while not self._is(")"):
            start = self._at
            while not self._is(":", ",", ")") and self._token.kind in (Kind.WORD, Kind.SIGN):
                self._at += 1
            if start == self._at:
                raise self._error(f"此处应为参数名，{self._seen()}。")
            names.append(self._slice(start, self._at))
            types.append(self.type_() if self._take(":") else ANY)
            if not self._take(","):
                break
        self._expect(")")
        if self._is("external"):
            raise self._error("不支持外部函数（external）：规则只能用 FEEL 写。")
        self._scope.push(names)
        body = self.expression()
        self._scope.pop()
        return s.FunctionOf(column, tuple(names), tuple(types), body)


def is_name(text: str) -> bool:
    """Whether a text can be used as a name in FEEL."""
    parts = words(text)
    return bool(parts) and not parts[0][0].isdigit() and parts[0] not in _CONSTANTS
