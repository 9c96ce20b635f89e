"""Properties over random texts and values: no crash, and agreement with what Python computes exactly."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.engines.feel import DaysTime, Evaluation, FeelError, compile_expression, compile_unary_tests, write
from yimen.engines.feel.builtins import FUNCTIONS

_SIGNS = "( ) [ ] ]..[ { } , : . .. + - * / ** = != < <= > >= -1 0 1 2.5 1E6000 ?"
_WORDS = (
    "and or if then else for in return some every satisfies between instance of number list<number> string function(x) "
    "null true false x y 年龄 item partial {a:1} [1,2] [1..3] .year .start not("
)
_TEXT_LITERALS = '"a" "" "(" @"2026-01-31" @"10:00:00Z" @"P1D" @"P1M" @"2026-01-01T00:00:00@Asia/Shanghai"'
_PIECES = st.sampled_from(
    [*_SIGNS.split(), *_WORDS.split(), *_TEXT_LITERALS.split(), *(f"{name}(" for name in FUNCTIONS)]
)
_TEXTS = st.lists(_PIECES, max_size=14).map(" ".join) | st.text(max_size=40)
_NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | _NUMBERS
    | st.integers()
    | st.text(max_size=5)
    | st.dates()
    | st.times()
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=400, deadline=None)
@given(_TEXTS, _VALUES, _VALUES)
def test_any_text_is_refused_or_yields_a_value(text: str, x: object, y: object) -> None:
    try:
        expression = compile_expression(text, ["x", "y", "年龄"])
    except FeelError as error:
        assert error.sentence
        assert error.column >= 1
        return
    found = expression.evaluate({"x": x, "y": y, "年龄": 20})
    assert isinstance(found, Evaluation)
    assert isinstance(write(found.value), str)


@settings(max_examples=200, deadline=None)
@given(_TEXTS, _VALUES, _VALUES)
def test_any_cell_is_refused_or_tells(text: str, value: object, x: object) -> None:
    try:
        tests = compile_unary_tests(text, ["x"])
    except FeelError:
        return
    assert isinstance(tests.evaluate(value, {"x": x}), Evaluation)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(FUNCTIONS)), st.sampled_from(sorted(FUNCTIONS)), _VALUES, _VALUES)
def test_no_built_in_and_no_operator_crashes_on_any_value(one: str, two: str, x: object, y: object) -> None:
    operations = "x + y, x - y, x * y, x / y, x ** 2, -x, x < y, x = y, x in y, x[1], x.year, string(x)"
    text = f"[{one}(x), {two}(x, y), {one}(x, y, 2), {operations}]"
    assert isinstance(compile_expression(text, ["x", "y"]).evaluate({"x": x, "y": y}), Evaluation)


@given(_NUMBERS, _NUMBERS)
def test_arithmetic_is_decimal(x: Decimal, y: Decimal) -> None:
    found = compile_expression("[x + y, x - y, x * y, x < y]", ["x", "y"]).evaluate({"x": x, "y": y})
    assert found.value == [x + y, x - y, x * y, x < y]


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(-50, 50), st.booleans(), st.booleans())
def test_a_range_holds_what_lies_between_its_bounds(low: int, high: int, value: int, closed: bool, shut: bool) -> None:
    if low > high:
        low, high = high, low
    cell = f"{'[' if closed else '('}{low}..{high}{']' if shut else ')'}"
    above = value >= low if closed else value > low
    below = value <= high if shut else value < high
    assert compile_unary_tests(cell).evaluate(value, {}).value is (above and below)


@given(st.dates(date(1, 1, 2), date(9998, 1, 1)), st.integers(0, 300_000))
def test_adding_days_and_taking_the_difference_agree(day: date, days: int) -> None:
    if day + timedelta(0) > date(9998, 1, 1) - timedelta(days=days):
        return
    scope = {"day": day, "span": DaysTime(days * 86_400 * 10**9)}
    assert compile_expression("(day + span) - day = span", scope.keys()).evaluate(scope).value is True


@given(st.text())
def test_a_text_survives_being_written_and_read(text: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in text):
        return
    assert compile_expression(write(text, True)).evaluate({}).value == text
