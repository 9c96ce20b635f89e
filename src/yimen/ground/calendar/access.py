"""Who may change the calendar: holders of a post with the code ``operator`` (业务系统管理员). All officers may read."""

from datetime import datetime

from yimen.ground.accounts.models import Account
from yimen.ground.errors import NotAllowed

OPERATOR = "operator"


def may_change(account: Account, now: datetime) -> bool:
    return account.appointments_at(now).filter(post__code=OPERATOR).exists()


_CALENDAR = ("放假安排由业务系统管理员修改", "把要改的日子和依据告诉本单位的业务系统管理员。")


def require_operator(account: Account, now: datetime, refusal: tuple[str, str] = _CALENDAR) -> None:
    """Raises NotAllowed when the account holds no post of an operator at that moment."""
    if not may_change(account, now):
        raise NotAllowed(*refusal)
