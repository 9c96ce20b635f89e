"""service.yaml: fields, and entries of its lists by what names them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yimen.engines.service import strict_yaml
from yimen.engines.service.diff.model import Change, Group, Kind
from yimen.engines.service.diff.words import Listed, Short, Words, in_chinese, message

FILE = "service.yaml"
LABELS: Mapping[str, str] = {
    "handling": "办理方式",
    "name": "名称",
    "name_en": "英文名称",
    "plain_name": "平常的叫法",
    "summary": "一句话说明",
    "phrases": "大家会怎么搜",
    "code": "编码",
    "department": "部门",
    "deciding_body": "实施机关",
    "region": "区域",
    "audience": "谁能办",
    "topics": "主题",
    "project_type": "办件类型",
    "review_kind": "审查方式",
    "visits": "跑几次",
    "where": "办理地点",
    "channels": "办理渠道",
    "legal_basis": "设定依据",
    "limits": "办理期限",
    "statutory": "法定期限",
    "promised": "承诺期限",
    "answer": "答复受理的期限",
    "deliver": "送达的期限",
    "modes": "不同情形的期限",
    "pauses": "不计时的程序",
    "extension": "延长",
    "correction": "补正的时间",
    "fee": "收费",
    "charge": "收不收费",
    "automation": "自动办理",
    "posts": "岗位",
    "facts": "核对的事实",
    "conditions": "条件",
    "situations": "情形引导",
    "materials": "材料",
    "no_materials": "不用交材料的说明",
    "no_blank_forms": "不用填表的说明",
    "inspections": "现场核查",
    "consults": "征求意见",
    "steps": "办理步骤",
    "documents": "出的文书",
    "results": "办理结果",
    "papers": "决定文书",
    "grant": "准予的依据和义务",
    "decision": "决定的叫法",
    "promise": "申请人的承诺",
    "contact": "联系人",
    "addressee": "文书写给谁",
    "not_accepted": "不予受理的情形",
    "refusals": "不予办理的情形",
    "faq": "常见问题",
    "remedies": "救济途径",
    "phones": "电话",
    "consult": "咨询电话",
    "complain": "投诉电话",
    "version": "版本号",
    "in_force_from": "起用日期",
    "in_force_to": "失效日期",
    "checked_on": "核对日期",
    "retention": "保管期限",
    "benefit": "给付",
    "after": "办好以后",
    "write_back": "写回登记库",
    "parts": "联办的部分",
    "value": "天数",
    "unit": "单位",
    "plain": "说明",
    "basis": "依据",
    "text": "文字",
    "note": "说明",
    "address": "地址",
    "hours": "时间",
    "link": "网址",
    "phone": "电话",
    "article": "条款",
    "document": "文件",
    "gist": "内容",
    "need": "要不要交",
    "when": "什么情况要",
    "source": "从哪里来",
    "obtain": "怎么取得",
    "blank": "空白表",
    "sample": "样张",
    "times": "次数",
    "reason": "原因",
    "who": "谁办",
    "limit": "天数",
    "sees": "看得到什么",
    "duty": "职责",
    "src": "来源",
    "a": "回答",
    "q": "问题",
}
# What only those who work on cases, or the machine, need to know.
_INSIDE = frozenset("posts facts inspections consults documents papers write_back addressee contact handling".split())
_INSIDE |= frozenset("format version retention automation".split())
_NAMES = ("id", "n", "name", "task", "step", "kind", "q", "condition", "document", "register", "text")
_SENTENCES: Mapping[Kind, str] = {
    "added": "新增%(place)s：“%(now)s”",
    "removed": "删去%(place)s：原来是“%(was)s”",
    "changed": "%(place)s从“%(was)s”改成“%(now)s”",
}
Named = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: its keys, and the words for it."""

    keys: tuple[str, ...]
    words: Words

    def key(self, key: str) -> "_Place":
        label = LABELS.get(key, key)
        words = message("%(place)s的%(label)s", place=self.words, label=label) if self.words else label
        return _Place((*self.keys, key), words)

    def entry(self, name: str, title: str) -> "_Place":
        words = message("%(place)s“%(name)s”", place=self.words, name=Short(title or name))
        return _Place((*self.keys, name), words)

    @property
    def text(self) -> str:
        return f"{FILE}#{'/'.join(self.keys)}"

    @property
    def group(self) -> Group:
        return "material" if self.keys[0] in ("materials", "no_materials", "no_blank_forms") else "field"

    @property
    def is_public(self) -> bool:
        return self.keys[0] not in _INSIDE


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Change]:
    """Fields in the order of the newer file, then those that are there no more."""
    yield from _compare(_Place((), ""), _read(before), _read(after))


def _read(files: Mapping[str, bytes]) -> dict[str, Any]:
    found = strict_yaml.load(files.get(FILE, b"{}").decode())
    return found if isinstance(found, dict) else {}


def _compare(place: _Place, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if _is_entries(old, new):
        yield from _compare_entries(place, old or [], new or [])
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*new, *(one for one in old if one not in new)]:
            yield from _compare(place.key(key), old.get(key), new.get(key))
    else:
        yield _change(place, _words(old), _words(new))


def _is_entries(old: Any, new: Any) -> bool:
    told = [one for value in (old, new) if isinstance(value, list) for one in value]
    return bool(told) and all(isinstance(one, Mapping) for one in told) and not isinstance(old or new, Mapping)


def _compare_entries(place: _Place, old: Sequence[Named], new: Sequence[Named]) -> Iterator[Change]:
    were, are = _by_name(old), _by_name(new)
    for name in [*are, *(one for one in were if one not in are)]:
        entry = place.entry(name, _title(are.get(name) or were[name]))
        if name in were and name in are:
            yield from _compare(entry, were[name], are[name])
        elif name in are:
            text = in_chinese(_words(are[name]))
            words = message("新增%(place)s", place=entry.words)
            yield Change(place.group, "added", entry.text, words, "", text, place.is_public)
        else:
            text = in_chinese(_words(were[name]))
            words = message("删去%(place)s", place=entry.words)
            yield Change(place.group, "removed", entry.text, words, text, "", place.is_public)
    shared = [one for one in were if one in are]
    if shared != [one for one in are if one in were]:
        words = message("%(place)s换了次序", place=place.words)
        yield Change(place.group, "moved", place.text, words, is_public=place.is_public)


def _by_name(entries: Sequence[Named]) -> dict[str, Named]:
    """Entries by what names them; of several with one name the second is called “name（2）”."""
    found: dict[str, Named] = {}
    for at, entry in enumerate(entries, 1):
        name = next((str(entry[key]) for key in _NAMES if key in entry), str(at))
        while name in found:
            name = f"{name}（{at}）"
        found[name] = entry
    return found


def _title(entry: Named) -> str:
    """What people call an entry."""
    return str(next((entry[key] for key in ("name", "text", "question", "q", "document") if key in entry), ""))


def _change(place: _Place, old: Words, new: Words) -> Change:
    before, after = in_chinese(old), in_chinese(new)
    kind = _kind(before, after)
    words = message(_SENTENCES[kind], place=place.words, was=Short(old), now=Short(new))
    return Change(place.group, kind, place.text, words, before, after, place.is_public)


def _kind(old: str, new: str) -> Kind:
    if not old:
        return "added"
    return "changed" if new else "removed"


def _words(value: Any) -> Words:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        pairs = (
            message("%(label)s %(value)s", label=LABELS.get(key, key), value=_words(inner))
            for key, inner in value.items()
        )
        return Listed(tuple(pairs), "，")
    return Listed(tuple(map(_words, value)), "、") if isinstance(value, list) else str(value)
