"""Two ways in: a citizen's mobile number and code, an officer's name and password."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from yimen.ground.accounts.errors import WrongCode, WrongPassword
from yimen.ground.accounts.models import Account, OneTimeCode
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record

TRIES = 5
LOCK = timedelta(minutes=15)


def sign_in_by_code(*, actor: Actor, mobile: str, code: str, now: datetime) -> Account:
    """The citizen's account for this mobile number, made on first use.

    Raises:
        WrongCode: no live code, a wrong one, or five wrong tries.
    """
    # The try is counted in a transaction of its own, committed before the refusal: otherwise the rollback forgives it.
    live = (
        OneTimeCode.objects.filter(mobile=mobile, used_at=None, expires_at__gt=now, tries__lt=TRIES)
        .order_by("-sent_at")
        .first()
    )
    if live is None:
        raise WrongCode("验证码已经失效", "点“重新发送”，用新的验证码登录。")
    if not OneTimeCode.objects.filter(pk=live.pk, tries__lt=TRIES).update(tries=F("tries") + 1):
        raise WrongCode("验证码已经失效", "点“重新发送”，用新的验证码登录。")
    if not check_password(code, live.code_hash):
        raise WrongCode("验证码不对", f"核对短信里的 6 位数字，还可以再试 {TRIES - live.tries - 1} 次。")
    with transaction.atomic():
        if not OneTimeCode.objects.filter(pk=live.pk, used_at=None).update(used_at=now):
            raise WrongCode("验证码已经用过", "点“重新发送”，用新的验证码登录。")
        account, created = Account.objects.get_or_create(
            login=mobile, defaults={"kind": Account.CITIZEN, "created_at": now, "password": make_password(None)}
        )
        if not account.is_active or account.is_staff:
            raise WrongCode("这个号码不能登录", "拨打 12345，我们帮您查原因。")
        record(account.actor(now), "sign-in", object_kind="account", object_ref=str(account.pk), at=now)
    return account


def sign_in_by_password(*, actor: Actor, login: str, password: str, now: datetime) -> Account:
    """The officer's account.

    Raises:
        WrongPassword: unknown name and wrong password look alike; five failures lock the account for 15 minutes.
    """
    account = None
    if login.isprintable():  # PostgreSQL answers a NUL in a text with an error instead of finding nothing
        account = Account.objects.filter(login=login, kind=Account.STAFF, is_active=True).first()
    if account is None:
        make_password(password)  # as slow as a real check, so that time does not tell which names exist
        raise WrongPassword("用户名或密码不对", "核对后再试；忘了密码请找本单位的系统管理员。")
    if account.locked_until is not None and account.locked_until > now:
        raise WrongPassword("连续输错 5 次，账号暂时锁定", "15 分钟后再试，或请本单位的系统管理员解锁。")
    if not check_password(password, account.password):
        _count_failure(account, now)
        raise WrongPassword("用户名或密码不对", "核对后再试；忘了密码请找本单位的系统管理员。")
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(failures=0, locked_until=None)
        record(account.actor(now), "sign-in", object_kind="account", object_ref=str(account.pk), at=now)
    return account


def _count_failure(account: Account, now: datetime) -> None:
    with transaction.atomic():
        record(account.actor(now), "sign-in-failed", object_kind="account", object_ref=str(account.pk), at=now)
        Account.objects.filter(pk=account.pk).update(failures=F("failures") + 1)
        account.refresh_from_db(fields=["failures"])
        if account.failures >= TRIES:
            Account.objects.filter(pk=account.pk).update(failures=0, locked_until=now + LOCK)
            record(account.actor(now), "lock-account", object_kind="account", object_ref=str(account.pk), at=now)
