from datetime import date, datetime
from typing import Any, Literal

from django.db import transaction

from yimen.ground.accounts.models import Account, Person
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.messages.actions.queue_sms import queue_sms
from yimen.ground.messages.links import Link
from yimen.ground.messages.models import Notice


@transaction.atomic
def notify(
    *,
    actor: Actor,
    to: Person | Account,
    key: str,
    kind: Literal["act", "know"],
    title: str,
    text: str,
    verb: str,
    now: datetime,
    link: Link | None = None,
    due_on: date | None = None,
    mobile: str = "",
    sms: str = "",
) -> Notice:
    """Tell a person or an officer something: in-site at once, by SMS after the commit of the caller's transaction.

    Args:
        to: a person, or an account: an officer's own, or the one of a citizen whose person is known.
        key: what caused it, ``case-accepted:YX20261120-00001``. Told again, it returns the first notice and sends
            nothing; for several readers of one cause the key names the reader too.
        kind: ``act`` asks for something and needs a link to where it is done; ``know`` only tells.
        verb: what the one button says, such as 去补正
        due_on: by when to act.
        mobile, sms: a text message to that number; without either none is sent.
    Raises:
        ValueError: a program's mistake: nobody to tell, no words, or a key that belongs to somebody else's notice.
    """
    reader = _reader(to)
    _check(key, kind, title, verb, link)
    notice, is_new = Notice.objects.get_or_create(
        key=key,
        defaults={
            **reader,
            "kind": kind,
            "title": title if len(title) <= 200 else title[:199] + "…",
            "text": text,
            "verb": verb,
            "link_kind": link.kind if link else "",
            "link_reference": link.reference if link else "",
            "due_on": due_on,
            "created_at": now,
        },
    )
    if not is_new:
        _check_same_reader(notice, reader)
        return notice
    details = {"kind": kind, "about": f"{link.kind} {link.reference}" if link else "", "sms": bool(sms and mobile)}
    record(actor, "notify", object_kind="notice", object_ref=str(notice.pk), at=now, details=details)
    if sms and mobile:
        queue_sms(actor=actor, key=key, mobile=mobile, text=sms, now=now, notice=notice)
    return notice


def _reader(to: Person | Account) -> dict[str, Any]:
    if isinstance(to, Account):
        if to.is_staff:
            return {"person": None, "account": to}
        if to.person is None:
            raise ValueError("nobody is known behind this account yet")
        to = to.person
    return {"person": to, "account": None}


def _check(key: str, kind: str, title: str, verb: str, link: Link | None) -> None:
    if kind not in (Notice.ACT, Notice.KNOW):
        raise ValueError(f"no kind of notice: {kind}")
    if not (key.strip() and title.strip() and verb.strip()):
        raise ValueError("a notice has a key, a title and a verb")
    if len(key) > 200 or len(verb) > 20:
        raise ValueError("a key has at most 200 signs, a verb at most 20")
    if kind == Notice.ACT and link is None:
        raise ValueError("whoever is to act must be led to where")


def _check_same_reader(notice: Notice, reader: dict[str, Any]) -> None:
    # Two readers of one event under one key: the second would silently learn nothing.
    if (notice.person, notice.account) != (reader["person"], reader["account"]):
        raise ValueError(f"the key of notice {notice.pk} belongs to another reader")
