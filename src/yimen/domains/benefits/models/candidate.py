from django.db import models
from django.db.models import Q

from yimen.ground.places.models import Region


class Candidate(models.Model):
    """免申即享: somebody who reaches the age soon and whom the village tells, before anybody has applied."""

    service = models.SlugField(max_length=80)
    matter = models.CharField(max_length=200)
    id_number = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", help_text="village or community of the household register"
    )
    turns_on = models.DateField(help_text="the birthday from which the right counts")
    listed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "id_number"], name="benefits_candidate_once_a_service"),
        ]
        indexes = [
            models.Index(fields=["region", "turns_on"], name="benefits_candidates", condition=Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.pk}"
