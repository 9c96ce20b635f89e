"""rules.dmn: rows of decision tables by what they say, other decisions by their id."""

from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from yimen.engines.dmn.model import Rule, Table
from yimen.engines.service.diff.model import Change, short
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
            yield _told("added", place, f"新增决策表“{new[id].name or id}”，{len(new[id].rules)} 行")
        elif id not in new:
            yield _told("removed", place, f"删去决策表“{old[id].name or id}”")
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
    name = f"决策表“{new.name or place.partition('#')[2]}”"
    was, now = _policy(old), _policy(new)
    if was != now:
        yield _told("changed", place, f"{name}的命中方式从“{was}”改成“{now}”", was, now)
    columns, others = [one.text for one in old.inputs], [one.text for one in new.inputs]
    if columns != others:
        told = f"{name}看的条件从“{'、'.join(columns)}”改成“{'、'.join(others)}”"
        yield _told("changed", place, told, "、".join(columns), "、".join(others))
    outputs, results = [one.name for one in old.outputs], [one.name for one in new.outputs]
    if outputs != results:
        yield _told("changed", place, f"{name}给出的结果从“{'、'.join(outputs)}”改成“{'、'.join(results)}”")
    yield from _rows(place, name, old, new)


def _rows(place: str, name: str, old: Table, new: Table) -> Iterator[Change]:
    pairs = _matched(old.rules, new.rules)
    taken = {was.position for was, _ in pairs}
    for row in new.rules:
        was = next((one for one, now in pairs if now.position == row.position), None)
        where = f"{place}/{row.position}"
        if was is None:
            yield _told("added", where, f"{name}新增第 {row.position} 行：{_said(row, new)}", "", _said(row, new))
        elif _content(was) != _content(row):
            told = f"{name}第 {row.position} 行：{_how(was, row)}"
            yield _told("changed", where, told, _said(was, old), _said(row, new))
    for row in old.rules:
        if row.position not in taken:
            told = f"{name}删去原来的第 {row.position} 行：{_said(row, old)}"
            yield _told("removed", f"{place}/-{row.position}", told, _said(row, old))
    order = [was.position for was, _ in sorted(pairs, key=lambda pair: pair[1].position)]
    if order != sorted(order):
        yield _told("moved", place, f"{name}的行换了次序")


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


def _how(was: Rule, now: Rule) -> str:
    parts = []
    if was.texts != now.texts:
        parts.append(f"条件从“{_cells(was.texts)}”改成“{_cells(now.texts)}”")
    if was.output_texts != now.output_texts:
        parts.append(f"结果从“{_cells(was.output_texts)}”改成“{_cells(now.output_texts)}”")
    for key in sorted({*was.annotations, *now.annotations}):
        before, after = was.annotations.get(key, ""), now.annotations.get(key, "")
        if before != after:
            parts.append(f"{key}从“{short(before)}”改成“{short(after)}”")
    return "；".join(parts)


def _said(row: Rule, table: Table) -> str:
    tests = [
        f"{column.text} {text}"
        for column, text in zip(table.inputs, row.texts, strict=False)
        if text.strip() not in ("", "-")
    ]
    told = "、".join(row.annotations[key] for key in ("说明",) if row.annotations.get(key))
    return short(f"{'，'.join(tests) or '其他情况'} → {_cells(row.output_texts)}{f'（{told}）' if told else ''}", 160)


def _cells(texts: Sequence[str]) -> str:
    return short("，".join(one.strip() for one in texts), 100)


def _policy(table: Table) -> str:
    return _POLICIES.get(table.hit_policy, table.hit_policy) + table.aggregation


def _others(before: Service, after: Service) -> Iterator[Change]:
    """Decisions and named functions that are no table: expressions, contexts."""
    old, new = _expressions(before.files), _expressions(after.files)
    for id in [*new, *(one for one in old if one not in new)]:
        place, name = f"{FILE}#{id}", f"“{(new.get(id) or old[id])[0]}”"
        if id not in old:
            yield _told("added", place, f"新增计算{name}", "", new[id][1])
        elif id not in new:
            yield _told("removed", place, f"删去计算{name}", old[id][1], "")
        elif old[id] != new[id]:
            yield _told("changed", place, f"计算{name}改了", old[id][1], new[id][1])


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


def _told(kind: object, place: str, sentence: str, before: str = "", after: str = "") -> Change:
    return Change("rule", kind, place, sentence, before, after, is_public=False)  # type: ignore[arg-type]
