"""Fetch and permission in one step. Unknown and forbidden look alike.

Lists for payment are for the posts payer (发放岗) and confirmer (确认岗) of the body that pays. Checks that people are
alive are also for the village committee and the street office of the place where the person lives.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yimen.domains.benefits.models import AliveCheck, Claim, Entitlement, PaymentList
from yimen.domains.benefits.states import Standing
from yimen.ground.accounts.models import Person
from yimen.ground.documents.models import Document
from yimen.ground.errors import NotFound
from yimen.ground.places.models import Organisation, Post

PAYER, CONFIRMER = "payer", "confirmer"
_LOCAL = ("village-committee", "street-office")
_UNKNOWN = ("没有找到这份待遇", "核对一下号码，或者从名单里点进去。")


@dataclass(frozen=True, slots=True)
class PayDesk:
    """The body whose lists an officer sees, and what the own posts may do there."""

    body: Organisation
    may_pay: bool
    may_confirm: bool


def pay_desk(posts: Iterable[Post]) -> PayDesk:
    """Raises NotFound for an officer who neither pays nor confirms."""
    own = [post for post in posts if post.code in (PAYER, CONFIRMER)]
    if not own:
        raise NotFound("没有您能看的发放名单", "发放名单由发放岗和确认岗的人看。")
    body = own[0].organisation
    codes = {post.code for post in own if post.organisation_id == body.pk}
    return PayDesk(body, PAYER in codes, CONFIRMER in codes)


def list_of(desk: PayDesk, service: str, month: date) -> PaymentList:
    found = PaymentList.objects.select_related("body").filter(body=desk.body, service=service, month=month).first()
    if found is None:
        raise NotFound("这个月还没有名单", "到“津贴发放”里起草。")
    return found


def entitlement_for_payer(desk: PayDesk, case_number: str) -> Entitlement:
    return _one(Entitlement.objects.select_related("region", "body", "person").filter(body=desk.body), case_number)


def claim_of(desk: PayDesk, case_number: str, claim: int) -> Claim:
    found = Claim.objects.filter(pk=claim, entitlement__case_number=case_number, entitlement__body=desk.body).first()
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
    """A person's own, the latest first."""
    return Entitlement.objects.filter(person=person).select_related("body").order_by("-since", "-pk")


def notice_for_person(person: Person, case_number: str, document: int) -> Document:
    """A letter about the person's own entitlement."""
    return _notice(entitlements_of(person), case_number, document)


def notice_for_officer(desk: PayDesk, case_number: str, document: int) -> Document:
    return _notice(Entitlement.objects.filter(body=desk.body), case_number, document)


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
    for post in posts:
        if post.code in (PAYER, CONFIRMER):
            allowed |= Q(**{f"{prefix}body": post.organisation_id})
        if post.organisation.role in _LOCAL:
            allowed |= Q(**{f"{prefix}region__code__startswith": post.organisation.region_id})
    return allowed


def _one(rows: QuerySet[Entitlement], case_number: str) -> Entitlement:
    found = rows.filter(case_number=case_number).first() if _plain(case_number) else None
    if found is None:
        raise NotFound(*_UNKNOWN)
    return found


def _plain(text: str) -> bool:
    # PostgreSQL answers a NUL in a text with an error instead of finding nothing.
    return text.isprintable()
