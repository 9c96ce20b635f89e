"""Fetch and permission in one step. Unknown and forbidden look alike."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from yimen.domains.cases.models import Case
from yimen.domains.cases.states import Status
from yimen.ground.accounts.models import Account, Person
from yimen.ground.errors import NotFound
from yimen.ground.places.models import Organisation, Post
from yimen.ground.prepared import prepared
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import had_task, open_task_of

# What pages of nearly every case tell. Who entered it and the like are fetched where a case has them and a page asks:
# each table that is joined costs the same whether there is a row in it or not.
_WHOLE = ("version__item", "applicant", "body", "correction", "extension")
# The files of a version are read once per process (`service_of`); here they would be fetched and parsed with each case.
_LEFT = ("version__files", "version__terms")
_UNKNOWN = ("没有找到这个办件", "核对办件号，或者到“我的办件”里看看。")


def case_for_applicant(person: Person, number: str) -> Case:
    """The applicant's own case."""
    return _or_not_found(_one(_of_applicant(number, person.pk)) if number.isprintable() else None)


def draft_for_applicant(person: Person, number: str) -> Case:
    """The applicant's own case while it is still a draft."""
    return _or_not_found(_one(_numbered(number).filter(applicant=person, status=Status.DRAFT)))


def case_for_officer(organisations: Iterable[Organisation], number: str, posts: Iterable[Post] = ()) -> Case:
    """A case that one of the officer's own organisations decides, or that one of the own posts has had a task in.

    Drafts are nobody's business.
    """
    found = _one(_numbered(number).exclude(status=Status.DRAFT))
    if found is not None and found.body not in set(organisations) and not had_task("case", number, posts):
        found = None
    return _or_not_found(found)


def draft_for_filler(account: Account, person: Person | None, number: str) -> Case:
    """A draft that this account may fill: the applicant's own, or one that the officer enters for a person present."""
    mine = Q(entered_by=account) if account.is_staff else Q(applicant=person)
    if not account.is_staff and person is None:
        return _or_not_found(None)
    open_now = Q(status=Status.DRAFT) | Q(status=Status.CORRECTING)
    return _or_not_found(_one(_numbered(number).filter(mine & open_now)))


def task_for_officer(posts: Iterable[Post], case: Case) -> Task | None:
    """The open task of this case that waits for one of these posts; None when there is nothing to do."""
    return open_task_of(case.number, "case", posts)


def _numbered(number: str) -> QuerySet[Case]:
    # PostgreSQL answers a NUL in a text with an error instead of finding nothing.
    if not number.isprintable():
        return Case.objects.none()
    return _whole().filter(number=number)


@prepared
def _of_applicant(number: str, person: int) -> QuerySet[Case]:
    return _whole().filter(number=number, applicant=person)


def _whole() -> QuerySet[Case]:
    return Case.objects.select_related(*_WHOLE).defer(*_LEFT)


def _one(rows: Iterable[Case]) -> Case | None:
    """The case, and where it is a part of a joint application also that."""
    # A number is there once: ``first()`` would sort, and preparing to sort rows so wide takes longer than fetching one.
    case = next(iter(rows), None)
    if case is not None and case.parent_id is not None:
        case.parent = Case.objects.select_related("version__item").defer(*_LEFT).get(pk=case.parent_id)
    return case


def _or_not_found(case: Case | None) -> Case:
    if case is None:
        raise NotFound(*_UNKNOWN)
    return case
