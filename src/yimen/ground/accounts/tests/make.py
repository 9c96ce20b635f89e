"""Codes, officers and fresh accounts for the tests of signing in."""

import re
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from tests.cast import NOW
from yimen.ground.accounts.actions.send_code import send_code
from yimen.ground.accounts.actions.sign_in import sign_in_by_code
from yimen.ground.accounts.models import Account
from yimen.ground.audit import Actor

NOBODY = Actor(id="", name="未登录", kind="anonymous")
FRESH = "15400009999"
PASSWORD = "correct horse battery"


def code_for(mobile: str = FRESH, now: datetime = NOW) -> str:
    """A sign-in code, as the demo shows it."""
    return send_code(actor=NOBODY, mobile=mobile, now=now).shown


def wrong(code: str) -> str:
    """Six digits, but not these."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def fresh_account(now: datetime = NOW) -> Account:
    """Somebody who has proved a mobile number and nothing else."""
    return sign_in_by_code(actor=NOBODY, mobile=FRESH, code=code_for(now=now), now=now)


def with_password(officer: Account) -> Account:
    Account.objects.filter(pk=officer.pk).update(password=make_password(PASSWORD))
    return officer


def shown_code(answer: Any) -> str:
    """The code on the page of a demo."""
    found = re.search(r">(\d{6})<", answer.content.decode())
    assert found
    return found[1]
