"""What moves a case's clock: special procedures (行政许可法 45) and the one extension (42)."""

from django.db import models
from django.db.models import Q

from yimen.domains.cases.models.case import Case


class SpecialProcedure(models.Model):
    """A time that is not counted, told to the applicant in writing. ``later_notices``: [{given_on, planned_end}]."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="special_procedures")
    kind = models.CharField(max_length=20)
    article = models.CharField(max_length=100)
    required_by = models.CharField(max_length=200, blank=True, help_text="the rule that requires it in this case")
    why = models.TextField()
    done_by = models.CharField(max_length=100)
    start = models.DateField()
    notice_on = models.DateField()
    planned_end = models.DateField()
    ended = models.DateField(null=True)
    later_notices = models.JSONField(default=list)
    opened_by = models.CharField(max_length=160)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(ended=None), name="cases_one_open_procedure")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Extension(models.Model):
    """The one extension, approved by the head. A second row for a case cannot exist."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="extension")
    added = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=10)
    basis = models.CharField(max_length=100)
    approved_by = models.CharField(max_length=160)
    approved_on = models.DateField()
    notice_on = models.DateField()
    reason = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} +{self.added}"
