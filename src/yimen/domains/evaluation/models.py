from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from yimen.domains.cases.models import Case
from yimen.domains.catalogue.models import Item
from yimen.domains.evaluation import limits
from yimen.domains.evaluation.grades import REASON_WORDS, Grade
from yimen.domains.evaluation.states import FINDING_WORDS, WORDS, Finding, State, Way
from yimen.ground.accounts.models import Account, Person
from yimen.ground.calendar.moment import legal_day
from yimen.ground.places.models import Organisation, Post

TEXT_LENGTH = 500
NOTE_LENGTH = 1000


class Visit(models.Model):
    """One visit of a person to a window, or of a helper to a person. ``code`` is what the rating link carries: random,
    so that nobody rates somebody else's visit. The same person, officer and matter on one day are one visit."""

    code = models.CharField(max_length=32, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="visits")
    post = models.ForeignKey(Post, models.PROTECT, related_name="visits")
    officer = models.ForeignKey(Account, models.PROTECT, related_name="visits")
    officer_name = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, related_name="visits")
    case_number = models.CharField(max_length=24, blank=True, help_text="of the case that it was about, if any")
    at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "person", "post", "case_number", "day"], name="evaluation_one_visit_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.day}"


class Rating(models.Model):
    """One opinion on one closed case or one visit. Whose it is stands at the case or the visit, never here.

    ``phone`` is kept only where it serves: a bad rating whose giver agreed to be called back, until that is done.
    """

    number = models.CharField(max_length=24, unique=True)
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="rating")
    visit = models.OneToOneField(Visit, models.PROTECT, null=True, related_name="rating")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="ratings", help_text="the body that is rated")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="ratings")
    grade = models.PositiveSmallIntegerField(choices=[(int(one), one.word) for one in Grade])
    reasons = models.JSONField(default=list, help_text="codes of grades.REASONS")
    text = models.TextField(max_length=TEXT_LENGTH, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    remark = models.TextField(max_length=TEXT_LENGTH, blank=True, help_text="追评")
    remarked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["item", "given_at"]), models.Index(fields=["body", "given_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, visit=None) | Q(case=None, visit__isnull=False),
                name="evaluation_rating_one_subject",
            ),
            models.CheckConstraint(condition=Q(grade__gte=1, grade__lte=5), name="evaluation_rating_grade"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def word(self) -> str:
        return Grade(self.grade).word

    @property
    def is_bad(self) -> bool:
        return Grade(self.grade).is_bad

    @property
    def reason_words(self) -> list[str]:
        return [REASON_WORDS[code] for code in self.reasons]

    @property
    def follow_up(self) -> "FollowUp | None":
        """What is being done, or was done, about it; one that was dropped does not count."""
        return self.follow_ups.exclude(state=State.DROPPED).first()

    @property
    def change_until(self) -> date:
        """The last day on which the grade may be changed, as far as its follow-up allows."""
        return limits.last_day(legal_day(self.given_at), limits.CHANGE)


def _choices(words: dict[Any, str]) -> list[tuple[str, str]]:
    return [(str(value), word) for value, word in words.items()]


class FollowUp(models.Model):
    """差评回访整改: what is done about one bad rating, by somebody else than who was rated, each step by its day.

    ``handled_by`` is the body whose officers do it; ``reached`` says whether the call-back got through (None: nobody
    had agreed to be called). ``finding`` after a successful appeal is what the recheck found.
    """

    number = models.CharField(max_length=24, unique=True)
    rating = models.ForeignKey(Rating, models.PROTECT, related_name="follow_ups")
    handled_by = models.ForeignKey(Organisation, models.PROTECT, related_name="follow_ups")
    rated_posts = models.ManyToManyField(Post, related_name="+")
    rated_officers = models.ManyToManyField(Account, related_name="+")
    state = models.CharField(max_length=10, default=State.OPEN, choices=_choices(WORDS))
    opened_at = models.DateTimeField()
    verify_by = models.DateField()
    finding = models.CharField(max_length=10, blank=True, choices=_choices(FINDING_WORDS))
    size = models.CharField(max_length=10, blank=True, help_text="simple or complex, when there is something to fix")
    found = models.TextField(max_length=NOTE_LENGTH, blank=True, help_text="what the verification found")
    reached = models.BooleanField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answer_by = models.DateField(null=True)
    appeal = models.TextField(max_length=NOTE_LENGTH, blank=True, help_text="why the rated body disagrees")
    appealed_at = models.DateTimeField(null=True)
    appealed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    upheld = models.BooleanField(null=True, help_text="whether the recheck agreed with the appeal")
    recheck = models.TextField(max_length=NOTE_LENGTH, blank=True)
    rechecked_at = models.DateTimeField(null=True)
    rechecked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    done = models.TextField(max_length=NOTE_LENGTH, blank=True, help_text="what was put right")
    fixed_at = models.DateTimeField(null=True)
    answer = models.TextField(max_length=NOTE_LENGTH, blank=True, help_text="what the person is told")
    told_by_way = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Way])
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["handled_by", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["rating"], condition=~Q(state="dropped"), name="evaluation_one_live_follow_up"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "dropped"], finding="")
                | (Q(state__in=["verified", "fixed", "told"]) & ~Q(finding="")),
                name="evaluation_verified_has_finding",
            ),
            models.CheckConstraint(
                condition=~Q(state="fixed") | (Q(finding="true") & ~Q(done="")), name="evaluation_fixed_what_is_true"
            ),
            models.CheckConstraint(condition=~Q(state="told") | ~Q(answer=""), name="evaluation_told_has_answer"),
            models.CheckConstraint(
                condition=~Q(state="told", finding="true") | ~Q(done=""), name="evaluation_true_is_fixed_before_told"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def word(self) -> str:
        return WORDS[State(self.state)]

    @property
    def finding_word(self) -> str:
        return FINDING_WORDS[Finding(self.finding)] if self.finding else ""

    @property
    def due_on(self) -> date | None:
        """The last day of the step that is now; None when all is over."""
        if self.state == State.OPEN:
            return self.verify_by
        return self.answer_by if self.state in (State.VERIFIED, State.FIXED) else None

    @property
    def is_under_appeal(self) -> bool:
        return self.appealed_at is not None and self.rechecked_at is None

    @property
    def is_true(self) -> bool:
        return self.finding == Finding.TRUE
