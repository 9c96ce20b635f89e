"""What the page of a service shows from other lists, asked in one question: the law library and the list of powers."""

from django.db.models import QuerySet

from yimen.domains.catalogue.models import Item, Version
from yimen.domains.law.queries import fingerprint_within
from yimen.domains.powers.queries import power_within
from yimen.ground.prepared import prepared


def state_of(version: Version) -> tuple[str, int | None]:
    """The state of the law library ("" before the first import), and the number of the power that the service exercises
    (None when the list does not say)."""
    library, power = _states(version.item_id)[0]
    return library or "", power


@prepared
def _states(item: int) -> QuerySet[Item, tuple[str | None, int | None]]:
    rows = Item.objects.filter(pk=item).annotate(library=fingerprint_within(), power=power_within("slug"))
    return rows.values_list("library", "power")
