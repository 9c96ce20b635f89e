"""Who does what: the post of a task, and what a post may see of a case (``posts:`` in service.yaml)."""

from collections.abc import Iterable
from typing import Any

from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import service_of
from yimen.ground.places.models import Organisation, Post
from yimen.ground.places.queries import organisation_at, organisation_with
from yimen.ground.places.queries import post as post_of

APPLICANT = "applicant"
OPERATOR = "operator"
_LEVELS = {"county": 3, "street": 4, "village": 5}


def post_for(case: Case, code: str) -> Post | None:
    """The post that does a task; None for the applicant; without a code the one that looks after failed steps."""
    if code == APPLICANT:
        return None
    told = _told(case, code)
    return post_of(_organisation(case, told), code or OPERATOR)


def sees(case: Case, posts: Iterable[Post]) -> frozenset[str]:
    """What these posts may see of a case, as names of sections, fields, materials and facts; ``all`` is everything.

    A post that the service does not name sees nothing.
    """
    mine = {(one.organisation_id, one.code) for one in posts}
    codes = {code for _, code in mine}
    return frozenset(
        name
        for told in service_of(case).meta["posts"]
        # The same post of another street is another post.
        if told["id"] in codes and (_organisation(case, told).pk, told["id"]) in mine
        for name in told["sees"]
    )


def sees_key(allowed: frozenset[str], case: Case, key: str) -> bool:
    """Whether a field, material or fact is among what may be seen."""
    if "all" in allowed or key in allowed:
        return True
    return any(
        section.id in allowed and any(field.key == key for field in section.fields)
        for section in service_of(case).form.sections
    )


def _told(case: Case, code: str) -> Any:
    return next((one for one in service_of(case).meta["posts"] if one["id"] == code), None)


def _organisation(case: Case, told: Any) -> Organisation:
    if told is None or told.get("at", "body") == "body":
        if told is None or told["body"] == service_of(case).meta["deciding_body"]["role"]:
            return case.body
        return organisation_with(told["body"], service_of(case).meta["region"]["code"])
    region = case.region_id or service_of(case).meta["region"]["code"]
    return organisation_at(told["body"], region, _LEVELS[told["at"]])
