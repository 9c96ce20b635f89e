"""Fetch and permission in one step. Unknown and forbidden look alike."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from yimen.domains.cases.models import Case
from yimen.domains.cases.states import Status
from yimen.ground.accounts.models import Account, Person
from yimen.ground.errors import NotFound
from yimen.ground.places.models import Organisation, Post
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import had_task, open_task_of

_WHOLE = (
    *("version__item", "applicant", "account", "body", "region", "correction", "extension"),
    *("entered_by", "entered_at_body", "parent__version__item"),
)
_UNKNOWN = ("没有找到这个办件", "核对办件号，或者到“我的办件”里看看。")


def case_for_applicant(person: Person, number: str) -> Case:
    """The applicant's own case."""
    return _or_not_found(_numbered(number).filter(applicant=person).first())


def draft_for_applicant(person: Person, number: str) -> Case:
    """The applicant's own case while it is still a draft."""
    return _or_not_found(_numbered(number).filter(applicant=person, status=Status.DRAFT).first())


def case_for_officer(organisations: Iterable[Organisation], number: str, posts: Iterable[Post] = ()) -> Case:
    """A case that one of the officer's own organisations decides, or that one of the own posts has had a task in.

    Drafts are nobody's business.
    """
    found = _numbered(number).exclude(status=Status.DRAFT).first()
    if found is not None and found.body not in set(organisations) and not had_task("case", number, posts):
        found = None
    return _or_not_found(found)


def draft_for_filler(account: Account, person: Person | None, number: str) -> Case:
    """A draft that this account may fill: the applicant's own, or one that the officer enters for a person present."""
    mine = Q(entered_by=account) if account.is_staff else Q(applicant=person)
    if not account.is_staff and person is None:
        return _or_not_found(None)
    open_now = Q(status=Status.DRAFT) | Q(status=Status.CORRECTING)
    return _or_not_found(_numbered(number).filter(mine & open_now).first())


def task_for_officer(posts: Iterable[Post], case: Case) -> Task | None:
    """The open task of this case that waits for one of these posts; None when there is nothing to do."""
    return open_task_of(case.number, "case", posts)


def _numbered(number: str) -> QuerySet[Case]:
    # PostgreSQL answers a NUL in a text with an error instead of finding nothing.
    if not number.isprintable():
        return Case.objects.none()
    # The files of the version are read once per process; with each case they would be fetched and parsed again.
    return Case.objects.select_related(*_WHOLE).defer("version__files", "version__terms").filter(number=number)


def _or_not_found(case: Case | None) -> Case:
    if case is None:
        raise NotFound(*_UNKNOWN)
    return case
