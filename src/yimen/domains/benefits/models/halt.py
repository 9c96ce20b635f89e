from django.db import models
from django.db.models import Q

from yimen.domains.benefits.models.entitlement import Entitlement
from yimen.domains.benefits.states import Halt
from yimen.ground.documents.models import Document


class Stop(models.Model):
    """A stop or a suspension from a month on, its facts, reason and basis, and the letter about it."""

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="stops")
    kind = models.CharField(max_length=10, choices=Halt.choices)
    from_month = models.DateField()
    cause = models.CharField(max_length=80, help_text="the fact behind it, as rules.dmn names it: deceased_on")
    facts = models.JSONField(help_text="sentences: what was found, and where")
    reason = models.CharField(max_length=300)
    basis = models.CharField(max_length=300)
    known_on = models.DateField()
    tell_by = models.DateField()
    told_on = models.DateField(null=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    lifted_on = models.DateField(null=True)
    lifted_because = models.JSONField(default=list, help_text="sentences: why payment goes on")
    lift_tell_by = models.DateField(null=True, help_text="by when the resumption is told; empty: nothing is told")
    lift_told_on = models.DateField(null=True)
    lift_document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement", "kind"], condition=Q(lifted_on=None), name="benefits_one_living_halt"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.from_month:%Y-%m}"
