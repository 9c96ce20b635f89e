"""Who reads what people could not find: holders of a post with the code ``catalogue-editor`` (事项编辑)."""

from datetime import datetime

from yimen.ground.accounts.models import Account
from yimen.ground.errors import NotAllowed

EDITOR = "catalogue-editor"


def require_editor(account: Account, now: datetime) -> None:
    """Raises NotAllowed when the account holds no post of an editor at that moment."""
    if not account.appointments_at(now).filter(post__code=EDITOR).exists():
        raise NotAllowed("没找到的事由事项编辑处理", "知道该加什么说法的，告诉本单位的事项编辑。")
