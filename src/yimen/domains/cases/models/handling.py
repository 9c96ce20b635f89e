"""What officers and applicant do with a case between receipt and delivery."""

from django.db import models

from yimen.domains.cases.models.case import Case
from yimen.ground.accounts.models import Account
from yimen.ground.documents.models import Document


class Correction(models.Model):
    """补正: the one notice of everything that lacks. A second row for a case cannot exist (行政许可法 32(1)(4)).

    ``points``: [{kind: field|material, key, what, why, basis}]. ``supply_by``: an aim, after which the officer looks.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="correction")
    points = models.JSONField()
    told_on = models.DateField()
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=160)
    supply_by = models.DateField(null=True)
    supplied_on = models.DateField(null=True)
    supplied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.case_id} 补正"

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(one["key"] for one in self.points if one["kind"] == "field")

    @property
    def materials(self) -> frozenset[str]:
        return frozenset(one["key"] for one in self.points if one["kind"] == "material")


class Material(models.Model):
    """A file that was handed in for a material of the service. What was replaced stays, marked."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="materials")
    material = models.CharField(max_length=40, help_text="id in service.yaml")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_by = models.CharField(max_length=160)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    kept_until = models.DateField(
        null=True, help_text="the last day on which this case needs the file (``keeping``); null: none is told yet"
    )

    class Meta:
        ordering = ["added_at", "id"]
        indexes = [models.Index(fields=["kept_until", "id"], name="cases_material_kept")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.material}"


class Opinion(models.Model):
    """审查意见 of an officer at one step."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions")
    node = models.CharField(max_length=60)
    step = models.CharField(max_length=100)
    outcome = models.CharField(max_length=40)
    text = models.TextField()
    by = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.node}"


class Inspection(models.Model):
    """What officers found on site. Where two are required it counts when the second has confirmed (行政许可法 34)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="inspections")
    node = models.CharField(max_length=60)
    token = models.PositiveIntegerField(help_text="of the task it belongs to: a second visit is a second record")
    visited_at = models.DateTimeField()
    found = models.JSONField(help_text="item id → value")
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    second = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", help_text="who was there too")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "token"], name="cases_one_record_per_visit")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.node}"


class Urge(models.Model):
    """催办 by the applicant, and the answer that it gets."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="urges")
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} 催办"


class Delivery(models.Model):
    """送达 of one document: which way, when, and the proof: read electronically, or signed for."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deliveries")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10)
    delivered_to = models.CharField(max_length=200)
    delivered_by = models.CharField(max_length=160)
    delivered_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["delivered_at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.way}"
