from uuid import uuid4

from django.db import models


class Index(models.Model):
    """Which of the two slots is live. ``stamp`` is another after every change: processes know what they keep by it."""

    slot = models.CharField(max_length=1, default="a")
    stamp = models.UUIDField(default=uuid4)
    form = models.PositiveIntegerField(default=0, help_text="the form of the rows; another one is built anew")
    building_since = models.DateTimeField(null=True)
    built_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.slot}{self.stamp}"


class Row(models.Model):
    """One entry of a slot: what is matched, what narrows, what a list shows."""

    slot = models.CharField(max_length=1)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    name = models.CharField(max_length=500)
    plain_name = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    titles = models.TextField(help_text="names and phrases, one a line, words apart")
    words = models.TextField(help_text="what names and phrases are found by, apart")
    sort = models.CharField(max_length=500, help_text="the name in pinyin")
    letter = models.CharField(max_length=1)
    department = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    topics = models.TextField(blank=True, help_text="each between two bars")
    people = models.BooleanField()
    enterprises = models.BooleanField()
    online = models.BooleanField()
    type = models.CharField(max_length=40, blank=True)
    days = models.CharField(max_length=60, blank=True)
    visits = models.CharField(max_length=60, blank=True)
    fee = models.CharField(max_length=60, blank=True)
    own = models.BooleanField()
    badges = models.TextField(blank=True, help_text="each between two bars")
    codes = models.TextField(blank=True, help_text="other names in lists of items, each between two bars")
    note = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "kind", "key"], name="search_row_once")]
        indexes = [
            models.Index(fields=["slot", "own", "sort", "key"], name="search_row_sorted"),
            models.Index(fields=["slot", "department"], name="search_row_department"),
            models.Index(fields=["slot", "letter"], name="search_row_letter"),
        ]

    def __str__(self) -> str:
        return self.name


class Word(models.Model):
    """What a slot's names are made of: words, pairs of signs, whole titles; how many rows have it, how it sounds."""

    slot = models.CharField(max_length=1)
    kind = models.CharField(max_length=1, choices=[("w", "word"), ("p", "pair"), ("t", "title")])
    text = models.CharField(max_length=500)
    count = models.PositiveIntegerField()
    sound = models.TextField(blank=True, help_text="pinyin, syllables apart; of words and titles")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "kind", "text"], name="search_word_once")]

    def __str__(self) -> str:
        return self.text


class Gone(models.Model):
    """An entry that was taken out while an index is being built: the building may have read it before."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_gone_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Read(models.Model):
    """What a model keeps of one title, for ranking by meaning; by the text, so that building the index anew reads
    nothing twice."""

    model = models.CharField(max_length=100)
    text = models.CharField(max_length=500)
    kept = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "text"], name="search_read_once")]

    def __str__(self) -> str:
        return self.text


class Wish(models.Model):
    """What somebody looked for and did not find, for the editors. No person stands here: text only, and a telephone
    number where somebody left one on purpose, until it is answered."""

    OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
    WORDS = {OPEN: "等编辑看", ANSWERED: "已答复", CLOSED: "已关闭"}

    text = models.CharField(max_length=500)
    looked_for = models.CharField(max_length=100, blank=True, help_text="what was typed into the search")
    phone = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=OPEN, choices=list(WORDS.items()))
    answer = models.CharField(max_length=500, blank=True)
    done_by = models.CharField(max_length=100, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"]), models.Index(fields=["asked_at"])]

    def __str__(self) -> str:
        return self.text

    @property
    def word(self) -> str:
        return self.WORDS[self.state]
