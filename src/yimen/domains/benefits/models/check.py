from django.db import models
from django.db.models import Q

from yimen.domains.benefits.models.entitlement import Entitlement
from yimen.domains.benefits.states import Finding, Way


class AliveCheck(models.Model):
    """The yearly 健在 check: by data first; ``visit`` marks one that data could not settle and a person must."""

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="alive_checks")
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    visit = models.BooleanField(default=False)
    why = models.CharField(max_length=200, blank=True, help_text="why data could not settle it")
    done_on = models.DateField(null=True)
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    result = models.CharField(max_length=10, choices=Finding.choices, blank=True)
    died_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=40, blank=True)
    by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement"], condition=Q(done_on=None), name="benefits_one_open_alive_check"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, result="") | (Q(done_on__isnull=False) & ~Q(result="")),
                name="benefits_check_done_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entitlement_id} {self.due_on}"
