"""What a service costs people: papers, steps, days, visits. One figure each, so that versions can be compared."""

from dataclasses import dataclass

from yimen.engines.service.model import Service
from yimen.engines.service.quality.badges import BROUGHT, visits_of
from yimen.engines.service.quality.days import calendar_days


@dataclass(frozen=True, slots=True)
class Burden:
    """``free``: of the materials those that nobody has to hand in. Days are calendar days (five working days are a
    week); ``statutory`` is None where no law sets a limit."""

    materials: int
    free: int
    steps: int
    statutory: int | None
    promised: int
    visits: int

    @property
    def to_bring(self) -> int:
        return self.materials - self.free


def burden(service: Service) -> Burden:
    """The burden of one version."""
    meta = service.meta
    statutory, promised = meta["limits"].get("statutory"), meta["limits"]["promised"]
    return Burden(
        materials=len(meta["materials"]),
        free=sum(1 for one in meta["materials"] if one["obtain"] not in BROUGHT),
        steps=len(meta["steps"]),
        statutory=calendar_days(statutory["value"], statutory["unit"]) if statutory else None,
        promised=calendar_days(promised["value"], promised["unit"]),
        visits=visits_of(service),
    )
