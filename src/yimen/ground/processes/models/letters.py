"""What processes tell each other: who waits for what, and what has been sent."""

from django.db import models
from django.db.models import Q

from yimen.ground.processes.models.instance import Instance

MESSAGE, SIGNAL = "message", "signal"


class Subscription(models.Model):
    """A token that waits for a message or a signal since a moment. Gone when the token is.

    ``key``: a message must have been sent with it. ``heard``: of an event that waits for several, this one has come.
    """

    instance = models.ForeignKey(Instance, models.CASCADE, related_name="subscriptions", db_index=False)
    token = models.PositiveIntegerField()
    node = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    name = models.TextField()
    key = models.CharField(max_length=200)
    since = models.DateTimeField()
    heard = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["name", "key", "id"], name="processes_who_waits", condition=Q(heard=False)),
            # Whoever a signal is told to, a batch after the other.
            models.Index(
                fields=["name", "instance"], name="processes_who_hears", condition=Q(kind=SIGNAL, heard=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["instance", "token", "kind", "name", "key"], name="processes_waits_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key}"


class Message(models.Model):
    """A message to one, or a signal to all (``kind``). Kept until somebody takes it, or until it expires.

    ``payload`` is what it carries, as JSON. A ``sender`` key that comes again is the same message. ``consumed_by`` is
    the one process that took it; a signal is over (``consumed_at``) when all who waited have been told. Some time after
    that payload and key are forgotten (``emptied_at``), and the row stays: sent once more, it is still known.

    ``reaches``: the number of the last subscription that waited for the signal when it was thrown. Whoever began to
    wait later has a higher one.
    """

    kind = models.CharField(max_length=10, default=MESSAGE)
    name = models.TextField()
    key = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict)
    sender = models.CharField(max_length=200, unique=True)
    sent_by = models.ForeignKey(Instance, models.CASCADE, null=True, related_name="sent_messages")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    consumed_by = models.ForeignKey(Instance, models.CASCADE, null=True, related_name="messages")
    consumed_at = models.DateTimeField(null=True)
    reaches = models.BigIntegerField(default=0)
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["name", "key", "id"], name="processes_kept_messages", condition=Q(consumed_at=None)),
            models.Index(fields=["name", "reaches"], name="processes_signals", condition=Q(kind=SIGNAL)),
            models.Index(
                fields=["consumed_at"],
                name="processes_taken_to_empty",
                condition=Q(consumed_at__isnull=False, emptied_at=None),
            ),
            models.Index(
                fields=["expires_at"],
                name="processes_kept_to_empty",
                condition=Q(consumed_at=None, emptied_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key}"
