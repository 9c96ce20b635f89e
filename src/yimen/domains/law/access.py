"""Fetch and permission in one step. Unknown and forbidden look alike."""

from datetime import datetime

from yimen.domains.law.models import Alarm
from yimen.ground.accounts.models import Account, posts_of
from yimen.ground.errors import NotFound

EDITOR = "catalogue-editor"
_TOO_LARGE = 2**31


def require_editor(account: Account, now: datetime) -> None:
    """Raises NotFound for whoever does not edit the catalogue."""
    if not any(post.code == EDITOR for post in posts_of(account, now)):
        raise NotFound("没有找到法规提醒", "这里给事项编辑岗看；法规的正文在“法规库”里，谁都能看。")


def alarm_for(account: Account, number: int, now: datetime) -> Alarm:
    """One alarm, by its number."""
    require_editor(account, now)
    rows = Alarm.objects.select_related("document", "acknowledged_by")
    found = rows.filter(pk=number).first() if number < _TOO_LARGE else None
    if found is None:
        raise NotFound("没有找到这条提醒", "回到法规提醒的列表里看看。")
    return found
