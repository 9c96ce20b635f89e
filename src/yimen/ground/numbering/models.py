from django.db import models


class Reservation(models.Model):
    """A number held for one thing: whoever tries again gets the same one, so that failures leave no gap."""

    scheme = models.CharField(max_length=64)
    period = models.CharField(max_length=16, blank=True)
    holder = models.CharField(max_length=120)
    number = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "period", "holder"], name="numbering_one_per_holder"),
            models.UniqueConstraint(fields=["scheme", "period", "number"], name="numbering_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.period} {self.number}: {self.holder}"


class Serial(models.Model):
    """The last number given out for a scheme in a period (a day, a year, or empty)."""

    scheme = models.CharField(max_length=64)
    period = models.CharField(max_length=16, blank=True)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "period"], name="numbering_serial_unique")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.period}: {self.last}"
