"""rules.dmn: rows of decision tables by what they say, other decisions by their id."""

from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from yimen.engines.dmn.model import Rule, Table
from yimen.engines.service.diff.model import Change, Kind
from yimen.engines.service.diff.words import Listed, Short, Words, in_chinese, message
from yimen.engines.service.model import Service

FILE = "rules.dmn"
_POLICIES = {
    "U": "只能一行成立",
    "A": "成立的几行要一样",
    "P": "按优先的取",
    "F": "取第一行",
    "R": "按次序全取",
    "O": "按优先的次序全取",
    "C": "全取",
}


def changes(before: Service, after: Service) -> Iterator[Change]:
    """Tables, rows and other decisions. All of it is for those who work on cases, and for the record."""
    old, new = _tables(before), _tables(after)
    for id in [*new, *(one for one in old if one not in new)]:
        place = f"{FILE}#{id}"
        if id not in old:
            count = str(len(new[id].rules))
            words = message("新增决策表“%(name)s”，%(count)s 行", name=new[id].name or id, count=count)
            yield _told("added", place, words)
        elif id not in new:
            yield _told("removed", place, message("删去决策表“%(name)s”", name=old[id].name or id))
        else:
            yield from _table(place, old[id], new[id])
    yield from _others(before, after)


def _tables(service: Service) -> dict[str, Table]:
    decisions = {one.id: one for one in service.model.decisions.values()}
    found: dict[str, Table] = {}
    for id, decision in decisions.items():
        for at, table in enumerate(decision.tables):
            found[id if at == 0 else f"{id}/{at + 1}"] = table
    return found


def _table(place: str, old: Table, new: Table) -> Iterator[Change]:
    name = message("决策表“%(name)s”", name=new.name or place.partition("#")[2])
    was, now = _policy(old), _policy(new)
    if was != now:
        words = message("%(place)s的命中方式从“%(was)s”改成“%(now)s”", place=name, was=was, now=now)
        yield _told("changed", place, words, in_chinese(was), in_chinese(now))
    columns, others = [one.text for one in old.inputs], [one.text for one in new.inputs]
    if columns != others:
        was, now = Listed(tuple(columns), "、"), Listed(tuple(others), "、")
        words = message("%(place)s看的条件从“%(was)s”改成“%(now)s”", place=name, was=was, now=now)
        yield _told("changed", place, words, in_chinese(was), in_chinese(now))
    outputs, results = [one.name for one in old.outputs], [one.name for one in new.outputs]
    if outputs != results:
        was, now = Listed(tuple(outputs), "、"), Listed(tuple(results), "、")
        yield _told(
            "changed", place, message("%(place)s给出的结果从“%(was)s”改成“%(now)s”", place=name, was=was, now=now)
        )
    yield from _rows(place, name, old, new)


def _rows(place: str, name: Words, old: Table, new: Table) -> Iterator[Change]:
    pairs = _matched(old.rules, new.rules)
    taken = {was.position for was, _ in pairs}
    for row in new.rules:
        was = next((one for one, now in pairs if now.position == row.position), None)
        where = f"{place}/{row.position}"
        if was is None:
            said = _said(row, new)
            words = message("%(place)s新增第 %(row)s 行：%(now)s", place=name, row=str(row.position), now=said)
            yield _told("added", where, words, "", in_chinese(said))
        elif _content(was) != _content(row):
            how = Listed(tuple(_how(was, row)), "；")
            words = message("%(place)s第 %(row)s 行：%(how)s", place=name, row=str(row.position), how=how)
            yield _told("changed", where, words, in_chinese(_said(was, old)), in_chinese(_said(row, new)))
    for row in old.rules:
        if row.position not in taken:
            said = _said(row, old)
            words = message("%(place)s删去原来的第 %(row)s 行：%(was)s", place=name, row=str(row.position), was=said)
            yield _told("removed", f"{place}/-{row.position}", words, in_chinese(said))
    order = [was.position for was, _ in sorted(pairs, key=lambda pair: pair[1].position)]
    if order != sorted(order):
        yield _told("moved", place, message("%(place)s的行换了次序", place=name))


