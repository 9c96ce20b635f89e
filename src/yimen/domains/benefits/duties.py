"""Who pays, confirms and looks after people, as the last version of each service that was in force says it.

The paying post is ``benefit.pay_post``, the confirming posts are those of the tasks that decide, and posts of a street
or a village look after the people who live there.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from yimen.domains.benefits.terms import WITHOUT_APPLYING, terms_of
from yimen.domains.catalogue.queries import definition, last_versions
from yimen.engines import bpmn
from yimen.engines.service import Service
from yimen.ground.places.models import Organisation, Post
from yimen.ground.places.queries import organisation_with

STREET, VILLAGE = "street", "village"


@dataclass(frozen=True, slots=True)
class Duty:
    """A post: its code, the role of its organisation, and where that organisation is found."""

    code: str
    role: str
    at: str

    def held_in(self, posts: Iterable[Post]) -> list[Post]:
        """Those of these posts that are this one; their organisations must be at hand."""
        return [one for one in posts if one.code == self.code and one.organisation.role == self.role]


@dataclass(frozen=True, slots=True)
class Duties:
    """``deciding``: the role of the body that decides, in the region ``region``; its lists they are. ``ended``: nobody
    can apply any more, what was granted is paid on."""

    service: str
    matter: str
    region: str
    deciding: str
    without_applying: bool
    pay: Duty
    confirm: tuple[Duty, ...]
    local: tuple[Duty, ...]
    ended: bool = False

    def body(self) -> Organisation:
        """The body whose lists they are. Raises NotFound when the city has none."""
        return organisation_with(self.deciding, self.region)


def duties_of(service: Service, *, ended: bool = False) -> Duties:
    """Raises NoTerms for a service that pays nothing."""
    meta, terms = service.meta, terms_of(service)
    posts = {one["id"]: Duty(one["id"], one["body"], one.get("at", "body")) for one in meta["posts"]}
    nodes = service.process.nodes.values()
    tasks = [one for one in nodes if isinstance(one, bpmn.UserTask) and not one.manual]
    deciding = {one.post for one in tasks if one.act == "decide"}
    return Duties(
        service=meta["slug"],
        matter=terms.matter,
        region=meta["region"]["code"],
        deciding=meta["deciding_body"]["role"],
        without_applying=meta["automation"]["mode"] == WITHOUT_APPLYING,
        pay=posts[meta["benefit"]["pay_post"]],
        confirm=tuple(posts[one] for one in sorted(deciding & posts.keys())),
        local=tuple(one for one in posts.values() if one.at in (STREET, VILLAGE)),
        ended=ended,
    )


def all_duties() -> list[Duties]:
    """Of every service that pays a benefit, those that have ended too: their rights outlive them, and so do the lists.

    In one question, definitions are read once per process.
    """
    found = [(definition(version), version.item.ended_on is not None) for version in last_versions()]
    return [duties_of(one, ended=ended) for one, ended in found if "benefit" in one.meta and "after" in one.meta]
