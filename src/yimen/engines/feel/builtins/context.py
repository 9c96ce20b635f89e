"""Contexts: read, extend, merge, take apart, put together."""

from yimen.engines.feel.runtime import Run
from yimen.engines.feel.values import Value

from .registry import builtin


@builtin("get value", "m: context, key: string")
@builtin("get value", "context: context, key: string")
def get_value(run: Run, m: dict[str, Value], key: str) -> Value:
    return m[key] if key in m else run.doubt(f"上下文中没有“{key}”这一项。")


@builtin("get entries", "m: context")
def get_entries(run: Run, m: dict[str, Value]) -> Value:
    return [{"key": key, "value": value} for key, value in m.items()]


@builtin("context put", "context: context, key: string, value: any")
def put(run: Run, context: dict[str, Value], key: str, value: Value) -> Value:
    return {**context, key: value}


@builtin("context put", "context: context, keys: list, value: any")
def put_deep(run: Run, context: dict[str, Value], keys: list[Value], value: Value) -> Value:
    if not keys or not isinstance(keys[0], str):
        return run.doubt("函数 context put 的 keys 应为非空的文本列表。")
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner = context.get(keys[0], {})
    if not isinstance(inner, dict):
        return run.doubt(f"“{keys[0]}”不是上下文，不能在其中放入内容。")
    changed = put_deep(run, inner, keys[1:], value)
    return None if changed is None else {**context, keys[0]: changed}


@builtin("context merge", "contexts: list")
def merge(run: Run, contexts: list[Value]) -> Value:
    merged: dict[str, Value] = {}
    for context in contexts:
        if not isinstance(context, dict):
            return run.doubt("函数 context merge 的参数应为上下文的列表。")
        merged.update(context)
    return merged


@builtin("context", "entries: list")
def context_of(run: Run, entries: list[Value]) -> Value:
    made: dict[str, Value] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("key"), str) or "value" not in entry:
            return run.doubt("函数 context 的每一项都要有 key（文本）和 value。")
        if entry["key"] in made:
            return run.doubt(f"函数 context 的参数中“{entry['key']}”出现了两次。")
        made[entry["key"]] = entry["value"]
    return made
