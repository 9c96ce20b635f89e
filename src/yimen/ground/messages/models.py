from django.db import models
from django.db.models import Q

from yimen.ground.accounts.models import Account, Person
from yimen.ground.messages.links import Link, link


class Notice(models.Model):
    """One notice to one person, or to one officer. ``key`` says what caused it: the same cause gives no second one."""

    ACT, KNOW = "act", "know"

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="notices")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="notices", help_text="of an officer")
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=4, choices=[(ACT, "要您处理的"), (KNOW, "知道就行")])
    title = models.CharField(max_length=200)
    text = models.TextField()
    verb = models.CharField(max_length=20, help_text="words of its one button")
    link_kind = models.CharField(max_length=32, blank=True)
    link_reference = models.CharField(max_length=100, blank=True)
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, account=None) | Q(person=None, account__isnull=False),
                name="messages_notice_one_reader",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="messages_of_person"),
            models.Index(fields=["account", "-id"], name="messages_of_account"),
            models.Index(
                fields=["link_kind", "link_reference"],
                name="messages_open_acts",
                condition=Q(kind="act", done_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"

    @property
    def is_open(self) -> bool:
        """It waits for its reader to do something."""
        return self.kind == self.ACT and self.done_at is None

    @property
    def about(self) -> Link | None:
        return Link(self.link_kind, self.link_reference) if self.link_kind else None

    @property
    def href(self) -> str:
        """The page it leads to, or "" when there is none."""
        return link(self.link_kind, self.link_reference) if self.link_kind else ""


class Sms(models.Model):
    """One text message: queued with what caused it, sent after the commit, once.

    ``reference`` is what the gateway knows it by: a second try carries the same, and the gateway drops it.
    ``failed`` says why it was given up; such rows stay, for somebody to see.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="texts")
    key = models.CharField(max_length=200, unique=True)
    reference = models.CharField(max_length=32, unique=True)
    mobile = models.CharField(max_length=20)
    text = models.CharField(max_length=500)
    queued_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    trying_until = models.DateTimeField(null=True, help_text="nobody else tries before this moment")
    sent_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["queued_at"], name="messages_sms_failed", condition=~Q(failed=""))]

    def __str__(self) -> str:
        return f"sms {self.pk}"
