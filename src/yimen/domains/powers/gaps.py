"""What does not fit between the powers and the services: for the editor of the catalogue."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from yimen.domains.catalogue import queries as catalogue
from yimen.domains.law.queries import library
from yimen.domains.powers.models import Version
from yimen.domains.powers.queries import current_versions
from yimen.engines import law


@dataclass(frozen=True, slots=True)
class Service:
    """What of a service is compared with the list."""

    slug: str
    name: str
    role: str
    kind: str


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that does not fit: what it is about, and a sentence. ``kind`` groups them."""

    kind: str
    about: str
    sentence: str


NO_POWER, NO_SERVICE, NO_BASIS, TWICE, OTHER_BODY, OTHER_KIND, UNKNOWN, ABSENT = (
    *("no-power", "no-service", "no-basis", "twice"),
    *("other-body", "other-kind", "unknown-service", "no-such-article"),
)
WORDS = {
    NO_POWER: "没有对应权力的事项",
    TWICE: "写在几项权力里的事项",
    NO_SERVICE: "没有事项行使的权力",
    NO_BASIS: "没有写依据的权力",
    OTHER_BODY: "事项的决定机关不是这个单位",
    OTHER_KIND: "事项的类型和权力的种类不一样",
    UNKNOWN: "写了没有发布的事项",
    ABSENT: "依据的条文不存在",
}


def found_gaps() -> list[Gap]:
    """The gaps between the powers and the services as they are now."""
    return list(gaps(list(current_versions()), list(_services()), library()))


def gaps(powers: Iterable[Version], services: Iterable[Service], held: law.Library) -> Iterator[Gap]:
    """Every gap, in the order of ``WORDS``."""
    powers, known = list(powers), {one.slug: one for one in services}
    exercised = Counter(slug for one in powers for slug in one.services)
    for one in known.values():
        if not exercised[one.slug]:
            yield Gap(NO_POWER, one.name, f"{one.name}（{one.slug}）没有写在任何一项权力里")
    for slug, count in exercised.items():
        if count > 1:
            yield Gap(TWICE, slug, f"{slug} 写在 {count} 项权力里，一个事项只行使一项权力")
    for power in powers:
        yield from _of_power(power, known, held)


def _of_power(power: Version, known: dict[str, Service], held: law.Library) -> Iterator[Gap]:
    about = f"{power.body.name} {power.name}"
    if not power.services:
        yield Gap(NO_SERVICE, about, f"{about}：没有事项行使这项权力")
    if not power.told["basis"]:
        yield Gap(NO_BASIS, about, f"{about}：没有写依据")
    for slug in power.services:
        service = known.get(slug)
        if service is None:
            yield Gap(UNKNOWN, about, f"{about}：没有发布 {slug} 这个事项")
        elif service.role != power.body.role:
            yield Gap(OTHER_BODY, about, f"{about}：{service.name}由别的单位决定")
        elif service.kind != power.kind:
            yield Gap(OTHER_KIND, about, f"{about}是{power.kind}，{service.name}是{service.kind}")
    for problem in law.check(power.told, held, power.power.key):
        yield Gap(ABSENT, about, f"{about}：{problem.sentence}")


def _services() -> Iterator[Service]:
    for version in catalogue.all_current():
        meta = catalogue.definition(version).meta
        role = str(meta["deciding_body"].get("role", ""))
        yield Service(version.item.slug, version.name, role, meta["code"]["task_type_name"])
