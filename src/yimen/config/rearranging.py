"""Entries of the directory merged, split and recoded at the command line."""

from collections.abc import Iterator, Sequence

from yimen.config.migrating import at_the_server
from yimen.domains.directory.actions.merge import merge
from yimen.domains.directory.actions.recode import recode
from yimen.domains.directory.actions.split import split
from yimen.domains.directory.beside import changes
from yimen.domains.directory.models import Entry
from yimen.domains.directory.queries import any_entry_at
from yimen.ground.calendar.moment import now
from yimen.ground.errors import DomainError

_ONLY_LOOKED = "这次只看，什么也没有改。"


def merge_items(
    ids: Sequence[int], into: int, keep: Sequence[str], note: str, by: str, *, dry_run: bool
) -> Iterator[str]:
    """Merge and say what became of each. Raises DomainError."""
    actor, kept = at_the_server(by), {name: _number(id) for name, id in map(_pair, keep)}
    before = any_entry_at(into)
    made = merge(actor=actor, entries=ids, into=into, keep=kept, note=note, now=now(), dry_run=dry_run)
    names = Entry.objects.in_bulk([id for id in ids if id != into])
    yield from (f"{one.pk}  {one.name} → {made.pk}  {made.name}" for _, one in sorted(names.items()))
    yield from _told(made, before)
    yield _ONLY_LOOKED if dry_run else "并进来的留着历史，旧编码还找得到它们并到了哪里。"


def split_item(id: int, parts: Sequence[Sequence[str]], note: str, by: str, *, dry_run: bool) -> Iterator[str]:
    """Split and say what it has become. Raises DomainError."""
    into = [{"task_name": name, **dict(map(_pair, codes))} for name, *codes in parts]
    made = split(actor=at_the_server(by), entry=id, into=into, note=note, now=now(), dry_run=dry_run)
    # What was only looked at has no number that lasts.
    yield from (f"{id} → {one.name}" if dry_run else f"{id} → {one.pk}  {one.name}" for one in made)
    yield _ONLY_LOOKED if dry_run else "原来的留着历史，不再列出。"


def recode_item(id: int, codes: Sequence[str], note: str, by: str, *, dry_run: bool) -> Iterator[str]:
    """Give other codes and say which. Raises DomainError."""
    actor, before = at_the_server(by), any_entry_at(id)
    told = dict(map(_pair, codes))
    made = recode(actor=actor, entry=id, codes=told, note=note, now=now(), dry_run=dry_run)
    yield from _told(made, before)
    yield _ONLY_LOOKED if dry_run else "旧编码照样找得到它。"


def _told(made: Entry, before: Entry) -> Iterator[str]:
    for one in changes(made, before.record, made.record):
        yield f"  {one['label']}：{one['before'] or '（空）'} → {one['after'] or '（空）'}"


def _pair(told: str) -> tuple[str, str]:
    name, equals, value = told.partition("=")
    if not name or not equals:
        raise DomainError(f"{told} 不是 名字=值", "中间用等号隔开，不留空格，像 task_code=…。")
    return name.strip(), value.strip()


def _number(told: str) -> int:
    if not (told.isascii() and told.isdecimal() and len(told) < 18):
        raise DomainError(f"{told} 不是事项编号", "编号写在事项的页面上，只有数字。")
    return int(told)
