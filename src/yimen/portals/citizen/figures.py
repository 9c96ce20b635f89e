"""Figures over all cases, as public pages show them: how long it really took, what people say. A minute old at most.

They are counted over every decided case and every rating; counted anew for each visitor they would cost a page more
than all the rest of it, and more from year to year.
"""

from datetime import datetime
from typing import Any

from django.core.cache import cache

from yimen.domains.cases.queries import handling_times
from yimen.domains.catalogue.models import Version
from yimen.domains.evaluation.queries import Figures, figures
from yimen.portals.citizen.present import in_hours

SECONDS = 60


def times() -> dict[str, dict[str, Any]]:
    """Of each service with decided cases, by its slug: how many (``count``) and the mean time in words (``real``)."""
    return cache.get_or_set("citizen-times", _times, SECONDS) or {}


def took(version: Version) -> str:
    """How long this service really takes, in words; empty when no case has been decided."""
    found = times().get(version.item.slug)
    return str(found["real"]) if found else ""


def figure(version: Version, now: datetime) -> Figures:
    """What people say about this service."""
    slug = version.item.slug
    found: Figures | None = cache.get_or_set(f"citizen-figure-{slug}", lambda: figures(slug, now=now), SECONDS)
    return found or figures(slug, now=now)


def _times() -> dict[str, dict[str, Any]]:
    return {
        str(one["version__item__slug"]): {"count": one["count"], "real": in_hours(one["mean"])}
        for one in handling_times()
    }
