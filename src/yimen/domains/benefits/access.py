"""Fetch and permission in one step. Unknown and forbidden look alike.

Lists for payment are for the posts that the service names: who pays, and who decides on applications and confirms.
Checks that people are alive are also for its posts in the village and the street where the person lives; who reaches
the age soon is for the village's post that takes in applications.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yimen.domains.benefits.candidates import open_candidates
from yimen.domains.benefits.duties import VILLAGE, Duties, all_duties
from yimen.domains.benefits.models import AliveCheck, Candidate, Claim, Entitlement, PaymentList
from yimen.domains.benefits.states import Standing
from yimen.ground.accounts.models import Person
from yimen.ground.documents.models import Document
from yimen.ground.errors import NotFound
from yimen.ground.places.models import Organisation, Post

_UNKNOWN = ("没有找到这份待遇", "核对一下号码，或者从名单里点进去。")


@dataclass(frozen=True, slots=True)
class PayDesk:
    """The body whose lists an officer sees, and for which services the own posts pay and confirm there."""

    body: Organisation
    pays: frozenset[str]
    confirms: frozenset[str]

    @property
    def services(self) -> frozenset[str]:
        return self.pays | self.confirms


def pay_desk(posts: Iterable[Post]) -> PayDesk:
    """Raises NotFound for an officer who neither pays nor confirms."""
    pays, confirms = _paying(list(posts))
    if not pays and not confirms:
        raise NotFound("没有您能看的发放名单", "发放名单由发放岗和确认岗的人看。")
    bodies = {one.service: one.body() for one in (*pays, *confirms)}
    body = next(iter(bodies.values()))
    here = {service for service, its in bodies.items() if its == body}
    return PayDesk(
        body,
        frozenset(one.service for one in pays if one.service in here),
        frozenset(one.service for one in confirms if one.service in here),
    )


def _paying(posts: list[Post]) -> tuple[list[Duties], list[Duties]]:
    """The services that these posts pay, and those whose lists they confirm."""
    known = all_duties()
    pays = [one for one in known if _at_the_top(one, one.pay.held_in(posts))]
    confirms = [one for one in known if any(_at_the_top(one, duty.held_in(posts)) for duty in one.confirm)]
    return pays, confirms


def _at_the_top(duties: Duties, posts: Iterable[Post]) -> bool:
    # A post of the same name in one street must not pay the whole county.
    return any(post.organisation.region_id == duties.region for post in posts)


def list_of(desk: PayDesk, service: str, month: date) -> PaymentList:
    rows = PaymentList.objects.select_related("body").filter(body=desk.body, service__in=desk.services)
    found = rows.filter(service=service, month=month).first()
    if found is None:
        raise NotFound("这个月还没有名单", "到“津贴发放”里起草。")
    return found


def entitlement_for_payer(desk: PayDesk, case_number: str) -> Entitlement:
    rows = _of_desk(desk).select_related("region", "body", "person", "filed_by")
    return _one(rows, case_number)


def claim_of(desk: PayDesk, case_number: str, claim: int) -> Claim:
    found = Claim.objects.filter(pk=claim, entitlement__in=_of_desk(desk).filter(case_number=case_number)).first()
    if found is None:
        raise NotFound(*_UNKNOWN)
    return found


def checks_for(posts: Iterable[Post]) -> QuerySet[AliveCheck]:
    """The open checks that this officer may see and record."""
    rows = AliveCheck.objects.filter(done_on=None).exclude(entitlement__standing=Standing.STOPPED)
    return rows.filter(_within("entitlement__", list(posts))).select_related("entitlement__region")


def check_for(posts: Iterable[Post], case_number: str) -> AliveCheck:
    found = checks_for(posts).filter(entitlement__case_number=case_number).first() if _plain(case_number) else None
    if found is None:
        raise NotFound("没有找到这一次核对", "可能已经有人登记过了，回到名单看看。")
    return found


def entitlements_of(person: Person) -> QuerySet[Entitlement]:
    """A person's own, then those that this person has applied for on behalf of somebody; the latest first."""
    mine = Entitlement.objects.filter(Q(person=person) | Q(filed_by=person)).select_related("body", "region", "person")
    return mine.annotate(is_for_other=~Q(person=person)).order_by("is_for_other", "-since", "-pk")


def notice_for_person(person: Person, case_number: str, document: int) -> Document:
    """A letter about the person's own entitlement, or about one that the person has applied for."""
    return _notice(entitlements_of(person), case_number, document)


def notice_for_officer(desk: PayDesk, case_number: str, document: int) -> Document:
    return _notice(_of_desk(desk), case_number, document)


def candidates_for(posts: Iterable[Post]) -> QuerySet[Candidate]:
    """Who reaches the age soon in the village whose post that takes in applications the officer holds.

    Raises:
        NotFound: the officer holds no such post.
    """
    taking_in = [post for post in posts if post.takes_in]
    known = all_duties()
    homes = {
        duties.service: [post.organisation.region_id for post in duty.held_in(taking_in)]
        for duties in known
        for duty in duties.local
        if duty.at == VILLAGE and duty.held_in(taking_in)
    }
    if not homes:
        raise NotFound("没有您能看的名单", "快到年龄的老人，由村（社区）收件的岗位看。")
    allowed = Q(pk__in=[])
    for service, villages in homes.items():
        allowed |= Q(service=service, region__in=villages)
    open_for_all = {duties.service for duties in known if not duties.ended}
    return (
        open_candidates()
        .filter(allowed, service__in=open_for_all)
        .select_related("region")
        .order_by("turns_on", "name", "pk")
    )


def _of_desk(desk: PayDesk) -> QuerySet[Entitlement]:
    return Entitlement.objects.filter(body=desk.body, service__in=desk.services)


def _notice(rows: QuerySet[Entitlement], case_number: str, document: int) -> Document:
    entitlement = _one(rows, case_number)
    of_stops = Q(document=document) | Q(lift_document=document)
    is_ours = entitlement.stops.filter(of_stops).exists() or entitlement.claims.filter(document=document).exists()
    if not is_ours:
        raise NotFound("没有找到这份文书", "到待遇的页面里看看。")
    return Document.objects.get(pk=document)


def _within(prefix: str, posts: list[Post]) -> Q:
    """Rows of the own body, or of people who live where the own village or street is."""
    allowed = Q(pk__in=[])
    for duties in {one.service: one for some in _paying(posts) for one in some}.values():
        allowed |= Q(**{f"{prefix}service": duties.service, f"{prefix}body": duties.body()})
    for duties in all_duties():
        for post in (held for duty in duties.local for held in duty.held_in(posts)):
            inside = f"{prefix}region__code__startswith"
            allowed |= Q(**{f"{prefix}service": duties.service, inside: post.organisation.region_id})
    return allowed


def _one(rows: QuerySet[Entitlement], case_number: str) -> Entitlement:
    found = rows.filter(case_number=case_number).first() if _plain(case_number) else None
    if found is None:
        raise NotFound(*_UNKNOWN)
    return found


def _plain(text: str) -> bool:
    # PostgreSQL answers a NUL in a text with an error instead of finding nothing.
    return text.isprintable()
