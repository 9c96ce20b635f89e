from datetime import datetime, timedelta

from django.db import transaction

from yimen.ground.accounts.errors import IdentityNotConfirmed, TooSoon
from yimen.ground.accounts.models import Account, Person
from yimen.ground.accounts.persons import person_of
from yimen.ground.accounts.ports import identity_register
from yimen.ground.audit import Actor
from yimen.ground.audit.models import Entry
from yimen.ground.audit.record import record

FAILED = "confirm-identity-failed"
TRIES = 5


def confirm_identity(*, actor: Actor, account: Account, name: str, id_number: str, now: datetime) -> Person:
    """实名核验: tie the account to the person whom the identity register knows by this name and number.

    Raises:
        TooSoon: five tries failed within a day; the register is no place to guess who exists.
        IdentityNotConfirmed: the register does not know the pair, or the account is another person's already.
    """
    _check_tries(account, now)
    identity = identity_register().confirm(name, id_number)
    if identity is None:
        with transaction.atomic():
            record(actor, FAILED, object_kind="account", object_ref=str(account.pk), at=now)
        raise IdentityNotConfirmed(
            "姓名和身份证号码与人口库的记录对不上",
            "核对一下有没有写错；刚改过名或刚换证的，可以带证件到窗口核验。",
        )
    with transaction.atomic():
        person = person_of(identity, now)
        if account.person_id not in (None, person.pk):
            raise IdentityNotConfirmed("这个账号已经实名为另一个人", "退出后用您自己的手机号登录。")
        Account.objects.filter(pk=account.pk).update(person=person)
        account.person = person
        record(account.actor(now), "confirm-identity", object_kind="account", object_ref=str(account.pk), at=now)
    return person


def _check_tries(account: Account, now: datetime) -> None:
    failed = Entry.objects.filter(
        object_kind="account", object_ref=str(account.pk), action=FAILED, at__gt=now - timedelta(days=1)
    )
    if failed.count() >= TRIES:
        raise TooSoon("今天已经核验 5 次都没对上", "明天再试，或者带身份证到窗口核验，也可以打 12345 问。")
