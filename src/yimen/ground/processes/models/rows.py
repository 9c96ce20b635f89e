"""Where an instance stands, as rows, and how it came there. Written by ``store`` alone.

Each table is found by the instance, which its key begins with; a second index for that would be written in vain.
"""

from django.db import models
from django.db.models import Q

from yimen.ground.processes.models.instance import Instance


class Token(models.Model):
    """A token that stands on an element, or stood there: one row for each wait. ``body`` is the engine's own rest.

    ``how`` it went: left, cancelled, merged; empty while it is there.
    """

    pk = models.CompositePrimaryKey("instance_id", "number")
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="tokens", db_index=False)
    number = models.PositiveIntegerField()
    node = models.CharField(max_length=200)
    body = models.TextField()
    arrived_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return f"{self.node} {self.number}"


class Scope(models.Model):
    """A room of its own in which tokens move: the inside of a sub-process, a round of several. Gone when it is over."""

    pk = models.CompositePrimaryKey("instance_id", "number")
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="scopes", db_index=False)
    number = models.PositiveIntegerField()
    node = models.CharField(max_length=200)
    parent = models.PositiveIntegerField()
    body = models.TextField()

    def __str__(self) -> str:
        return f"{self.node} {self.number}"


class Variable(models.Model):
    """A variable of an instance (``scope`` 0) or of a scope. ``value`` is JSON, as ``bpmn.State`` writes it."""

    pk = models.CompositePrimaryKey("instance_id", "scope", "name")
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="variables", db_index=False)
    scope = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    value = models.TextField()

    def __str__(self) -> str:
        return self.name


class Work(models.Model):
    """An activity that was completed and can be undone; ``inside`` is the scope that a sub-process had."""

    pk = models.CompositePrimaryKey("instance_id", "number")
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="works", db_index=False)
    number = models.PositiveIntegerField()
    node = models.CharField(max_length=200)
    scope = models.PositiveIntegerField()
    inside = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.node} {self.number}"


class Event(models.Model):
    """One command: what happened (``kind`` and what was ``told``), and what it changed (an entry of ``bpmn.entry``).

    All entries of an instance lead to where it stands (``bpmn.replay``). A ``key`` that comes again changes nothing.
    """

    pk = models.CompositePrimaryKey("instance_id", "seq")
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    told = models.TextField()
    changes = models.TextField()
    key = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "key"], condition=Q(key__isnull=False), name="processes_one_event_a_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"
