"""Who has come in, from the id in the session."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from yimen.ground.accounts.models import Account
from yimen.ground.prepared import prepared


class Accounts(ModelBackend):
    def get_user(self, user_id: Any) -> Account | None:
        account = next(iter(_account(int(user_id))), None)
        return account if account is not None and self.user_can_authenticate(account) else None


@prepared
def _account(number: int) -> QuerySet[Account]:
    return Account.objects.filter(pk=number)
