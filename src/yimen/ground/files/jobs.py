from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django_tasks import task

from yimen.ground.calendar.moment import legal_day
from yimen.ground.files.actions.drop_incoming import drop_incoming
from yimen.ground.files.incoming import incoming_folder, part_file
from yimen.ground.files.models import Incoming, StoredFile
from yimen.ground.files.storage import PrivateStorage

LOOKED_BACK = 14
STILL_OPEN = 2


@task()
def clear_leftovers(now: str) -> int:
    """Delete content that no row claims any more, and return how many files went. ``now`` in ISO form.

    There are three ways to it: a transaction that was rolled back after the upload had been written, a server
    killed between the commit of a destruction and the deletion, and an upload in parts that nobody went on with. The
    first is found in the folders of the last days, the second among the rows destroyed in these days, the third by
    its time.
    """
    moment = datetime.fromisoformat(now)
    today = legal_day(moment)
    storage = PrivateStorage()
    gone = _given_up(moment)
    for name in [*_destroyed_since(today - timedelta(days=LOOKED_BACK)), *_unclaimed(storage, today)]:
        if storage.exists(name):
            storage.delete(name)
            gone += 1
    return gone


def _given_up(moment: datetime) -> int:
    """Uploads in parts whose time is over, with what has arrived of them; how many had something."""
    gone = 0
    for incoming in Incoming.objects.filter(expires_at__lte=moment).iterator():
        gone += part_file(incoming).exists()
        drop_incoming(incoming=incoming)
    known = set(Incoming.objects.values_list("code", flat=True))
    for path in incoming_folder().glob("*"):
        if path.name not in known and path.stat().st_mtime < (moment - timedelta(days=STILL_OPEN)).timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _destroyed_since(day: date) -> Iterator[str]:
    rows = StoredFile.objects.filter(destroyed_at__date__gte=day)
    return rows.values_list("file", flat=True).iterator()


def _unclaimed(storage: PrivateStorage, today: date) -> Iterator[str]:
    # Not today's and yesterday's: their transactions may still be open.
    for ago in range(STILL_OPEN, LOOKED_BACK):
        folder = f"{today - timedelta(days=ago):%Y/%m/%d}"
        path = Path(storage.location) / folder
        names = {f"{folder}/{one.name}" for one in path.iterdir()} if path.is_dir() else set()
        yield from names - set(StoredFile.objects.filter(file__in=names).values_list("file", flat=True))
