from datetime import date

from django.db import models
from django.db.models import Q

from yimen.engines.law import Place
from yimen.ground.accounts.models import Account

REASON_LENGTH = 500


class Import(models.Model):
    """The library after one import: its fingerprint is the key under which processes remember what they have read."""

    source = models.CharField(max_length=64, help_text="of the folder that was imported")
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint[:12]


class Document(models.Model):
    """A law or another document that is cited. Without a version it is known by name only."""

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    names = models.JSONField(default=list, help_text="what it is called besides its title")
    kind = models.CharField(max_length=20)
    issuer = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One text of a document. Never changed; ``src`` says how well its day of coming into force is known."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=60)
    text = models.TextField(help_text="the source, byte for byte")
    fingerprint = models.CharField(max_length=64)
    issue_number = models.CharField(max_length=60, blank=True)
    promulgated = models.DateField(null=True)
    in_force_from = models.DateField(null=True)
    src = models.CharField(max_length=1)
    note = models.CharField(max_length=300, blank=True)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="law_version_number"),
            models.UniqueConstraint(fields=["document", "label"], name="law_version_label"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.label}"


class Ending(models.Model):
    """A version is not in force any more, though no next version here says so. Of several rows the last one counts."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="endings")
    since = models.DateField(null=True, help_text="null: the day is not known")
    by = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    places = models.JSONField(default=list, help_text="what is known to have changed: [article, sub, paragraph, item]")
    src = models.CharField(max_length=1)
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.since}"

    def reached(self, day: date) -> bool:
        return self.since is None or self.since <= day


class Heading(models.Model):
    """A heading of a version: 编, 章 or 节, where it stands among headings and articles."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="headings")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=4, blank=True)
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=200)
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="law_heading_position")]

    def __str__(self) -> str:
        return self.text


class Article(models.Model):
    """An article of a version, below its nearest heading."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="articles")
    heading = models.ForeignKey(Heading, models.PROTECT, null=True, related_name="articles")
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    sub = models.PositiveIntegerField(default=0, help_text="of 之一 it is 1")
    label = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number", "sub"], name="law_article_number")]

    def __str__(self) -> str:
        return self.label

    @property
    def place(self) -> Place:
        return Place(self.number, self.sub)


class Clause(models.Model):
    """A paragraph (款, ``item`` 0) of an article, or an item (项) below it, as it is written."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="clauses")
    paragraph = models.PositiveIntegerField()
    item = models.PositiveIntegerField(default=0)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "paragraph", "item"], name="law_clause_number")]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def anchor(self) -> str:
        return f"k{self.paragraph}x{self.item}" if self.item else f"k{self.paragraph}"


class Alarm(models.Model):
    """A citation that does not stand any more: who cites, what, why it does not stand, and what was done about it.

    It is open until its subject cites the law in force; ``acknowledged_at``: an editor has seen it and said why it may
    wait. ``against`` names the text it was held against: another change is another alarm.
    """

    subject_kind = models.CharField(max_length=20)
    subject_ref = models.CharField(max_length=120)
    subject_name = models.CharField(max_length=200)
    subject_version = models.CharField(max_length=120)
    document = models.ForeignKey(Document, models.PROTECT, related_name="alarms")
    kind = models.CharField(max_length=10)
    place = models.CharField(
        max_length=60, blank=True, help_text="such as 第三十五条第一款 or empty for the document as a whole"
    )
    against = models.CharField(max_length=120)
    sentence = models.CharField(max_length=400)
    advice = models.CharField(max_length=600, blank=True)
    wheres = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(max_length=REASON_LENGTH, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_with = models.CharField(max_length=120, blank=True, help_text="the version that cites the law in force")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_ref", "document", "kind", "place", "against"],
                condition=Q(closed_at=None),
                name="law_one_open_alarm",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | ~Q(reason=""), name="law_acknowledged_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_ref}: {self.sentence}"
