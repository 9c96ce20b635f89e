"""form.json: questions by key."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from yimen.engines.service.diff.model import Change
from yimen.engines.service.diff.words import Listed, Short, Words, in_chinese, message

FILE = "form.json"
_LABELS = {
    "label": "问题",
    "type": "填法",
    "required": "必填",
    "required_when": "什么情况必填",
    "ask_when": "什么情况才问",
    "hint": "提示",
    "options": "选项",
    "options_from": "选项的来源",
    "min": "最小",
    "max": "最大",
    "max_length": "最多几个字",
    "columns": "表格的列",
    "prefill": "自动带出",
    "locked": "不能改",
    "section": "在哪一页",
    "use": "用在哪里",
    "purpose": "为什么问",
}


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Change]:
    """Questions that came, went or are asked otherwise; rules between answers; pages."""
    old, new = _read(before), _read(after)
    yield from _questions(_by_key(old), _by_key(new))
    yield from _listed(old, new, "checks", "id", "填表时的核对", "sentence")
    yield from _listed(old, new, "derived", "key", "算出来的值", "key")
    yield from _listed(old, new, "sections", "id", "一页", "title")


def _read(files: Mapping[str, bytes]) -> dict[str, Any]:
    return dict(json.loads(files.get(FILE, b"{}")))


def _by_key(form: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Of a joint form a question that comes from a part is known by where it comes from."""
    return {
        str(one.get("key") or one.get("from")): {**one, "section": section.get("title", "")}
        for section in form.get("sections", [])
        for one in section.get("fields", [])
    }


def _questions(old: Mapping[str, dict[str, Any]], new: Mapping[str, dict[str, Any]]) -> Iterator[Change]:
    for key in [*new, *(one for one in old if one not in new)]:
        place = f"{FILE}#fields/{key}"
        if key not in old:
            yield Change("question", "added", place, message("多问一个：“%(name)s”", name=_title(new[key], key)))
        elif key not in new:
            yield Change("question", "removed", place, message("不再问“%(name)s”", name=_title(old[key], key)))
        else:
            yield from _one(place, key, old[key], new[key])


def _one(place: str, key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for part in [*new, *(one for one in old if one not in new)]:
        if old.get(part) != new.get(part):
            was, now = _words(old.get(part)), _words(new.get(part))
            what = message("“%(name)s”的%(label)s", name=_title(new, key), label=_LABELS.get(part, part))
            public = part not in ("use", "purpose", "prefill")
            texts = in_chinese(was), in_chinese(now)
            yield Change("question", "changed", f"{place}/{part}", _turned(what, was, now), *texts, public)


def _listed(
    old: Mapping[str, Any], new: Mapping[str, Any], part: str, key: str, called: str, title: str
) -> Iterator[Change]:
    were = {str(one[key]): _bare(one) for one in old.get(part, [])}
    are = {str(one[key]): _bare(one) for one in new.get(part, [])}
    for id in [*are, *(one for one in were if one not in are)]:
        title_of = Short(str((are.get(id) or were[id]).get(title, id)))
        name, place = message("%(place)s“%(name)s”", place=called, name=title_of), f"{FILE}#{part}/{id}"
        if id not in were:
            words = message("新增%(place)s", place=name)
            yield Change("question", "added", place, words, is_public=part != "derived")
        elif id not in are:
            words = message("删去%(place)s", place=name)
            yield Change("question", "removed", place, words, is_public=part != "derived")
        elif were[id] != are[id]:
            texts = in_chinese(_words(were[id])), in_chinese(_words(are[id]))
            yield Change("question", "changed", place, message("%(place)s改了", place=name), *texts, part != "derived")


def _bare(one: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key != "fields"}


def _title(question: Mapping[str, Any], key: str) -> Words:
    return Short(str(question.get("label", key)))


def _turned(what: Words, was: Words, now: Words) -> Words:
    if not in_chinese(was):
        return message("%(place)s加上了“%(now)s”", place=what, now=Short(now))
    if not in_chinese(now):
        return message("%(place)s去掉了“%(was)s”", place=what, was=Short(was))
    return message("%(place)s从“%(was)s”改成“%(now)s”", place=what, was=Short(was), now=Short(now))


def _words(value: Any) -> Words:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        if "label" in value:
            return str(value["label"])
        pairs = (message("%(label)s %(value)s", label=key, value=_words(one)) for key, one in value.items())
        return Listed(tuple(pairs), "，")
    return Listed(tuple(map(_words, value)), "、") if isinstance(value, list) else str(value)
