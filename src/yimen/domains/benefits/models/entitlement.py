from django.db import models
from django.db.models import Q

from yimen.domains.benefits.states import Standing
from yimen.ground.accounts.models import Person
from yimen.ground.places.models import Organisation, Region

_SHOWN = 4


class Entitlement(models.Model):
    """What one person is entitled to under one service, since which month; the case that granted it is its number."""

    service = models.SlugField(max_length=80)
    version = models.CharField(max_length=100, help_text="the version that granted it: slug@number")
    matter = models.CharField(max_length=200, help_text="the name of the service as it was granted")
    case_number = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="entitlements")
    filed_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="filed_entitlements",
        help_text="who applied for the person (代办); null: the person",
    )
    recipient = models.CharField(max_length=100)
    id_number = models.CharField(max_length=20)
    born = models.DateField()
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", help_text="village or street of the person")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="who decides and pays")
    since = models.DateField(help_text="first month, as its first day")
    until = models.DateField(null=True, help_text="last month, once a stop has set it")
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.ACTIVE)
    decided_on = models.DateField()
    opened_at = models.DateTimeField()
    account_way = models.CharField(max_length=20)
    account_name = models.CharField(max_length=100)
    account_number = models.CharField(max_length=40)
    account_fault = models.CharField(
        max_length=200, blank=True, help_text="why the last payment came back; empty once mended"
    )
    contact_mobile = models.CharField(max_length=20, blank=True)
    next_alive_check = models.DateField(null=True, help_text="null: the service has no such check")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_number", "service"],
                condition=~Q(standing=Standing.STOPPED),
                name="benefits_one_living_entitlement",
            )
        ]
        indexes = [models.Index(fields=["body", "service", "standing"], name="benefits_by_body")]

    def __str__(self) -> str:
        return f"{self.matter} {self.case_number}"

    @property
    def covered_account(self) -> str:
        """The account with its middle covered; a number too short to cover is not shown at all."""
        number = self.account_number
        return f"{number[:_SHOWN]}****{number[-_SHOWN:]}" if len(number) > 2 * _SHOWN else "****"
