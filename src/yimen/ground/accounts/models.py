from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from yimen.ground.audit import Actor
from yimen.ground.places.models import Organisation, Post
from yimen.ground.prepared import prepared


class Person(models.Model):
    """A natural person as the identity register knows him or her."""

    name = models.CharField(max_length=100)
    id_kind = models.CharField(max_length=20, default="居民身份证")
    id_number = models.CharField(max_length=20, unique=True)
    birth = models.DateField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.CharField(max_length=100, blank=True, help_text="the register that confirmed it")

    def __str__(self) -> str:
        return self.name


class LegalEntity(models.Model):
    """An enterprise or another organisation that acts through people."""

    credit_code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=200)
    representative = models.ForeignKey(Person, models.PROTECT, null=True, related_name="represents")

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """代办授权: a person may act for another person or for a legal entity, for a purpose and a time (行政许可法 29)."""

    agent = models.ForeignKey(Person, models.PROTECT, related_name="mandates_held")
    principal_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="mandates_given")
    principal_entity = models.ForeignKey(LegalEntity, models.PROTECT, null=True, related_name="mandates_given")
    purpose = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(principal_person__isnull=False, principal_entity=None)
                | Q(principal_person=None, principal_entity__isnull=False),
                name="accounts_mandate_one_principal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agent} → {self.principal_person or self.principal_entity}"


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login=username)


class Account(AbstractBaseUser):
    """A way to sign in: a citizen by mobile number and code, staff by name and password."""

    CITIZEN, STAFF = "citizen", "staff"

    kind = models.CharField(max_length=10, choices=[(CITIZEN, "citizen"), (STAFF, "staff")])
    login = models.CharField(
        max_length=60, unique=True, help_text="mobile number of a citizen, staff name of an officer"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="accounts")
    staff_name = models.CharField(max_length=60, blank=True)
    demo_role = models.CharField(
        max_length=60, blank=True, help_text="of a sample person, shown on a demo's sign-in page"
    )
    demo_note = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    objects = AccountManager()

    USERNAME_FIELD = "login"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The officer's or the person's name, or the mobile number with its middle covered."""
        if self.staff_name:
            return self.staff_name
        if self.person is not None:
            return self.person.name
        return f"{self.login[:3]}****{self.login[-4:]}"

    @property
    def is_staff(self) -> bool:
        return self.kind == self.STAFF

    def appointments_at(self, now: datetime) -> "models.QuerySet[Appointment]":
        return self.appointments.filter(Q(until=None) | Q(until__gt=now), since__lte=now).select_related(
            "post__organisation"
        )

    def actor(self, now: datetime) -> Actor:
        """This account as the doer of an act, with the authority it has at that moment."""
        if not self.is_staff:
            return Actor(id=str(self.pk), name=self.name, kind="citizen", authority="本人")
        posts = [f"{one.post.organisation.name} {one.post.name}" for one in self.appointments_at(now)]
        return Actor(id=str(self.pk), name=self.name, kind="staff", authority="；".join(posts)[:200])


class Appointment(models.Model):
    """Who holds which post, from when to when."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account} {self.post}"


class OneTimeCode(models.Model):
    """A code sent to a mobile number. Only a hash is kept; it dies after minutes, use, or too many tries."""

    mobile = models.CharField(max_length=11)
    code_hash = models.CharField(max_length=128)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["mobile", "-sent_at"])]

    def __str__(self) -> str:
        return f"{self.mobile[:3]}****{self.mobile[-4:]} {self.sent_at:%Y-%m-%d %H:%M}"


@prepared
def _appointments_at(account: int, now: datetime) -> "models.QuerySet[Appointment]":
    held = Appointment.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now, account=account)
    return held.select_related("post__organisation")


def posts_of(account: Account, now: datetime) -> list[Post]:
    return [one.post for one in _appointments_at(account.pk, now)]


def organisations_of(account: Account, now: datetime) -> set[Organisation]:
    return {one.post.organisation for one in account.appointments_at(now)}
