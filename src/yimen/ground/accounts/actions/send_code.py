import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from yimen.ground.accounts.errors import TooSoon
from yimen.ground.accounts.models import OneTimeCode
from yimen.ground.accounts.ports import Sent, code_sender
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record

VALID_FOR = timedelta(minutes=5)
PAUSE = timedelta(seconds=60)
PER_DAY = 10


def send_code(*, actor: Actor, mobile: str, now: datetime) -> Sent:
    """Send a six-digit sign-in code to a mobile number.

    Raises:
        TooSoon: a code went to this number less than a minute ago, or ten within a day.
        Unavailable: the message could not be sent.
    """
    sent = OneTimeCode.objects.filter(mobile=mobile, sent_at__gt=now - timedelta(days=1)).order_by("-sent_at")
    latest = sent.first()
    if latest is not None and latest.used_at is None and latest.sent_at > now - PAUSE:
        raise TooSoon(
            "验证码刚刚发过",
            f"等 {_seconds_left(latest.sent_at, now)} 秒可以再发一次。没收到的话，看看是不是被手机拦截了。",
        )
    if sent.count() >= PER_DAY:
        raise TooSoon("这个号码今天的验证码已经发完 10 次", "明天再来，或者拨打 12345，也可以带身份证到窗口办。")
    code = f"{secrets.randbelow(1_000_000):06}"
    with transaction.atomic():
        OneTimeCode.objects.create(
            mobile=mobile, code_hash=make_password(code), sent_at=now, expires_at=now + VALID_FOR
        )
        record(actor, "send-code", object_kind="mobile", object_ref=f"{mobile[:3]}****{mobile[-4:]}", at=now)
    return code_sender().send_code(mobile, code)


def _seconds_left(sent_at: datetime, now: datetime) -> int:
    return max(1, int((sent_at + PAUSE - now).total_seconds()))
