from datetime import datetime

from django.db.models import Q

from yimen.ground.accounts.models import Account
from yimen.ground.places.models import Post


def demo_cast() -> list[dict[str, object]]:
    """The sample persons of a demo city, citizens first, as the sign-in page lists them."""
    found = Account.objects.exclude(demo_note="").select_related("person").order_by("kind", "pk")
    return [
        {
            "key": one.login,
            "name": one.name,
            "role": one.demo_role,
            "note": one.demo_note,
            "is_staff": one.is_staff,
        }
        for one in found
    ]


def colleagues(post: Post, officer: Account, now: datetime) -> list[Account]:
    """Who else holds this post now."""
    current = Q(appointments__until=None) | Q(appointments__until__gt=now)
    return list(
        Account.objects.filter(current, appointments__post=post, appointments__since__lte=now, is_active=True)
        .exclude(pk=officer.pk)
        .order_by("staff_name", "pk")
        .distinct()
    )
