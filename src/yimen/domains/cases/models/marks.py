from django.db import models

from yimen.domains.cases.models.handling import Material


class MaterialMark(models.Model):
    """A mark of an officer on a page of a file: here something must be put right. ``x``, ``y``: from left and top.

    It can be set and taken back until the correction notice is told; from then on it stands. Its number is its place
    among those of the same material.
    """

    row = models.ForeignKey(Material, models.PROTECT, related_name="marks")
    page = models.PositiveSmallIntegerField()
    x = models.PositiveSmallIntegerField(help_text="per cent of the width")
    y = models.PositiveSmallIntegerField(help_text="per cent of the height")
    text = models.CharField(max_length=300)
    by = models.CharField(max_length=160)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(x__lte=100, y__lte=100, page__gte=1), name="cases_mark_on_page")
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.page}"
