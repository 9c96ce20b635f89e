from django.db import models


class HolidayOrder(models.Model):
    """A year for which the State Council has announced the holidays. A year without one is counted with a warning."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=300)

    def __str__(self) -> str:
        return str(self.year)


class SpecialDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend day that is worked (调休上班)."""

    day = models.DateField(primary_key=True)
    off = models.BooleanField()
    name = models.CharField(max_length=40)
    order = models.ForeignKey(HolidayOrder, models.CASCADE, related_name="days")

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class DailyRun(models.Model):
    """A daily job that has been put in the queue for a legal day."""

    name = models.CharField(max_length=60)
    day = models.DateField()
    result = models.UUIDField(null=True, help_text="of the job in the queue: how it went is found there")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="calendar_daily_run_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"
