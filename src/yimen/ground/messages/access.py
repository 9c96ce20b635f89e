from django.db.models import QuerySet

from yimen.ground.accounts.models import Account
from yimen.ground.errors import NotFound
from yimen.ground.messages.models import Notice


def notices_for(account: Account) -> QuerySet[Notice]:
    """The notices of whoever is signed in: an officer's own, or those of the person behind a citizen's account."""
    if account.is_staff:
        return Notice.objects.filter(account=account)
    if account.person_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(person_id=account.person_id)


def notice_for(account: Account, number: int) -> Notice:
    """One of them. Raises NotFound for everybody else's as for one that does not exist."""
    found = notices_for(account).filter(pk=number).first()
    if found is None:
        raise NotFound("没有找到这条消息", "回到消息列表看看。")
    return found
