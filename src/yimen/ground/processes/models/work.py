"""What waits outside the process for its sake: work for people, timers."""

from django.db import models
from django.db.models import Case, F, Q, Value, When

from yimen.ground.accounts.models import Account
from yimen.ground.places.models import Post
from yimen.ground.processes.models.instance import Instance


class Task(models.Model):
    """Work that waits for a post, or for the applicant (``post`` is null). An incident is a step that failed and now
    waits for a person.

    ``due_on``, ``soon_on`` and ``paused_until`` are what the light is drawn from: the last day of the clock that is
    running, the first day on which it is soon, the last day that is not counted. ``limit`` is the step's own target.
    """

    WORK, INCIDENT = "work", "incident"

    instance = models.ForeignKey(Instance, models.CASCADE, related_name="tasks", db_index=False)
    kind = models.CharField(max_length=10, default=WORK)
    token = models.PositiveIntegerField()
    node = models.CharField(max_length=60)
    name = models.CharField(max_length=100)
    act = models.CharField(max_length=20, default="decide", help_text="what is to be done: accept, inspect, decide …")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="tasks", help_text="null: the applicant", db_index=False
    )
    outcomes = models.JSONField(default=list)
    reason = models.TextField(blank=True, help_text="of an incident: what failed, for staff")
    opened_at = models.DateTimeField()
    limit = models.CharField(max_length=20, blank=True)
    due_on = models.DateField(null=True)
    soon_on = models.DateField(null=True)
    paused_until = models.DateField(null=True)
    claimed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="claimed_tasks", db_index=False)
    claimed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            # What the place of a task depends on, so that a work list is counted and cut into pages by the index alone.
            models.Index(
                fields=["post", "due_on", "soon_on", "paused_until", "kind", "claimed_by", "id"],
                name="processes_work_list",
                condition=Q(closed_at=None),
            ),
            models.Index(fields=["claimed_by"], name="processes_claimed", condition=Q(claimed_by__isnull=False)),
        ]
        constraints = [
            # One that is closed is told from others by its number; so this finds every task of an instance too, and
            # opening a task writes no other index for that.
            models.UniqueConstraint(
                F("instance"),
                F("token"),
                F("kind"),
                Case(When(closed_at=None, then=Value(0)), default=F("id"), output_field=models.BigIntegerField()),
                name="processes_one_open_task",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.instance.subject_ref})"


class Timer(models.Model):
    """A moment at which a process goes on. ``leased_until``: who fires it has until then; after a failure, not before.

    ``attempts`` counts who has taken it up, a worker that never came back too.
    """

    instance = models.ForeignKey(Instance, models.CASCADE, related_name="timers")
    token = models.PositiveIntegerField()
    node = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="processes_due_timers", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return f"{self.node} {self.due_at}"
