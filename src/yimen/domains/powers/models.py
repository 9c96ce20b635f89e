from typing import Any

from django.db import models

from yimen.ground.places.models import Organisation


class Power(models.Model):
    """A power under its stable key."""

    key = models.SlugField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """A power as it was published at one time. Never changed; with ``abolished`` the power is gone, this says why."""

    power = models.ForeignKey(Power, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="powers")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    told = models.JSONField(help_text="as it stands in the file: told.PowerTold")
    fingerprint = models.CharField(max_length=64)
    in_force_from = models.DateField()
    abolished = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["power", "number"], name="powers_version_number")]

    def __str__(self) -> str:
        return f"{self.name}（第 {self.number} 版）"

    @property
    def services(self) -> list[str]:
        found: Any = self.told["services"]
        return list(found)


class Exercise(models.Model):
    """A service that exercises a power, as this version says: the way from a service to its power."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="exercises")
    service = models.SlugField(max_length=80)

    def __str__(self) -> str:
        return f"{self.service} {self.version_id}"
