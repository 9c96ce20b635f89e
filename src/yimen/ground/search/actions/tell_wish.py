"""告诉我们您要办什么: somebody says what could not be found."""

from datetime import datetime, timedelta

from django.db import transaction

from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import DomainError
from yimen.ground.search.models import Wish

# Of everybody together: no address and no person is kept by which somebody could be counted alone.
MOST_IN_AN_HOUR = 60
_LEAST, _LONGEST = 2, 500


class TooMany(DomainError):
    """More have been told within the hour than editors could read."""


class NothingSaid(DomainError):
    """The text is too short to be understood."""


def tell_wish(*, actor: Actor, text: str, looked_for: str, phone: str, now: datetime) -> Wish:
    """Keep it for the editors of the catalogue. The same text that waits already is kept once.

    Raises:
        NothingSaid: there is no text to read.
        TooMany: too many have been told within the hour.
    """
    said = " ".join(text.split())[:_LONGEST]
    if len(said) < _LEAST:
        raise NothingSaid("写一写您要办什么", "比如“给孩子转学籍”，一句话就行。")
    with transaction.atomic():
        waiting = Wish.objects.filter(text=said, phone=phone, state=Wish.OPEN).first()
        if waiting is not None:
            return waiting
        if Wish.objects.filter(asked_at__gt=now - timedelta(hours=1)).count() >= MOST_IN_AN_HOUR:
            raise TooMany("这一小时里说的人太多，记不下了", "打 12345 说，工作人员当场告诉您到哪里办。")
        wish = Wish.objects.create(text=said, looked_for=looked_for[:100], phone=phone, asked_at=now)
        record(actor, "tell-wish", object_kind="wish", object_ref=str(wish.pk), at=now)
        return wish
