from yimen.ground.accounts.models import Account


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
