from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from yimen.domains.catalogue.states import OPEN, WORDS, DraftState
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotAllowed


class Item(models.Model):
    """A service (事项) under its stable short name. ``part_of``: it lies inside that joint service, is found only with
    it, and may be applied for alone. ``current``: the version in force, or the last one that was; ``ended_on``: the
    first day without any."""

    slug = models.SlugField(max_length=80, unique=True)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="own_parts")
    current = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)

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
    handled = models.BooleanField(default=True, help_text="false: only its guide is published, nobody applies here")
    in_force_from = models.DateField(null=True, help_text="null: from the day it was published")
    in_force_until = models.DateField(null=True, help_text="the last day; null: until the next one")
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

    @property
    def begins(self) -> date:
        """The first day on which it may be the current one."""
        return self.in_force_from or legal_day(self.published_at)


class Draft(models.Model):
    """A version that is being written: of an item, or of one that is to be.

    ``revision`` counts what was saved: whoever saves names the one that was read. ``written_by``: everybody who wrote
    in it, [{id, name}], the first one began it; none of them may review it. ``locked``: field of service.yaml, or a
    file → the level that has fixed it. ``origin``: where its text came from.
    """

    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    base = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    files = models.JSONField(help_text="as in a version")
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(
        max_length=12, default=DraftState.EDITING, choices=[(s.value, WORDS[s]) for s in DraftState]
    )
    locked = models.JSONField(default=dict)
    origin = models.CharField(max_length=200, blank=True)
    in_force_from = models.DateField(null=True)
    in_force_until = models.DateField(null=True)
    written_by = models.JSONField(default=list)
    reviewed_by = models.JSONField(default=dict, help_text="{id, name} of whoever reviewed it last")
    returned = models.PositiveSmallIntegerField(default=0)
    remarks = models.TextField(blank=True)
    published = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    lacks = models.JSONField(null=True, help_text="{errors, warnings}: how many, as last checked; null: not yet")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Two editors work on one draft, not on two that would overwrite each other when they are published.
            models.UniqueConstraint(
                fields=["slug"], condition=Q(state__in=[one.value for one in OPEN]), name="catalogue_one_open_draft"
            ),
        ]
        indexes = [models.Index(fields=["state", "-changed_at"], name="catalogue_draft_by_state")]

    def __str__(self) -> str:
        return f"{self.name}（{self.word}）"

    @property
    def word(self) -> str:
        return WORDS[DraftState(self.state)]
