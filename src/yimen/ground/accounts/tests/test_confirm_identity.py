from datetime import date, timedelta

import pytest

from tests.cast import NOW, Cast, person_of
from yimen.ground.accounts.actions.confirm_identity import confirm_identity
from yimen.ground.accounts.errors import IdentityNotConfirmed, TooSoon
from yimen.ground.accounts.models import Account, Person
from yimen.ground.accounts.tests.make import fresh_account
from yimen.ground.audit.models import Entry

LIU_YANG = ("刘洋", "990181199512240336")


def confirm(account: Account, name: str, id_number: str) -> Person:
    return confirm_identity(actor=account.actor(NOW), account=account, name=name, id_number=id_number, now=NOW)


def test_the_account_becomes_the_person_whom_the_register_knows(cast: Cast) -> None:
    account = fresh_account()
    person = confirm(account, *LIU_YANG)
    account.refresh_from_db()
    assert account.person == person
    assert (person.name, person.birth) == ("刘洋", date(1995, 12, 24))
    assert (person.verified_at, person.verified_by) == (NOW, "人口库（云溪市公安局）")


@pytest.mark.parametrize(
    ("name", "id_number"),
    [("刘洋洋", LIU_YANG[1]), ("刘洋", "990181199005120110"), ("刘洋", "990181199512240000"), ("", "")],
)
def test_what_the_register_does_not_know_so_is_refused(cast: Cast, name: str, id_number: str) -> None:
    account = fresh_account()
    with pytest.raises(IdentityNotConfirmed, match="对不上"):
        confirm(account, name, id_number)
    account.refresh_from_db()
    assert account.person is None
    assert not Entry.objects.filter(action="confirm-identity").exists()


def test_an_account_cannot_become_somebody_else(cast: Cast) -> None:
    with pytest.raises(IdentityNotConfirmed, match="已经实名为另一个人"):
        confirm(cast.zhang_wei, *LIU_YANG)
    cast.zhang_wei.refresh_from_db()
    assert cast.zhang_wei.person.name == "张伟"
    assert not Person.objects.filter(id_number=LIU_YANG[1]).exists()


def test_a_second_number_of_the_same_person_is_the_same_person(cast: Cast) -> None:
    account = fresh_account()
    assert confirm(account, "张伟", "990181199005120110") == person_of(cast.zhang_wei)


def test_the_evidence_holds_no_id_number(cast: Cast) -> None:
    account = fresh_account()
    confirm(account, *LIU_YANG)
    entry = Entry.objects.get(action="confirm-identity")
    assert entry.object_ref == str(account.pk)
    assert all(LIU_YANG[1] not in f"{one.object_ref} {one.details}" for one in Entry.objects.all())


def test_after_five_tries_a_day_nobody_guesses_on(cast: Cast) -> None:
    account = fresh_account()
    for _ in range(5):
        with pytest.raises(IdentityNotConfirmed):
            confirm(account, "刘洋洋", LIU_YANG[1])
    with pytest.raises(TooSoon, match="5 次"):
        confirm(account, *LIU_YANG)
    next_day = NOW + timedelta(days=1, seconds=1)
    person = confirm_identity(
        actor=account.actor(next_day), account=account, name=LIU_YANG[0], id_number=LIU_YANG[1], now=next_day
    )
    assert person.name == "刘洋"
