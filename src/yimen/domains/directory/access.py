"""Who works on the directory: the editors and reviewers of the catalogue."""

from datetime import datetime

from yimen.ground.accounts.models import Account, posts_of
from yimen.ground.errors import NotFound

EDITOR, REVIEWER = "catalogue-editor", "catalogue-reviewer"


def check_works_here(account: Account, now: datetime) -> None:
    """Raises NotFound for an officer whose posts have nothing to do with the directory."""
    if not any(post.code in (EDITOR, REVIEWER) for post in posts_of(account, now)):
        raise NotFound("这里是事项目录的页面，您的岗位用不到", "要看自己的待办，回到“我的待办”。")


def may_change(account: Account, now: datetime) -> bool:
    """Whether this officer may change the directory: editors only; reviewers read it."""
    return any(post.code == EDITOR for post in posts_of(account, now))
