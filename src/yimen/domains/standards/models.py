from django.db import models

from yimen.engines.service.standards import KINDS


class Standard(models.Model):
    """One published version of a standard: its bytes and their fingerprint. Never changed (triggers)."""

    slug = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    name = models.CharField(max_length=200)
    content = models.TextField(help_text="standard.yaml as it was published")
    fingerprint = models.CharField(max_length=64)
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["slug", "number"]
        constraints = [models.UniqueConstraint(fields=["slug", "number"], name="standards_version_number")]

    def __str__(self) -> str:
        return f"{self.name}（第 {self.number} 版）"

    @property
    def key(self) -> str:
        return f"{self.slug}@{self.number}"
