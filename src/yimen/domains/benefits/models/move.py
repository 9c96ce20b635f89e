from django.db import models

from yimen.domains.benefits.models.entitlement import Entitlement
from yimen.ground.places.models import Region


class Move(models.Model):
    """市内迁移: the household register moved inside the region, and the right with it."""

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="moves")
    from_region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    to_region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    found_on = models.DateField()
    source = models.CharField(max_length=200, help_text="which register said so")
    basis = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.entitlement_id} {self.from_region_id} → {self.to_region_id}"
