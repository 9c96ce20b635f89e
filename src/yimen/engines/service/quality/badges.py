"""What may be said of a service in two or three words, told by its process, channels and materials. Nobody types it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from yimen.engines.service.model import Service

# Ways of a material that leave work to the applicant, and those by which an authority's paper comes by itself.
BROUGHT = frozenset({"upload", "tolerate"})
SHARED = frozenset({"share", "ecert"})
# Ways to apply without coming.
_FROM_AFAR = frozenset({"online", "post", "phone"})


@dataclass(frozen=True, slots=True)
class Badge:
    """``why`` says from what it was told."""

    id: str
    name: str
    why: str


def visits_of(service: Service) -> int:
    """How often the applicant has to come: the steps marked ``visit``; with no way to apply from afar once more.

    Of a matter with a guide only what its guide says: its process is not here.
    """
    if service.guide_only:
        return service.meta["visits"]["times"]
    steps = sum(1 for step in service.meta["steps"] if step.get("visit"))
    return steps + (0 if _channels(service) & _FROM_AFAR else 1)


def online_depth(service: Service) -> int:
    """网上办理深度: 4 when everything goes online, 3 when one may apply online, 1 when one can only read about it.

    2 (papers are checked against their originals) cannot be told from a folder: such papers do not exist in it.
    """
    if "online" not in _channels(service):
        return 1
    return 4 if not visits_of(service) and _comes_online(service) else 3


def badges(service: Service) -> list[Badge]:
    """The badges that a service has earned, in the order of ``BADGES``; none where the process is not here."""
    if service.guide_only:
        return []
    return [Badge(id, name, why) for id, (name, why, earned) in BADGES.items() if earned(service)]


def beside_facts(found: Sequence[Badge]) -> list[Badge]:
    """Those that say something new beside days, visits and fee: whoever brings nothing brings no proofs either."""
    silent = _TOLD | ({"no-proofs"} if "no-papers" in {one.id for one in found} else frozenset())
    return [one for one in found if one.id not in silent]


_TOLD = frozenset({"at-once", "no-visit", "free"})


def _channels(service: Service) -> set[str]:
    return {one["kind"] for one in service.meta["channels"]}


def _comes_online(service: Service) -> bool:
    """What comes out, of a joint service of each part, is had without paper."""
    whole = [one.service for one in service.parts] or [service]
    return all(result["ecert"] for one in whole for result in one.meta["results"])


def _without_proofs(service: Service) -> bool:
    """Papers that an authority has are asked for, and none of them has to be brought."""
    ways = [one["obtain"] for one in service.meta["materials"] if one["source"] == "gov"]
    return bool(ways) and all(way in SHARED for way in ways)


def _without_papers(service: Service) -> bool:
    return not any(one["obtain"] in BROUGHT for one in service.meta["materials"])


Earned = Callable[[Service], bool]
BADGES: Mapping[str, tuple[str, str, Earned]] = MappingProxyType(
    {
        "online": (
            "全程网办",
            "能在网上申请，没有一个环节要来，结果是电子的",
            lambda service: online_depth(service) == 4,
        ),
        "no-visit": ("零跑动", "不用来就能申请，没有一个环节要来", lambda service: visits_of(service) == 0),
        "at-once": ("即办", "承诺当场办结", lambda service: service.meta["limits"]["promised"]["value"] == 0),
        "no-proofs": ("免证办", "机关已经有的证照、证明都由我们调取", _without_proofs),
        "no-papers": ("免交材料", "没有一份材料要您交", _without_papers),
        "free": ("不收费", "没有收费", lambda service: not service.meta["fee"]["charge"]),
    }
)
