from django.db import models


class FormDownload(models.Model):
    """How often a file of a service was downloaded on a day. Who did it is not known here."""

    day = models.DateField()
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "slug", "name"], name="reports_one_row_per_day_and_file")]

    def __str__(self) -> str:
        return f"{self.day} {self.slug}/{self.name}：{self.count}"
