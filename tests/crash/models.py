from django.db import models


class Matter(models.Model):
    """What a process runs for. Its row is locked first by whoever acts on it, as a case's is."""

    reference = models.CharField(max_length=40, unique=True)
    # The version of its process, told by its migration; and whether an operator has removed what its permit failed for.
    version = models.CharField(max_length=10, default="1")
    mended = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.reference


class Paper(models.Model):
    """What a capability has made. No constraint keeps a second one away: the checker is to see it."""

    reference = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    posted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.kind} of {self.reference}"
