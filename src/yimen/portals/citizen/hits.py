"""What was found as a list shows it: name, facts, address."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from yimen.domains.catalogue.queries import SERVICE
from yimen.domains.directory.finding import LISTED
from yimen.ground.search.entry import Hit

# Where the page of an entry is, by its kind: the name of the address and of the part that is the entry's key.
PAGES = {SERVICE: ("citizen:service", "slug"), LISTED: ("directory:item", "id")}


def rows(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Hits as lines of a list; what has no page is left out, for a line that leads nowhere helps nobody."""
    return [_row(one) for one in hits if one.kind in PAGES]


def _row(hit: Hit) -> dict[str, Any]:
    address, part = PAGES[hit.kind]
    return {
        "href": reverse(address, kwargs={part: hit.key}),
        "name": hit.name,
        "plain": hit.plain_name,
        "summary": hit.text,
        "where": " · ".join(filter(None, (hit.department, hit.region))),
        "note": hit.note,
        "days": hit.days,
        "visits": hit.visits,
        "fee": hit.fee,
        "badges": list(filter(None, hit.badges.split("|"))),
    }
