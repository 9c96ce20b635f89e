from datetime import datetime

from django.db import transaction

from yimen.ground.accounts.errors import IdentityNotConfirmed
from yimen.ground.accounts.models import Person
from yimen.ground.accounts.persons import person_of
from yimen.ground.accounts.ports import identity_register
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record


def confirm_person(*, actor: Actor, name: str, id_number: str, now: datetime) -> Person:
    """核对身份 of a person who is present, by the identity register; the person is known from then on.

    Raises:
        IdentityNotConfirmed: the register does not know the pair; each such try is on record.
        Unavailable: no register is plugged in, or it does not answer.
    """
    identity = identity_register().confirm(name, id_number)
    with transaction.atomic():
        if identity is None:
            record(actor, "confirm-at-window-failed", object_kind="account", object_ref=actor.id, at=now)
        else:
            person = person_of(identity, now)
            record(actor, "confirm-at-window", object_kind="person", object_ref=str(person.pk), at=now)
            return person
    raise IdentityNotConfirmed(
        "人口库里没有这一对姓名和号码",
        "对着证件再看一遍；刚改过名、刚换证的，请申请人带证件到派出所户籍窗口核实后再来",
    )
