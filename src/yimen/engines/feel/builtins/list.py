"""Lists: counting and statistics, membership, building new ones from old."""

from __future__ import annotations

from decimal import Decimal

from yimen.engines.feel.arithmetic import calculate
from yimen.engines.feel.compare import equal, order
from yimen.engines.feel.runtime import Run
from yimen.engines.feel.values import NUMBERS, Function, Value, number

from .registry import builtin


@builtin("count", "list: list")
def count(run: Run, items: list[Value]) -> Value:
    return Decimal(len(items))


@builtin("list contains", "list: list, element: any")
def list_contains(run: Run, items: list[Value], element: Value) -> Value:
    run.weigh(items, element)
    return any(equal(item, element) is True for item in items)


def _extreme(run: Run, items: list[Value], wanted: int, name: str) -> Value:
    if not items:
        return run.doubt(f"函数 {name} 的列表是空的。")
    best = items[0]
    for item in items:
        found = order(item, best)
        if found is None:
            return run.doubt(f"函数 {name} 的列表中有不能比较大小的值。")
        best = item if found == wanted else best
    return best


@builtin("min", "*list: any")
def minimum(run: Run, items: list[Value]) -> Value:
    return _extreme(run, items, -1, "min")


@builtin("max", "*list: any")
def maximum(run: Run, items: list[Value]) -> Value:
    return _extreme(run, items, 1, "max")


def _numbers(run: Run, items: list[Value], name: str) -> list[Decimal] | None:
    numbers = [item for item in items if isinstance(item, Decimal)]
    if len(numbers) != len(items):
        return run.doubt(f"函数 {name} 的列表中应只有数字。")
    return numbers or run.doubt(f"函数 {name} 的列表是空的。")


@builtin("sum", "*list: any")
def total(run: Run, items: list[Value]) -> Value:
    if not items:
        return run.doubt("函数 sum 的列表是空的。")
    if any(isinstance(item, str) for item in items):
        return run.doubt("函数 sum 的列表中应只有数字。")
    result = items[0] if not isinstance(items[0], bool) else None
    for item in items[1:]:
        result = calculate("+", result, item, run)
    return result if len(items) > 1 or isinstance(result, Decimal) else _alone(run, result)


def _alone(run: Run, value: Value) -> Value:
    return calculate("+", value, value, run) and value


@builtin("mean", "*list: any")
def mean(run: Run, items: list[Value]) -> Value:
    numbers = _numbers(run, items, "mean")
    return numbers and number(NUMBERS.divide(_sum(numbers), Decimal(len(numbers))))


def _sum(numbers: list[Decimal]) -> Decimal:
    result = Decimal(0)
    for item in numbers:
        result = NUMBERS.add(result, item)
    return result


@builtin("product", "*list: any")
def product(run: Run, items: list[Value]) -> Value:
    numbers = _numbers(run, items, "product")
    if numbers is None:
        return None
    result = Decimal(1)
    for item in numbers:
        result = NUMBERS.multiply(result, item)
    found = number(result)
    return run.doubt("函数 product 的结果不是有限的数字。") if found is None else found


@builtin("median", "*list: any")
def median(run: Run, items: list[Value]) -> Value:
    numbers = _numbers(run, items, "median")
    if numbers is None:
        return None
    ordered, middle = sorted(numbers), len(numbers) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return number(NUMBERS.divide(NUMBERS.add(ordered[middle - 1], ordered[middle]), Decimal(2)))


@builtin("stddev", "*list: any")
def stddev(run: Run, items: list[Value]) -> Value:
    numbers = _numbers(run, items, "stddev")
    if numbers is None:
        return None
    if len(numbers) < 2:
        return run.doubt("函数 stddev 的列表至少要有两个数字。")
    average = NUMBERS.divide(_sum(numbers), Decimal(len(numbers)))
    squares = [NUMBERS.power(NUMBERS.subtract(item, average), Decimal(2)) for item in numbers]
    return number(NUMBERS.sqrt(NUMBERS.divide(_sum(squares), Decimal(len(numbers) - 1))))


@builtin("mode", "*list: any")
def mode(run: Run, items: list[Value]) -> Value:
    if not items:
        return []
    numbers = _numbers(run, items, "mode")
    if numbers is None:
        return None
    counts: dict[Decimal, int] = {}
    for item in numbers:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values())
    return sorted(item for item, times in counts.items() if times == most)


def _kleene(run: Run, items: list[Value], decisive: bool, name: str) -> Value:
    answer: bool | None = not decisive
    if items == [None]:
        return run.doubt(f"函数 {name} 的列表没有值。")
    for item in items:
        if item is decisive:
            return decisive
        if item is not (not decisive):
            answer = None
            if item is not None:
                run.doubt(f"函数 {name} 的列表中应只有真假值。")
    return answer


