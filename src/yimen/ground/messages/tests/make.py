"""Readers, notices, and a gateway that remembers what it was handed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client

from yimen.ground.accounts.gate import REAL_NAME
from yimen.ground.accounts.models import Account, Person
from yimen.ground.audit import SYSTEM
from yimen.ground.errors import DomainError
from yimen.ground.messages.actions.notify import notify
from yimen.ground.messages.links import Link
from yimen.ground.messages.models import Notice

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
CASE = Link("case", "YX20261120-00001")
MOBILE = "15400000001"
TEXT = "您的申请要补正，11月25日前补好。登录云溪市政务服务，在“消息”里看。"
_numbers: Iterator[int] = count(1)


def citizen(name: str = "张伟") -> Account:
    """Somebody known by real name."""
    n = next(_numbers)
    person = Person.objects.create(name=name, id_number=f"9901811990{n:08}")
    return Account.objects.create(kind="citizen", login=f"1540001{n:04}", person=person, created_at=NOW)


def stranger() -> Account:
    """A mobile number and nothing else."""
    return Account.objects.create(kind="citizen", login=f"1540002{next(_numbers):04}", created_at=NOW)


def officer() -> Account:
    return Account.objects.create(kind="staff", login=f"officer{next(_numbers)}", staff_name="李敏", created_at=NOW)


def told(to: Account | Person, **more: Any) -> Notice:
    """A notice that asks to act, unless ``more`` says otherwise."""
    given = {
        "key": f"cause-{next(_numbers)}",
        "kind": "act",
        "title": "您的申请要补正",
        "text": "缺一份房屋租赁合同。",
        "verb": "去补正",
        "link": CASE,
        "due_on": date(2026, 11, 25),
        "now": NOW,
    }
    return notify(actor=SYSTEM, to=to, **{**given, **more})


def browser_of(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    session = client.session
    session["assurance"] = REAL_NAME if account.is_staff or account.person_id else 1
    session.save()
    return client


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


class Gateway:
    """Takes a reference once. ``trouble`` is raised instead of taking, or, if ``after``, having taken."""

    def __init__(self, *trouble: DomainError | BaseException, after: bool = False) -> None:
        self.sent: dict[str, tuple[str, str]] = {}
        self.calls = 0
        self._trouble, self._after = list(trouble), after

    def send(self, mobile: str, text: str, reference: str) -> None:
        self.calls += 1
        trouble = self._trouble.pop(0) if self._trouble else None
        if trouble is None or self._after:
            self.sent.setdefault(reference, (mobile, text))
        if trouble is not None:
            raise trouble
