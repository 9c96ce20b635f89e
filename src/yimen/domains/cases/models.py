from django.db import models

from yimen.domains.cases.states import CITIZEN_WORDS, Status
from yimen.domains.catalogue.models import Version
from yimen.ground.accounts.models import Account, Person
from yimen.ground.places.models import Organisation


class Case(models.Model):
    """One application. ``answers`` are the form's stored values, ``sources`` says where a value came from and when."""

    number = models.CharField(max_length=24, unique=True)
    version = models.ForeignKey(Version, models.PROTECT, related_name="cases")
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    account = models.ForeignKey(Account, models.PROTECT, related_name="cases", help_text="who files it")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="cases", help_text="the body that decides")
    status = models.CharField(max_length=12, default=Status.DRAFT, choices=[(one.value, one.value) for one in Status])
    answers = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    disputed = models.JSONField(default=list, help_text="keys whose prefilled value the applicant says is wrong")
    saved_by = models.JSONField(
        default=dict, help_text="section → mark of the page that saved last, to notice a second tab"
    )
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    keep_until = models.DateTimeField(help_text="a draft is kept until then")
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True, help_text="by when the applicant is told whether it is accepted")
    promised_on = models.DateField(null=True)
    statutory_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    result_number = models.CharField(
        max_length=60, blank=True, help_text="number of what is granted, e.g. the credit code"
    )
    reasons = models.JSONField(default=list, help_text="of the decision: [{sentence, basis}]")

    class Meta:
        indexes = [models.Index(fields=["applicant", "-saved_at"]), models.Index(fields=["status", "created_at"])]
        constraints = [
            # The accident this prevents: two clicks on 开始办理 make two drafts, and the second hides the first.
            models.UniqueConstraint(
                fields=["applicant", "version"], condition=models.Q(status="draft"), name="cases_one_draft"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def word(self) -> str:
        """The status as citizens read it."""
        return CITIZEN_WORDS[Status(self.status)]


class CaseStep(models.Model):
    """One line of what happened, as applicant and officer may both read it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class CaseFact(models.Model):
    """A fact gathered for the decision, with its source and its time; ``value`` is null when it could not be known."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="facts")
    name = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    source = models.CharField(max_length=200, blank=True)
    as_of = models.DateTimeField(null=True)
    doubt = models.CharField(max_length=500, blank=True)
    gathered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="cases_fact_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"


class DecisionRecord(models.Model):
    """What the rules said, and why: enough for the applicant, the supervisor and a court."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions")
    decision = models.CharField(max_length=60)
    outputs = models.JSONField(null=True)
    rules_hit = models.JSONField(default=list)
    result_number = models.CharField(
        max_length=60, blank=True, help_text="number of what is granted, e.g. the credit code"
    )
    reasons = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    facts_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.decision}"
