"""Sorting by a function that says which of two comes first."""

from functools import cmp_to_key

from yimen.engines.feel.compare import compare_key, order
from yimen.engines.feel.runtime import Run
from yimen.engines.feel.values import Function, Value

from .registry import builtin


@builtin("sort", "list: list, precedes: function")
def sort(run: Run, items: list[Value], precedes: Function) -> Value:
    answers_all = True

    def compare(left: Value, right: Value) -> int:
        nonlocal answers_all
        run.spend()
        first = precedes.call(run, [left, right])
        if not isinstance(first, bool):
            answers_all = False
        if first is True:
            return -1
        return 1 if precedes.call(run, [right, left]) is True else 0

    ordered = sorted(items, key=cmp_to_key(compare))
    return ordered if answers_all else run.doubt("排序函数没有回答真或假。")


@builtin("sort", "list: list")
def sort_plain(run: Run, items: list[Value]) -> Value:
    kinds = {key[0] if (key := compare_key(item)) else None for item in items}
    if len(kinds) > 1 or None in kinds:
        return run.doubt("列表中的值不能互相比较大小，无法排序。")
    return sorted(items, key=cmp_to_key(lambda left, right: order(left, right) or 0))
