from typing import Any

from django.db import models

from yimen.ground.errors import NotAllowed


class Item(models.Model):
    """A service (事项) under its stable short name. ``part_of``: it lies inside that joint service, is found only with
    it, and may be applied for alone."""

    slug = models.SlugField(max_length=80, unique=True)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="own_parts")
    current = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.slug


class Version(models.Model):
    """One published version: the folder's files, their fingerprint, and what lists and search need of it."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    files = models.JSONField(help_text="relative path → content; binary files in base64 with the prefix base64:")
    name = models.CharField(max_length=200)
    summary = models.CharField(max_length=500, blank=True)
    terms = models.JSONField(default=dict, help_text="search words by weight: name, phrases, text")
    parts = models.JSONField(default=dict, help_text="of a joint service: part → key of the version it was read with")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="catalogue_version_number")]

    def __str__(self) -> str:
        return f"{self.name}（第 {self.number} 版）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise NotAllowed("已发布的版本不能改", "改动请作为新版本发布。")
        super().save(*args, **kwargs)

    @property
    def key(self) -> str:
        return f"{self.item.slug}@{self.number}"
