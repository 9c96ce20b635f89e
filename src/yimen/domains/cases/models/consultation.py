from django.db import models

from yimen.domains.cases.models.case import Case
from yimen.ground.accounts.models import Account
from yimen.ground.places.models import Post


class Consultation(models.Model):
    """征求意见: the officer who has a case in hand asks a post of another body, which answers in its own work list.

    ``shows`` is all that the other body is shown: ``field.<key>`` and ``material.<id>``. ``due_on`` is an aim between
    the two bodies: no clock of the case stops for it. It ends once: answered, or taken back by whoever asked, or by the
    system when the case is over.
    """

    number = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="consultations")
    node = models.CharField(max_length=60, help_text="the step at which it was asked")
    asking = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="the post that asks")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="the post that is asked")
    question = models.TextField()
    shows = models.JSONField(default=list)
    due_on = models.DateField()
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, help_text="opened by the other body for the first time")
    read_by = models.CharField(max_length=160, blank=True)
    reminded_at = models.DateTimeField(null=True, help_text="its day was over and both sides were told")
    outcome = models.CharField(max_length=10, blank=True)
    text = models.TextField(blank=True)
    answered_by = models.CharField(max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)
    withdrawn_by = models.CharField(max_length=160, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | models.Q(withdrawn_at=None), name="cases_consultation_ends_once"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None
