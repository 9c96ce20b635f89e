"""Texts: parts, cases, search, regular expressions. Characters count as Unicode code points."""

import re
from collections.abc import Iterator
from decimal import Decimal

from yimen.engines.feel.backtrack import Match
from yimen.engines.feel.patterns import Pattern, PatternError, compiled, replacement
from yimen.engines.feel.runtime import Run
from yimen.engines.feel.values import Value

from .registry import builtin


@builtin("substring", "string: string, start position: number, length?: number|null")
def substring(run: Run, string: str, start: Decimal, length: Decimal | None = None) -> Value:
    first = int(start)
    if first == 0 or abs(first) > len(string):
        return run.doubt("函数 substring 的起始位置不在文本之内。")
    begin = first - 1 if first > 0 else len(string) + first
    if length is None:
        return string[begin:]
    if length < 1:
        return run.doubt("函数 substring 的长度应不小于 1。")
    return string[begin : begin + int(length)]


@builtin("string length", "string: string")
def string_length(run: Run, string: str) -> Value:
    return Decimal(len(string))


@builtin("upper case", "string: string")
def upper_case(run: Run, string: str) -> Value:
    return string.upper()


@builtin("lower case", "string: string")
def lower_case(run: Run, string: str) -> Value:
    return string.lower()


@builtin("trim", "string: string")
def trim(run: Run, string: str) -> Value:
    return string.strip()


@builtin("substring before", "string: string, match: string")
def substring_before(run: Run, string: str, match: str) -> Value:
    return string.partition(match)[0] if match and match in string else ""


@builtin("substring after", "string: string, match: string")
def substring_after(run: Run, string: str, match: str) -> Value:
    return string.partition(match)[2] if match else string


@builtin("contains", "string: string, match: string")
def contains(run: Run, string: str, match: str) -> Value:
    return match in string


@builtin("starts with", "string: string, match: string")
def starts_with(run: Run, string: str, match: str) -> Value:
    return string.startswith(match)


@builtin("ends with", "string: string, match: string")
def ends_with(run: Run, string: str, match: str) -> Value:
    return string.endswith(match)


def _pattern(run: Run, string: str, pattern: str, flags: str | None) -> Pattern | None:
    run.spend(len(string))
    try:
        found = compiled(pattern, flags or "")
    except PatternError as error:
        return run.doubt(str(error))
    return found if len(string) <= found.longest else run.doubt("用正则式查找的文本太长。")


def _matches_of(run: Run, pattern: Pattern, string: str) -> Iterator[re.Match[str] | Match]:
    """All matches from left to right. The pattern matches no empty text."""
    at = 0
    while (match := pattern.search(string, at, run.spend)) is not None:
        yield match
        at = max(match.end(), match.start() + 1)


@builtin("matches", "input: string, pattern: string, flags?: string|null")
def matches(run: Run, string: str, pattern: str, flags: str | None = None) -> Value:
    found = _pattern(run, string, pattern, flags)
    return found and found.search(string, 0, run.spend) is not None


@builtin("replace", "input: string, pattern: string, replacement: string, flags?: string|null")
def replace(run: Run, string: str, pattern: str, by: str, flags: str | None = None) -> Value:
    found = _pattern(run, string, pattern, flags)
    if found is None:
        return None
    if found.search("", 0, run.spend) is not None:
        return run.doubt("函数 replace 的正则式不能匹配空文本。")
    try:
        pieces: list[str | int] = [by] if "q" in (flags or "") else replacement(by, found.regex.groups)
    except PatternError as error:
        return run.doubt(str(error))
    out, position = [], 0
    for match in _matches_of(run, found, string):
        out.append(string[position : match.start()])
        out.extend([piece if isinstance(piece, str) else match.group(piece) or "" for piece in pieces])
        position = match.end()
        run.spend(len(pieces))
    return run.text("".join([*out, string[position:]]))


@builtin("split", "string: string, delimiter: string")
def split(run: Run, string: str, delimiter: str) -> Value:
    found = _pattern(run, string, delimiter, None)
    if found is None:
        return None
    if found.search("", 0, run.spend) is not None:
        return run.doubt("函数 split 的分隔式不能匹配空文本。")
    parts, position = [], 0
    for match in _matches_of(run, found, string):
        parts.append(string[position : match.start()])
        position = match.end()
    return [*parts, string[position:]]


@builtin("string join", "list: list, delimiter?: string|null")
def string_join(run: Run, items: list[Value], delimiter: str | None = None) -> Value:
    present = [item for item in items if item is not None]
    texts = [item for item in present if isinstance(item, str)]
    if len(texts) != len(present):
        return run.doubt("函数 string join 的列表中应只有文本。")
    return run.text((delimiter or "").join(texts))
