"""Who may write and who may review the catalogue: holders of the posts ``catalogue-editor``, ``catalogue-reviewer``."""

from datetime import datetime

from yimen.domains.catalogue.models import Draft
from yimen.ground.accounts.models import Account, posts_of
from yimen.ground.errors import NotAllowed, NotFound

EDITOR, REVIEWER = "catalogue-editor", "catalogue-reviewer"
# A number in an address may be longer than the column.
_TOO_LARGE = 2**63


def is_editor(account: Account, now: datetime) -> bool:
    return EDITOR in {one.code for one in posts_of(account, now)}


def is_reviewer(account: Account, now: datetime) -> bool:
    return REVIEWER in {one.code for one in posts_of(account, now)}


def require_staff_of_catalogue(account: Account, now: datetime) -> None:
    """Raises NotAllowed when the account neither edits nor reviews the catalogue."""
    if not {EDITOR, REVIEWER} & {one.code for one in posts_of(account, now)}:
        raise NotAllowed("事项由事项编辑岗写、事项审核岗审", "要改事项的，把改什么、依据是什么告诉他们。")


def require_editor(account: Account, now: datetime) -> None:
    """Raises NotAllowed."""
    if not is_editor(account, now):
        raise NotAllowed("写草稿是事项编辑岗的事", "把要改的地方写在审核意见里，由编辑岗来改。")


def require_reviewer(account: Account, now: datetime) -> None:
    """Raises NotAllowed."""
    if not is_reviewer(account, now):
        raise NotAllowed("审核是事项审核岗的事", "提交以后，由没有写过这份草稿的审核岗同事来审。")


def draft_for(account: Account, number: int, now: datetime) -> Draft:
    """A draft, for those who edit or review; for all others there is none. Raises NotFound."""
    found = Draft.objects.select_related("base__item").filter(pk=number).first() if number < _TOO_LARGE else None
    if found is None or not {EDITOR, REVIEWER} & {one.code for one in posts_of(account, now)}:
        raise NotFound("没有这份草稿", "回到事项编审看看。")
    return found
