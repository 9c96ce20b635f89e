from django.db import models
from django.db.models import Q


class Delivery(models.Model):
    """One event on its way to one listener.

    ``last_error``: the kind of the error and its places, not what it said. Of one that is given up ``told_at`` says
    when a person was told (``Listener.gave_up``); without that it stands before the operators (``undelivered``).
    """

    event = models.CharField(max_length=200)
    listener = models.CharField(max_length=200)
    payload = models.JSONField()
    announced_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at", "id"], name="outbox_due", condition=Q(done_at=None, given_up_at=None)),
            models.Index(
                fields=["id"],
                name="outbox_undelivered",
                condition=Q(done_at=None, given_up_at__isnull=False, told_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.listener}"
