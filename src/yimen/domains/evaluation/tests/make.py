"""Finished cases, visits, officers and ratings in each stage of their life; ratings are made through the actions."""

from datetime import datetime, timedelta

from tests.cast import NOW, REGULATOR, Cast, person_of
from yimen.domains.cases.models import Case
from yimen.domains.evaluation.actions.rate import rate_case
from yimen.domains.evaluation.actions.record_visit import record_visit
from yimen.domains.evaluation.actions.tell_back import tell_back
from yimen.domains.evaluation.actions.verify import verify
from yimen.domains.evaluation.grades import Grade
from yimen.domains.evaluation.models import FollowUp, Rating, Visit
from yimen.domains.evaluation.opinions import Opinion
from yimen.ground.accounts.models import Account, Appointment
from yimen.ground.places.models import Organisation, Post

BAD = Opinion(Grade.BAD, ("214",), "窗口说话很冲")
BAD_CALL_ME = Opinion(Grade.BAD, ("214",), "窗口说话很冲", "15400000001")
GOOD = Opinion(Grade.GOOD, ("411",), "一次就办完了")
LONG_AGO = NOW - timedelta(days=3)


def regulator() -> Organisation:
    return Organisation.objects.get(code=REGULATOR)


def post(code: str, organisation: Organisation | None = None) -> Post:
    body = organisation or regulator()
    return Post.objects.get_or_create(organisation=body, code=code, defaults={"name": f"岗位 {code}"})[0]


def officer(login: str, *codes: str, organisation: Organisation | None = None) -> Account:
    """A member of staff who holds these posts since long ago."""
    account, _ = Account.objects.get_or_create(
        login=login, defaults={"kind": Account.STAFF, "staff_name": f"样例 {login}", "created_at": LONG_AGO}
    )
    for code in codes:
        Appointment.objects.get_or_create(account=account, post=post(code, organisation), defaults={"since": LONG_AGO})
    return account


def unstaffed(organisation: Organisation | None = None) -> None:
    """Nobody of the demo city handles anything at this body: a test says who does."""
    Appointment.objects.filter(post__organisation=organisation or regulator()).delete()


def case(cast: Cast, account: Account | None = None, *, number: str = "YX20261120-00001", closed: bool = True) -> Case:
    """A case that the machine granted on the spot, as it stands when all is done; or one that is still open."""
    who = account or cast.zhang_wei
    return Case.objects.create(
        number=number,
        version=cast.version,
        applicant=person_of(who),
        account=who,
        body=regulator(),
        status="granted" if closed else "accepted",
        created_at=LONG_AGO,
        saved_at=LONG_AGO,
        keep_until=NOW,
        closed_at=LONG_AGO if closed else None,
    )


def rating(found: Case, opinion: Opinion = BAD, *, now: datetime = NOW) -> Rating:
    assert found.account is not None
    return rate_case(actor=found.account.actor(now), case=found, opinion=opinion, now=now)


def follow_up(found: Case, opinion: Opinion = BAD, *, now: datetime = NOW) -> FollowUp:
    """A bad rating that waits to be verified."""
    opened = rating(found, opinion, now=now).follow_up
    assert opened is not None
    return opened


def verified(
    opened: FollowUp, handler: Account, finding: str = "true", size: str = "simple", *, now: datetime = NOW
) -> FollowUp:
    return verify(
        actor=handler.actor(now),
        follow_up=opened,
        finding=finding,
        size=size,
        reached=True,
        found="调了当天的录像，和评价说的一样",
        now=now,
    )


def told(opened: FollowUp, handler: Account, *, now: datetime = NOW) -> FollowUp:
    return tell_back(actor=handler.actor(now), follow_up=opened, way="page", answer="已经批评教育，向您道歉", now=now)


def visit(cast: Cast, clerk: Account, *, case_number: str = "", now: datetime = NOW) -> Visit:
    """张伟 was served at a window of the regulator by this clerk."""
    return record_visit(
        actor=clerk.actor(now),
        officer=clerk,
        post=post("acceptor"),
        person=person_of(cast.zhang_wei),
        case_number=case_number,
        now=now,
    )
