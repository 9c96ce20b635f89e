"""Persons as the identity register knows them."""

from datetime import datetime

from yimen.ground.accounts.models import Person
from yimen.ground.accounts.ports import Identity


def person_of(identity: Identity, now: datetime) -> Person:
    """The person of a confirmed identity; who was not known yet is known from now on."""
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
    return person
