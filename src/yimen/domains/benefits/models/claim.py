from django.db import models
from django.db.models import Q

from yimen.domains.benefits.models.entitlement import Entitlement
from yimen.domains.benefits.models.halt import Stop
from yimen.domains.benefits.states import ClaimState
from yimen.ground.documents.models import Document


class Claim(models.Model):
    """多发款项: months that were paid and not due, to be given back. Asked for by letter, never taken by ourselves."""

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="claims")
    stop = models.ForeignKey(Stop, models.PROTECT, null=True, related_name="claims")
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.OPEN)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    repaid = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    facts = models.JSONField()
    reason = models.CharField(max_length=300)
    basis = models.CharField(max_length=300)
    opened_on = models.DateField()
    tell_by = models.DateField()
    told_on = models.DateField(null=True)
    pay_by = models.DateField(null=True, help_text="three months from the letter")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.entitlement_id} {self.amount}"


class ClaimedMonth(models.Model):
    """One month of a claim; ``repaid`` is what has come back for it, the oldest month first."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="months")
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="claimed_months")
    month = models.DateField()
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    repaid = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    living = models.BooleanField(default=True, help_text="false once the claim is withdrawn")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "month"], name="benefits_month_once_a_claim"),
            models.CheckConstraint(condition=Q(repaid__lte=models.F("amount")), name="benefits_not_repaid_twice"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.month:%Y-%m}"