@builtin("all", "*list: any")
def all_true(run: Run, items: list[Value]) -> Value:
    return _kleene(run, items, False, "all")


@builtin("any", "*list: any")
def any_true(run: Run, items: list[Value]) -> Value:
    return _kleene(run, items, True, "any")


def _index(run: Run, items: list[Value], position: Decimal, name: str) -> int | None:
    at = int(position)
    if at == 0 or abs(at) > len(items):
        return run.doubt(f"函数 {name} 的位置不在列表之内。")
    return at - 1 if at > 0 else len(items) + at


@builtin("sublist", "list: list, start position: number, length?: number|null")
def sublist(run: Run, items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    begin = _index(run, items, start, "sublist")
    if begin is None:
        return None
    if length is None:
        return items[begin:]
    if length < 0 or begin + int(length) > len(items):
        return run.doubt("函数 sublist 的长度超出了列表。")
    return items[begin : begin + int(length)]


@builtin("append", "**list: any")
def append(run: Run, arguments: list[Value]) -> Value:
    if not arguments or arguments[0] is None:
        return run.doubt("函数 append 没有列表。")
    first = arguments[0] if isinstance(arguments[0], list) else [arguments[0]]
    run.spend(len(first))
    return [*first, *arguments[1:]]


def _joined(run: Run, lists: list[Value]) -> list[Value] | None:
    if any(items is None for items in lists):
        return run.doubt("要连接的列表中有一个没有值。")
    joined: list[Value] = []
    for items in lists:
        joined.extend(items if isinstance(items, list) else [items])
        run.spend(len(joined))
    return joined


@builtin("concatenate", "**list: any")
def concatenate(run: Run, lists: list[Value]) -> Value:
    return _joined(run, lists)


@builtin("insert before", "list: list, position: number, newItem: any")
def insert_before(run: Run, items: list[Value], position: Decimal, item: Value) -> Value:
    at = _index(run, items, position, "insert before")
    return None if at is None else [*items[:at], item, *items[at:]]


@builtin("remove", "list: list, position: number")
def remove(run: Run, items: list[Value], position: Decimal) -> Value:
    at = _index(run, items, position, "remove")
    return None if at is None else [*items[:at], *items[at + 1 :]]


@builtin("reverse", "list: list")
def reverse(run: Run, items: list[Value]) -> Value:
    return items[::-1]


@builtin("index of", "list: list, match: any")
def index_of(run: Run, items: list[Value], match: Value) -> Value:
    run.weigh(items, match)
    return [Decimal(at) for at, item in enumerate(items, start=1) if equal(item, match) is True]


def _distinct(run: Run, items: list[Value]) -> list[Value]:
    run.weigh(items)
    kept: list[Value] = []
    for item in items:
        run.spend(len(kept))
        if not any(equal(item, other) is True for other in kept):
            kept.append(item)
    return kept


@builtin("distinct values", "list: list")
def distinct_values(run: Run, items: list[Value]) -> Value:
    return _distinct(run, items)


@builtin("union", "**list: any")
def union(run: Run, lists: list[Value]) -> Value:
    joined = _joined(run, lists)
    return None if joined is None else _distinct(run, joined)


@builtin("flatten", "list: list")
def flatten(run: Run, items: list[Value]) -> Value:
    flat: list[Value] = []
    for item in items:
        run.spend()
        inner = flatten(run, item) if isinstance(item, list) else [item]
        flat.extend(inner if isinstance(inner, list) else [])
    return flat


@builtin("list replace", "list: list, position: number, newItem: any")
def list_replace(run: Run, items: list[Value], position: Decimal, item: Value) -> Value:
    at = _index(run, items, position, "list replace")
    return None if at is None else [*items[:at], item, *items[at + 1 :]]


@builtin("list replace", "list: list, match: function, newItem: any")
def list_replace_matching(run: Run, items: list[Value], match: Function, item: Value) -> Value:
    replaced: list[Value] = []
    for old in items:
        run.spend()
        found = match.call(run, [old, item])
        if not isinstance(found, bool):
            return run.doubt("函数 list replace 的 match 应回答真或假。")
        replaced.append(item if found else old)
    return replaced


@builtin("is empty", "list: list")
def is_empty(run: Run, items: list[Value]) -> Value:
    return not items


@builtin("partition", "list: list, size: number")
def partition(run: Run, items: list[Value], size: Decimal) -> Value:
    if size < 1:
        return run.doubt("函数 partition 的大小应不小于 1。")
    return [items[at : at + int(size)] for at in range(0, len(items), int(size))]
