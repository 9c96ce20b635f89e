"""A small cast that everybody knows, made from ``demo/`` by the product's own loader.

Citizens of 云溪: 张伟, whose papers are all in order; 陈静, who wants a shop beside a school; 周小雨, who is a minor.
Officers: 李敏, registrar of the market regulator; 周涛, who sits in another department.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.test import Client
from django.urls import reverse

from yimen.config import demo, publishing
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import current_version
from yimen.ground.accounts.models import Account, Person

SERVICE = "individual-business-registration"
REGULATOR = "119901810000010118"
# A Friday in Shanghai: the city opens at nine, and the tests act at ten.
OPENING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
NOW = OPENING + timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Cast:
    """The accounts, freshly read for each test; a citizen's ``person`` is known by real name."""

    zhang_wei: Account
    chen_jing: Account
    zhou_xiaoyu: Account
    li_min: Account
    zhou_tao: Account

    @property
    def version(self) -> Version:
        """The current version of the one service that the demo city offers."""
        return current_version(SERVICE)


def load() -> None:
    """Fill the database with the demo city as it is in the morning of the day of the tests."""
    with patch.object(demo, "now", lambda: OPENING), patch.object(publishing, "now", lambda: OPENING):
        for _ in demo.load():
            pass


def read() -> Cast:
    by_login = {one.login: one for one in Account.objects.select_related("person")}
    return Cast(
        zhang_wei=by_login["15400000001"],
        chen_jing=by_login["15400000002"],
        zhou_xiaoyu=by_login["15400000003"],
        li_min=by_login["limin"],
        zhou_tao=by_login["zhoutao"],
    )


def person_of(account: Account) -> Person:
    """The person behind a citizen's account."""
    assert account.person is not None
    return account.person


def browser_of(account: Account | None) -> Client:
    """A browser in which this member of the cast has come in by the demo door; None: nobody has signed in."""
    client = Client()
    if account is not None:
        answer = client.post(reverse("accounts:demo"), {"person": account.login, "next": "/prefs/"})
        assert answer.status_code == 302
    return client
