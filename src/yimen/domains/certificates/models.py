from datetime import date

from django.db import models

from yimen.domains.certificates.states import State, state_on
from yimen.ground.accounts.models import Person
from yimen.ground.documents.models import Document
from yimen.ground.places.models import Organisation


class Certificate(models.Model):
    """One certificate. ``code`` is what the QR code carries: random, so that nobody can walk through certificates."""

    kind = models.CharField(
        max_length=40, help_text="id of the certificate in the service folder, e.g. business-licence"
    )
    title = models.CharField(max_length=100)
    number = models.CharField(max_length=60)
    code = models.CharField(max_length=32, unique=True)
    holder = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_ref = models.CharField(max_length=40)
    fields = models.JSONField(help_text="what stands on it, label by label, in order: [[label, text], …]")
    public_fields = models.JSONField(help_text="labels that the public page may show")
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="certificates_number_unique"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_ref", "kind"], name="certificates_once_per_subject"
            ),
        ]
        indexes = [models.Index(fields=["holder", "-issued_on"])]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    def state_on(self, day: date) -> State:
        return state_on(day, valid_until=self.valid_until, revoked_on=self.revoked_on)
