from django.db import models

from yimen.domains.cases.models.case import Case


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
    facts = models.JSONField(default=list, help_text="what was read, in that order: name, value, source")
    facts_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.decision}"
