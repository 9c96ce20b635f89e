from django.db import models
from django.db.models import Q

from yimen.domains.cases.models import Case
from yimen.domains.supervision.states import KIND_WORDS, SEVERITY_WORDS, WORDS, Kind, Severity, State
from yimen.ground.accounts.models import Account
from yimen.ground.places.models import Organisation, Post

TEXT_LENGTH = 1000


class Rulebook(models.Model):
    """One published version of ``services/supervision/``: its files and their fingerprint. Never changed.

    It judges the acts from ``in_force_from`` on, until the next one is in force.
    """

    number = models.PositiveIntegerField(unique=True)
    fingerprint = models.CharField(max_length=64)
    files = models.JSONField(help_text="relative path → content")
    title = models.CharField(max_length=200)
    in_force_from = models.DateField()
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.title}（第 {self.number} 版）"


class Examined(models.Model):
    """An act that has been looked at, whatever was found: an event that comes twice changes nothing."""

    entry = models.BigIntegerField(unique=True, help_text="the row of evidence")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    rulebook = models.ForeignKey(Rulebook, models.PROTECT, null=True, related_name="+", help_text="null: none in force")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entry}"


class Finding(models.Model):
    """One rule that hit: on what act, whose, by which rulebook, on which facts.

    ``key`` says what it is about, so that the same is found once. ``facts``: [{name, label, value, source, tested}] as
    they were read, ``tested`` those that the rule looks at, hashed with the fingerprint of the rulebook. Without
    ``officer`` it concerns the post.
    """

    number = models.CharField(max_length=24, unique=True)
    key = models.CharField(max_length=160, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="findings")
    act = models.CharField(max_length=40)
    acted_at = models.DateTimeField()
    officer = models.ForeignKey(Account, models.PROTECT, null=True, related_name="findings")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="findings")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="findings")
    rulebook = models.ForeignKey(Rulebook, models.PROTECT, related_name="findings")
    rule = models.CharField(max_length=60)
    name = models.CharField(max_length=100)
    sentence = models.CharField(max_length=300)
    basis = models.CharField(max_length=200)
    severity = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Severity])
    facts = models.JSONField()
    facts_hash = models.CharField(max_length=64)
    found_at = models.DateTimeField()
    answer_by = models.DateField()
    appeal_by = models.DateField(null=True)
    state = models.CharField(max_length=12, default=State.OPEN, choices=[(one.value, one.value) for one in State])

    class Meta:
        indexes = [
            models.Index(fields=["body", "-id"], name="supervision_of_body"),
            models.Index(fields=["officer", "-id"], name="supervision_of_officer"),
            models.Index(fields=["state", "-id"], name="supervision_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="upheld") | Q(appeal_by__isnull=False), name="supervision_upheld_may_be_appealed"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def word(self) -> str:
        return WORDS[State(self.state)]

    @property
    def severity_word(self) -> str:
        return SEVERITY_WORDS[Severity(self.severity)]


class Statement(models.Model):
    """What was said on a finding, once of each kind. ``upheld`` is what a ruling or a review decided. Never changed."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Kind])
    text = models.TextField(max_length=TEXT_LENGTH)
    upheld = models.BooleanField(null=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "kind"], name="supervision_one_of_each_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=["ruling", "review"], upheld__isnull=False)
                | Q(kind__in=["answer", "appeal"], upheld=None),
                name="supervision_who_judges_decides",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.kind}"

    @property
    def word(self) -> str:
        return KIND_WORDS[Kind(self.kind)]
