from typing import Any

from django.db import models

from yimen.domains.directory.levels import WORDS as LEVEL_WORDS
from yimen.domains.directory.states import CHANGE_WORDS, Change, State
from yimen.domains.directory.states import WORDS as STATE_WORDS
from yimen.engines.service import exchange


class Source(models.Model):
    """Where rows come from: an imported file, or a level above that delivers."""

    key = models.SlugField(max_length=60, unique=True)
    label = models.CharField(max_length=60, help_text="shown beside everything that comes from it")
    region_code = models.CharField(max_length=12)
    region_name = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(help_text="0 country, 1 province, 2 city, 3 district, 4 street, 5 village")
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.label


class Entry(models.Model):
    """One item of one region. ``values`` is what the source says, ``own`` what was completed here; ``locks`` are the
    fields that the source has locked, ``doubts`` what was wrong with its row. ``reviewed`` is the last revision that an
    editor has looked at: what lies above it is still to do."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="entries")
    region_code = models.CharField(max_length=12)
    region_name = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=1000)
    department = models.CharField(max_length=200)
    credit_code = models.CharField(max_length=18, blank=True)
    task_type = models.CharField(max_length=10, blank=True)
    base_code = models.CharField(max_length=50, blank=True, help_text="the same at every level and in every region")
    serial = models.CharField(max_length=2, blank=True, help_text="of the handled item; empty for the item itself")
    slug = models.SlugField(max_length=80, help_text="short name of the service folder that is made of it")
    values = models.JSONField(default=dict)
    own = models.JSONField(default=dict)
    locks = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    lacking = models.PositiveSmallIntegerField(help_text="how many questions of applicants the row leaves open")
    state = models.CharField(max_length=10, default=State.LISTED, choices=[(str(s), w) for s, w in STATE_WORDS.items()])
    revision = models.PositiveIntegerField(default=1)
    reviewed = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["base_code", "region_code"]),
            models.Index(fields=["state", "department", "name"]),
            models.Index(fields=["credit_code"]),
            models.Index(fields=["slug"]),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.region_name}）"

    @property
    def record(self) -> dict[str, Any]:
        """What the source says and was completed here, as the tables carry it, with the region."""
        return {**self.values, **self.own, "region_code": self.region_code, "region_name": self.region_name}

    @property
    def type_word(self) -> str:
        return exchange.tables_of(self.region_code[:2]).word("task_type", self.task_type)

    @property
    def level_word(self) -> str:
        return LEVEL_WORDS[self.level]

    @property
    def state_word(self) -> str:
        return STATE_WORDS[State(self.state)]


class Identity(models.Model):
    """A code (or, without one, a hash of name and body) by which an entry is found again; it keeps its older ones."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="identities")
    region_code = models.CharField(max_length=12)
    key = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "key"], name="directory_never_twice")]

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """One delivery that came in or went out, by its number: it is taken once."""

    IN, OUT = "in", "out"

    source = models.ForeignKey(Source, models.PROTECT, related_name="deliveries")
    direction = models.CharField(max_length=3, choices=[(IN, "in"), (OUT, "out")])
    number = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    manifest = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "direction", "number"], name="directory_delivery_once")
        ]

    def __str__(self) -> str:
        return self.number


class Revision(models.Model):
    """An entry as it was from then on. Rows are only ever added."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(str(c), w) for c, w in CHANGE_WORDS.items()])
    values = models.JSONField()
    own = models.JSONField(default=dict)
    locks = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=State.LISTED)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+")
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=100)
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="directory_revision_number")]

    def __str__(self) -> str:
        return f"{self.entry_id}@{self.number}"

    @property
    def word(self) -> str:
        return CHANGE_WORDS[Change(self.kind)]


class Lineage(models.Model):
    """What an entry has become: one of the entries that it was merged into or split up into. Only ever added."""

    origin = models.ForeignKey(Entry, models.PROTECT, related_name="became")
    successor = models.ForeignKey(Entry, models.PROTECT, related_name="came_from")
    kind = models.CharField(max_length=12, choices=[(str(c), w) for c, w in CHANGE_WORDS.items()])
    by = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "successor"], name="directory_lineage_once")]

    def __str__(self) -> str:
        return f"{self.origin_id} → {self.successor_id}"


class Reorganisation(models.Model):
    """机构改革, one operation: a body renamed, merged into another, or some of its powers moved. Only ever added."""

    RENAME, MERGE, MOVE = "rename", "merge", "move"
    KINDS = {RENAME: "改名", MERGE: "并入", MOVE: "划转事项"}

    kind = models.CharField(max_length=8, choices=list(KINDS.items()))
    region_code = models.CharField(max_length=12)
    old_name = models.CharField(max_length=200)
    old_code = models.CharField(max_length=18, blank=True)
    new_name = models.CharField(max_length=200)
    new_code = models.CharField(max_length=18, blank=True)
    document = models.CharField(max_length=300, help_text="what it rests on")
    entries = models.JSONField(help_text="ids of the entries that it changed")
    by = models.CharField(max_length=100)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.old_name} → {self.new_name}"

    @property
    def word(self) -> str:
        return self.KINDS[self.kind]
