from datetime import datetime

from django.db import transaction

from yimen.ground.accounts.errors import IdentityNotConfirmed
from yimen.ground.accounts.models import Account, Person
from yimen.ground.accounts.ports import identity_register
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record


def confirm_identity(*, actor: Actor, account: Account, name: str, id_number: str, now: datetime) -> Person:
    """实名核验: tie the account to the person whom the identity register knows by this name and number.

    Raises:
        IdentityNotConfirmed: the register does not know the pair, or the account is another person's already.
    """
    identity = identity_register().confirm(name, id_number)
    if identity is None:
        raise IdentityNotConfirmed(
            "姓名和身份证号码与人口库的记录对不上",
            "核对一下有没有写错；刚改过名或刚换证的，可以带证件到窗口核验。",
        )
    with transaction.atomic():
        person, _ = Person.objects.get_or_create(
            id_number=identity.id_number,
            defaults={
                "name": identity.name,
                "id_kind": identity.id_kind,
                "birth": identity.birth,
                "verified_at": now,
                "verified_by": identity.register,
            },
        )
        if account.person_id not in (None, person.pk):
            raise IdentityNotConfirmed("这个账号已经实名为另一个人", "退出后用您自己的手机号登录。")
        Account.objects.filter(pk=account.pk).update(person=person)
        account.person = person
        record(account.actor(now), "confirm-identity", object_kind="account", object_ref=str(account.pk), at=now)
    return person
