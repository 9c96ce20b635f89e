from django.db import models
from django.db.models import Q

from yimen.domains.benefits.models.entitlement import Entitlement
from yimen.domains.benefits.states import LineKind, LineState, ListState
from yimen.ground.places.models import Organisation


class PaymentList(models.Model):
    """The list of one month: who gets what and why. Who draws it up does not confirm it."""

    service = models.SlugField(max_length=80)
    matter = models.CharField(max_length=200)
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    month = models.DateField()
    state = models.CharField(max_length=10, choices=ListState.choices, default=ListState.DRAFT)
    count = models.PositiveIntegerField(default=0)
    total = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    held = models.PositiveIntegerField(default=0, help_text="people whose account must be mended before they are paid")
    checksum = models.CharField(max_length=64, blank=True)
    drawn_by = models.CharField(max_length=40)
    drawn_by_name = models.CharField(max_length=100)
    drawn_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=40, blank=True)
    confirmed_by_name = models.CharField(max_length=100, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    batch = models.CharField(max_length=100, blank=True, help_text="the number that the payment channel gave it")
    trouble = models.CharField(max_length=300, blank=True, help_text="why sending does not go on")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "body", "month"], name="benefits_one_list_a_month"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Under which the payment channel knows it: the same at every try, so that nothing is paid twice."""
        return f"{self.service}-{self.month:%Y%m}-{self.body.code}"


class PaymentLine(models.Model):
    """One payment to one person for one month, with the sentence that says why.

    A month is paid in whole by a ``regular`` or an ``arrears`` line, of which only one lives: one that came back from
    the bank is dead and another may take its place. A ``correction`` adds what a whole payment lacked.
    """

    list = models.ForeignKey(PaymentList, models.PROTECT, related_name="lines")
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="lines")
    month = models.DateField(help_text="the month it is for, not the month of the list")
    kind = models.CharField(max_length=10, choices=LineKind.choices)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    why = models.CharField(max_length=300)
    basis = models.CharField(max_length=200, blank=True)
    version = models.CharField(max_length=100, help_text="the version whose rules gave the amount: slug@number")
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.WAITING)
    account_number = models.CharField(max_length=40, help_text="as it stood when the list was drawn up")
    account_name = models.CharField(max_length=100)
    account_way = models.CharField(max_length=20)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement", "month"],
                condition=Q(kind__in=["regular", "arrears"]) & ~Q(state="failed"),
                name="benefits_no_month_twice",
            ),
            models.UniqueConstraint(fields=["entitlement", "month", "kind", "list"], name="benefits_line_once_a_list"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="benefits_line_pays_something"),
        ]

    def __str__(self) -> str:
        return f"{self.entitlement_id} {self.month:%Y-%m} {self.kind} {self.amount}"

    @property
    def number(self) -> str:
        """The line's own number inside its batch."""
        return f"{self.pk}"
