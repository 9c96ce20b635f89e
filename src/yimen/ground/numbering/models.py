from django.db import models


class Serial(models.Model):
    """The last number given out for a scheme in a period (a day, a year, or empty)."""

    scheme = models.CharField(max_length=64)
    period = models.CharField(max_length=16, blank=True)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "period"], name="numbering_serial_unique")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.period}: {self.last}"