def _matched(old: Sequence[Rule], new: Sequence[Rule]) -> list[tuple[Rule, Rule]]:
    """Rows that are the same row: first those that say the same, then by tests, by annotations, by id."""
    left, free, pairs = list(old), list(new), list[tuple[Rule, Rule]]()
    for same in (
        _content,
        lambda row: row.texts,
        lambda row: _notes(row) or (row.position, row.id),
        lambda row: row.id,
    ):
        for now in list(free):
            was = next((one for one in left if same(one) and same(one) == same(now)), None)
            if was is not None:
                pairs.append((was, now))
                left.remove(was)
                free.remove(now)
    return pairs


def _content(row: Rule) -> tuple[object, ...]:
    return (row.texts, row.output_texts, _notes(row))


def _notes(row: Rule) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(row.annotations.items()))


def _how(was: Rule, now: Rule) -> Iterator[Words]:
    if was.texts != now.texts:
        yield _turned("条件", _cells(was.texts), _cells(now.texts))
    if was.output_texts != now.output_texts:
        yield _turned("结果", _cells(was.output_texts), _cells(now.output_texts))
    for key in sorted({*was.annotations, *now.annotations}):
        before, after = was.annotations.get(key, ""), now.annotations.get(key, "")
        if before != after:
            yield _turned(key, Short(before), Short(after))


def _turned(what: str, was: Words, now: Words) -> Words:
    return message("%(place)s从“%(was)s”改成“%(now)s”", place=what, was=was, now=now)


def _said(row: Rule, table: Table) -> Words:
    tests = [
        f"{column.text} {text}"
        for column, text in zip(table.inputs, row.texts, strict=False)
        if text.strip() not in ("", "-")
    ]
    condition: Words = Listed(tuple(tests), "，") if tests else "其他情况"
    words = message("%(condition)s → %(result)s", condition=condition, result=_cells(row.output_texts))
    if note := row.annotations.get("说明"):
        words = message("%(row)s（%(note)s）", row=words, note=note)
    return Short(words, 160)


def _cells(texts: Sequence[str]) -> Words:
    return Short(Listed(tuple(one.strip() for one in texts), "，"), 100)


def _policy(table: Table) -> Words:
    return Listed((_POLICIES.get(table.hit_policy, table.hit_policy), table.aggregation), "")


def _others(before: Service, after: Service) -> Iterator[Change]:
    """Decisions and named functions that are no table: expressions, contexts."""
    old, new = _expressions(before.files), _expressions(after.files)
    for id in [*new, *(one for one in old if one not in new)]:
        place, name = f"{FILE}#{id}", message("计算“%(name)s”", name=(new.get(id) or old[id])[0])
        if id not in old:
            yield _told("added", place, message("新增%(place)s", place=name), "", new[id][1])
        elif id not in new:
            yield _told("removed", place, message("删去%(place)s", place=name), old[id][1], "")
        elif old[id] != new[id]:
            yield _told("changed", place, message("%(place)s改了", place=name), old[id][1], new[id][1])


def _expressions(files: Mapping[str, bytes]) -> dict[str, tuple[str, str]]:
    """By id: the name and all text of a decision or function that holds no table."""
    if FILE not in files:
        return {}
    # The reader of decision models has refused what would be dangerous to parse before there was a service.
    root = ElementTree.fromstring(files[FILE])  # noqa: S314
    found = {}
    for element in root:
        kind = element.tag.rpartition("}")[2]
        if kind in ("decision", "businessKnowledgeModel") and not any(
            "decisionTable" in one.tag for one in element.iter()
        ):
            texts = [one.text.strip() for one in element.iter() if one.tag.endswith("}text") and one.text]
            names = [
                one.get("name", "") for one in element.iter() if one.tag.endswith(("}variable", "}formalParameter"))
            ]
            found[element.get("id", "")] = (element.get("name", ""), "\n".join([*texts, *names[1:]]))
    return found


def _told(kind: Kind, place: str, words: Words, before: str = "", after: str = "") -> Change:
    return Change("rule", kind, place, words, before, after, is_public=False)
