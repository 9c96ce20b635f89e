from django.db import models
from django.db.models import Q


class Instance(models.Model):
    """One running process. Where it stands are rows of their own (``rows``): tokens, scopes, variables, work done.

    ``version`` counts its commands: the number of its last event. One that was called knows its ``caller`` and the
    token that waits there; ``result`` is what the caller is told.

    One that is ``stopped_at`` is left alone by the worker until an operator lets it go on: ``stopped_reason`` says why
    in plain words, ``stopped_detail`` where the program failed.

    Some time after its end what it remembered of people is deleted: ``emptied_at`` (``jobs.empty_ended_processes``).
    """

    definition = models.CharField(max_length=100, help_text="key and version, e.g. individual-business-registration@3")
    subject_kind = models.CharField(max_length=20)
    subject_ref = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=0)
    next_token = models.PositiveIntegerField(default=1)
    ends = models.TextField(blank=True, help_text="the end events reached, in order, with blanks between them")
    failed = models.CharField(max_length=200, blank=True, help_text="the error that nobody caught and that ended it")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_with = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=200, blank=True, help_text="the end event reached last, or cancelled")
    stopped_at = models.DateTimeField(null=True)
    stopped_reason = models.CharField(max_length=300, blank=True)
    stopped_detail = models.TextField(blank=True)
    emptied_at = models.DateTimeField(null=True)
    caller = models.ForeignKey("self", models.CASCADE, null=True, related_name="called", db_index=False)
    caller_token = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_ref"]),
            # What runs of a definition, and below what ended last: all that figures look at (watching).
            models.Index(fields=["definition", "id"], name="processes_of_a_version", condition=Q(ended_at=None)),
            models.Index(fields=["id"], name="processes_stopped", condition=Q(stopped_at__isnull=False, ended_at=None)),
            models.Index(
                fields=["definition", "ended_at"], name="processes_ended", condition=Q(ended_at__isnull=False)
            ),
            models.Index(
                fields=["ended_at"],
                name="processes_to_empty",
                condition=Q(ended_at__isnull=False, emptied_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["caller", "caller_token"], condition=Q(caller__isnull=False), name="processes_one_call_a_token"
            )
        ]

    def __str__(self) -> str:
        return f"{self.definition} {self.subject_ref}"
