from collections.abc import Mapping
from functools import lru_cache

from django.db.models import QuerySet

from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.models import Item, Version
from yimen.engines import service as engine
from yimen.ground.errors import NotFound
from yimen.ground.prepared import prepared
from yimen.ground.search.entry import Filters
from yimen.ground.search.find import find

SERVICE = "service"
# A number in an address may be longer than the column.
_TOO_LARGE = 2**31
_UNKNOWN = ("没有找到这个事项", "换个说法搜一搜，或者打 12345 问。")


class Ended(NotFound):
    """It was a service of the city once."""

    code = "service-ended"

    def __init__(self, item: Item) -> None:
        name, day = item.current.name if item.current else item.slug, item.ended_on
        told = f"，从{day.year}年{day.month}月{day.day}日起不再受理" if day else ""
        super().__init__(f"“{name}”已经停办{told}", "已经提交的继续办完。想知道改到哪里办，打 12345 问。")


def published() -> QuerySet[Version]:
    """The current version of every service, by name; without the files, which lists never need."""
    current = Item.objects.filter(part_of=None, ended_on=None).exclude(current=None).values("current")
    return Version.objects.filter(pk__in=current).select_related("item").defer("files").order_by("name")


def last_versions() -> QuerySet[Version]:
    """The same with the last version of every service that has ended, whose item says since when."""
    last = Item.objects.filter(part_of=None).exclude(current=None).values("current")
    return Version.objects.filter(pk__in=last).select_related("item").defer("files").order_by("name")


def after(slug: str, count: int) -> list[Version]:
    """So many services with their current versions, by short name, beginning behind this one; without files."""
    current = Item.objects.filter(part_of=None, ended_on=None, slug__gt=slug).exclude(current=None)
    numbers = current.order_by("slug").values_list("current", flat=True)[:count]
    return list(_versions().filter(pk__in=list(numbers)).order_by("item__slug"))


def published_after(number: int, count: int) -> list[Version]:
    """So many versions that were published after the one of this number, of services and of parts; without files."""
    return list(_versions().filter(pk__gt=number).order_by("pk")[:count])


def current_version(slug: str) -> Version:
    """The version in force; a part that lies inside another is had by `version_at`.

    Raises:
        NotFound: no such service is published, or it has ended.
    """
    item, version = _service_at(slug)
    if item.ended_on is not None:
        raise Ended(item)
    return version


def last_version(slug: str) -> Version:
    """The version in force or, of a service that has ended, the last one that was: what it granted goes on.

    Raises:
        NotFound: no such service was ever in force.
    """
    return _service_at(slug)[1]


def _service_at(slug: str) -> tuple[Item, Version]:
    item = _items().filter(slug=slug, part_of=None).first()
    if item is None or item.current is None:
        raise NotFound(*_UNKNOWN)
    return item, item.current


def version_at(slug: str) -> Version:
    """The current version of a service, or of a part that lies inside a joint one and may be applied for alone.

    Such a part stands in no list and no search; it is had as long as its joint service still has it.

    Raises:
        NotFound: no such service is published, or the joint service has the part no more.
    """
    found = next(iter(_item_at(slug)), None) if slug.isprintable() else None
    if found is None or found.current is None or not _still_had(found):
        raise NotFound(*_UNKNOWN)
    if found.ended_on is not None:
        raise Ended(found)
    return found.current


def whole_of(version: Version) -> Version | None:
    """The joint service inside which this version's service lies; None for one of its own."""
    if version.item.part_of_id is None:
        return None
    item = next(iter(_item_around(version.item_id)), None)
    return item.current if item is not None else None


@prepared
def _item_at(slug: str) -> QuerySet[Item]:
    whole = _items().select_related("part_of__current")
    return whole.defer("part_of__current__files", "part_of__current__terms").filter(slug=slug)


@prepared
def _item_around(part: int) -> QuerySet[Item]:
    return _items().filter(own_parts=part)


def _items() -> QuerySet[Item]:
    # The files are read once per process (`definition`); with the row they would be fetched and parsed each time.
    return Item.objects.select_related("current__item").defer("current__files", "current__terms")


def _still_had(item: Item) -> bool:
    if item.part_of is None:
        return True
    whole = item.part_of.current if item.part_of.ended_on is None else None
    return whole is not None and item.current is not None and item.current.key in whole.parts.values()


def definition(version: Version) -> engine.Service:
    """The version as the engines know it. Versions never change, so it is read once per process."""
    return _read(version.pk, version.fingerprint)


def definition_by_key(key: str) -> engine.Service:
    """The definition under ``slug@number``."""
    version = version_by_key(key)
    return _read(version.pk, version.fingerprint)


def version_by_key(key: str) -> Version:
    """The version under ``slug@number``, without its files."""
    slug, number = key.rsplit("@", 1)
    found = next(iter(_under(slug, int(number))), None)
    if found is None:
        raise Version.DoesNotExist(f"no version {key}")
    return found


@prepared
def _under(slug: str, number: int) -> QuerySet[Version]:
    return Version.objects.select_related("item").defer("files", "terms").filter(item__slug=slug, number=number)


def all_current() -> QuerySet[Version]:
    """The current version of every service and of every part that lies inside a joint one, by name; without files."""
    current = Item.objects.filter(ended_on=None).exclude(current=None).values("current")
    whole = Version.objects.filter(pk__in=current).select_related("item__part_of__current")
    left = ("files", "terms", "item__part_of__current__files", "item__part_of__current__terms")
    return whole.defer(*left).order_by("name")


def versions_of(slug: str) -> list[Version]:
    """Every version of a service, or of a part of a joint one, oldest first; without files.

    Raises:
        NotFound: there is no such service.
    """
    found = list(_versions().filter(item__slug=slug).order_by("number")) if slug.isprintable() else []
    if not found:
        raise NotFound(*_UNKNOWN)
    return found


def version_of(slug: str, number: int) -> Version:
    """One version by its number. Raises NotFound."""
    found = _versions().filter(item__slug=slug, number=number).first() if number < _TOO_LARGE else None
    if found is None:
        raise NotFound(*_UNKNOWN)
    return found


def _versions() -> QuerySet[Version]:
    return Version.objects.select_related("item").defer("files", "terms")


def newer_than(files: Mapping[str, bytes]) -> Version | None:
    """The newest version of the service of which these files are an older one; None when they are not.

    A folder that was published once and edited in the city since must not come back as the newest by being loaded
    again.
    """
    print_of = engine.fingerprint(files)
    item = Item.objects.filter(versions__fingerprint=print_of).first()
    newest = _versions().filter(item=item).order_by("-number").first() if item is not None else None
    return newest if newest is not None and newest.fingerprint != print_of else None


def part_version(version: Version, part: str) -> Version:
    """The version of a part that a joint service was published with. Raises KeyError for an unknown part."""
    return version_by_key(version.parts[part])


def search(text: str) -> list[Version]:
    """Published services that fit everyday words, best first. Empty when nothing fits."""
    slugs = [hit.key for hit in find(text, Filters(kind=SERVICE)).hits]
    known = {version.item.slug: version for version in published().filter(item__slug__in=slugs)} if slugs else {}
    return [known[slug] for slug in slugs if slug in known]


@lru_cache(maxsize=256)
def _read(version_id: int, fingerprint: str) -> engine.Service:
    # The fingerprint belongs to the key: a database that was emptied and filled again gives old ids to new content.
    files, parts = Version.objects.values_list("files", "parts").get(pk=version_id)
    keys = {key.rsplit("@", 1)[0]: key for key in parts.values()}
    return engine.read(from_json(files), lambda slug: definition_by_key(keys[slug]))
