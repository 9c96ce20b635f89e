"""Messages of a demo: codes are shown on the page, and a gateway that reaches no phone keeps what it was told."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from yimen.ground.accounts.ports import Sent
from yimen.ground.calendar.moment import now
from yimen.ground.errors import Unavailable
from yimen.ground.messages.ports import Undeliverable

# Numbers that behave as bad ones do, to see what happens then.
SWITCHED_OFF = "15400000990"
_TABLE = """
CREATE TABLE IF NOT EXISTS received (
    reference TEXT PRIMARY KEY, mobile TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS received_of ON received (mobile, at);
"""


class ShownCode:
    """Sends no message: the code is shown on the page. Only a demo plugs this in."""

    def send_code(self, mobile: str, code: str) -> Sent:
        return Sent(shown=code)


@dataclass(frozen=True, slots=True)
class Received:
    text: str
    at: datetime


class DemoGateway:
    """An SMS gateway as a city has one, but its phones are rows in ``YIMEN_VAR/phones.sqlite3``.

    Like a real one it is a world of its own: it keeps a message even if the product forgets that it sent it, and drops
    a second one with the same reference.
    """

    def send(self, mobile: str, text: str, reference: str) -> None:
        """See ``ground.messages.ports.SmsGateway``."""
        if mobile == SWITCHED_OFF:
            raise Undeliverable("这个号码是空号", "核对一下号码，或者打电话告诉对方。")
        with self._phones() as phones:
            phones.execute(
                "INSERT OR IGNORE INTO received (reference, mobile, text, at) VALUES (?, ?, ?, ?)",
                (reference, mobile, text, now().isoformat()),
            )

    def received_by(self, mobile: str, limit: int = 20) -> list[Received]:
        """What lies on a phone, the latest first."""
        with self._phones() as phones:
            rows = phones.execute(
                "SELECT text, at FROM received WHERE mobile = ? ORDER BY at DESC, rowid DESC LIMIT ?", (mobile, limit)
            ).fetchall()
        return [Received(text, datetime.fromisoformat(at)) for text, at in rows]

    @contextmanager
    def _phones(self) -> Iterator[sqlite3.Connection]:
        path = Path(settings.YIMEN_VAR) / "phones.sqlite3"
        try:
            path.touch(mode=0o600)
            with closing(sqlite3.connect(path, timeout=10)) as phones, phones:
                phones.executescript(_TABLE)
                yield phones
        except (OSError, sqlite3.Error) as error:
            raise Unavailable("样例短信网关现在不能用", "过一会儿会自动再发。") from error
