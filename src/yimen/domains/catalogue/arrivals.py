"""What an archive would bring into this catalogue: compared by short name, number and fingerprint, nothing changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yimen.domains.catalogue.models import Draft, Item, Version
from yimen.domains.catalogue.states import OPEN
from yimen.engines.service.archive import Archive, ArchivedDraft, ArchivedItem, ArchivedVersion


@dataclass(frozen=True, slots=True)
class Arrivals:
    """``versions``: what is new here, by key, each after the parts it was read with; ``items``: new short names.

    ``same``: how many versions are here already; ``ahead``: items that have newer versions here; ``conflicts``:
    sentences about what cannot come.
    """

    items: tuple[ArchivedItem, ...]
    versions: Mapping[str, tuple[ArchivedItem, ArchivedVersion]]
    drafts: tuple[ArchivedDraft, ...]
    same: int
    ahead: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """What would come, in sentences."""
        yield from (f"新增 {key}" for key in self.versions)
        yield from (f"新增 {one.slug} 的草稿" for one in self.drafts)
        yield from (f"没有动 {slug}：这里的更新" for slug in self.ahead)
        yield from (f"没有导入：{sentence}" for sentence in self.conflicts)
        yield (
            f"新增 {len(self.items)} 个事项、{len(self.versions)} 个版本、{len(self.drafts)} 份草稿；"
            f"{self.same} 个版本已经有了；{len(self.conflicts)} 处对不上"
        )


@dataclass(slots=True)
class _Found:
    new: dict[str, tuple[ArchivedItem, ArchivedVersion]] = field(default_factory=dict)
    same: int = 0
    ahead: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def arrivals(archive: Archive) -> Arrivals:
    """What the archive would add. An item of which a version differs from the one here is left alone as a whole."""
    here = _here()
    wholes = dict(Item.objects.values_list("slug", "part_of__slug"))
    found = _Found()
    for item in archive.items.values():
        _compare(item, here.get(item.slug, {}), wholes, found)
    order = _in_order(found, here)
    items = [one for one in archive.items.values() if one.slug not in wholes and f"{one.slug}@1" in order]
    known = {item.slug for item, _ in order.values()} | wholes.keys()
    orphans = {one.slug for one in items if one.part_of is not None and one.part_of not in known}
    found.conflicts += [f"{slug} 的整个事项没有导入，它也不能导入" for slug in sorted(orphans)]
    order = {key: entry for key, entry in order.items() if entry[0].slug not in orphans}
    return Arrivals(
        items=tuple(one for one in items if one.slug not in orphans),
        versions=order,
        drafts=tuple(_drafts(archive, here, order, found)),
        same=found.same,
        ahead=tuple(found.ahead),
        conflicts=tuple(found.conflicts),
    )


def _here() -> dict[str, dict[int, str]]:
    """Slug → number → fingerprint, of everything that is published here."""
    found: dict[str, dict[int, str]] = {}
    for slug, number, fingerprint in Version.objects.values_list("item__slug", "number", "fingerprint"):
        found.setdefault(slug, {})[number] = fingerprint
    return found


def _compare(item: ArchivedItem, here: Mapping[int, str], wholes: Mapping[str, str | None], found: _Found) -> None:
    if item.slug in wholes and wholes[item.slug] != item.part_of:
        found.conflicts.append(f"{item.slug} 在这里是另一个事项的名字")
        return
    for one in item.versions:
        if here.get(one.number, one.fingerprint) != one.fingerprint:
            found.conflicts.append(f"{item.slug} 的第 {one.number} 版和这里的第 {one.number} 版内容不同")
            return
    new = [one for one in item.versions if one.number not in here]
    found.same += len(item.versions) - len(new)
    found.new |= {f"{item.slug}@{one.number}": (item, one) for one in new}
    if len(here) > len(item.versions):
        found.ahead.append(item.slug)


def _in_order(found: _Found, here: Mapping[str, Mapping[int, str]]) -> dict[str, tuple[ArchivedItem, ArchivedVersion]]:
    """New versions, each after its own predecessor and after the parts it was read with."""
    known = {f"{slug}@{number}" for slug, numbers in here.items() for number in numbers}
    left, order = dict(found.new), dict[str, tuple[ArchivedItem, ArchivedVersion]]()
    while ready := [key for key in left if _needs(key, left[key][1]) <= known]:
        for key in ready:
            order[key] = left.pop(key)
            known.add(key)
    for key, (_, version) in left.items():
        lacking = "、".join(sorted(_needs(key, version) - known))
        found.conflicts.append(f"{key} 要用的 {lacking} 没有")
    return order


def _needs(key: str, version: ArchivedVersion) -> set[str]:
    before = {f"{key.rsplit('@', 1)[0]}@{version.number - 1}"} if version.number > 1 else set()
    return before | set(version.parts.values())


def _drafts(
    archive: Archive,
    here: Mapping[str, Mapping[int, str]],
    order: Mapping[str, object],
    found: _Found,
) -> Iterator[ArchivedDraft]:
    """Drafts of items that have none open here, and whose base is here or comes too."""
    states = dict(Draft.objects.filter(slug__in=list(archive.drafts), state__in=OPEN).values_list("slug", "files"))
    for slug, draft in archive.drafts.items():
        base = draft.told.get("base", 0)
        if slug in states:
            found.ahead += [f"{slug} 的草稿"]
        elif base and base not in here.get(slug, {}) and f"{slug}@{base}" not in order:
            found.conflicts.append(f"{slug} 的草稿是照第 {base} 版写的，这里没有那一版")
        else:
            yield draft
