import re
import unicodedata
from datetime import datetime

from django.db import transaction

from yimen.domains.benefits.actions.halting import locked
from yimen.domains.benefits.errors import BadAnswer
from yimen.domains.benefits.events import AccountMended
from yimen.domains.benefits.models import Entitlement
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.outbox.announce import announce

WAYS = ("社会保障卡", "银行卡", "存折")
_NUMBER = re.compile(r"\d{8,30}")


@transaction.atomic
def mend_account(
    *, actor: Actor, entitlement: Entitlement, way: str, name: str, number: str, why: str, now: datetime
) -> Entitlement:
    """Put another account in place; what came back from the old one is in the next list as arrears.

    Raises:
        BadAnswer: an entry is missing, the number is none, or it is the account that failed.
    """
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number))
    if way not in WAYS:
        raise BadAnswer("way", "选一种领取方式")
    if not name.strip() or len(name.strip()) > 100:
        raise BadAnswer("name", "写明户名", "和存折、卡上的一样。")
    if not _NUMBER.fullmatch(digits):
        raise BadAnswer("number", "账号是 8 到 30 位数字", "照存折、卡上的抄，中间的空格可以留着。")
    if not why.strip() or len(why.strip()) > 200:
        raise BadAnswer("why", "写明为什么改，最多 200 个字", "用他人账户的，写明关系和老人的同意。")
    held = locked(entitlement)
    if held.account_fault and digits == held.account_number:
        raise BadAnswer("number", "这就是没有发成的那个账号", f"没有发成的原因：{held.account_fault}。换一个能用的。")

    held.account_way, held.account_name, held.account_number, held.account_fault = way, name.strip(), digits, ""
    held.save(update_fields=["account_way", "account_name", "account_number", "account_fault"])

    details = {"why": why.strip(), "own_name": name.strip() == held.recipient}
    record(actor, "mend-account", object_kind="benefit", object_ref=held.case_number, at=now, details=details)
    announce(AccountMended(held.case_number, held.person_id, now.isoformat()), now=now)
    return held
