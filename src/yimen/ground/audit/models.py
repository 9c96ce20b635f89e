from django.db import models


class Entry(models.Model):
    """One act. ``details`` holds plain values that explain it: field names, outcomes; never a person's data."""

    at = models.DateTimeField()
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=100)
    actor_kind = models.CharField(max_length=16)
    authority = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=32)
    object_ref = models.CharField(max_length=100)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["object_kind", "object_ref", "id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action} {self.object_ref}"
