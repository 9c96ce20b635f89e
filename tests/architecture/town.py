"""Something of everybody's for every address: cases in each stage, a benefit that is paid, a rating, files, letters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tests import cast as the_cast
from tests.cast import NOW, OPENING, REGULATOR, SERVICE, Cast, person_of
from yimen.domains.benefits.actions.confirm_list import confirm_list
from yimen.domains.benefits.actions.draw_up_list import draw_up_list
from yimen.domains.benefits.actions.report_change import report_change
from yimen.domains.benefits.actions.send_list import send_list
from yimen.domains.benefits.models import AliveCheck, Entitlement, PaymentList
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.decide import decide
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.actions.urge import urge
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.queries import form_of, service_of
from yimen.domains.cases.tests import make, make_allowance, make_consultation, make_food
from yimen.domains.catalogue.actions.start_draft import start_draft as start_service_draft
from yimen.domains.catalogue.queries import current_version
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.domains.directory.tests import make as make_entry
from yimen.domains.evaluation.actions.rate import rate_case
from yimen.domains.evaluation.grades import Grade
from yimen.domains.evaluation.models import Visit
from yimen.domains.evaluation.opinions import Opinion
from yimen.domains.law.models import Alarm
from yimen.domains.supervision.jobs import supervise
from yimen.domains.supervision.models import Finding
from yimen.ground.accounts.models import Account, Appointment
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject
from yimen.ground.messages.models import Notice
from yimen.ground.places.models import Organisation, Post
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.actions.release import release
from yimen.ground.processes.models import Instance

SON = "15400000007"
SON_APPLIES = "scenarios/son-applies.yaml"
BANK_ACCOUNT = "6299018100000000427"
JANUARY = datetime(2027, 1, 11, 2, tzinfo=UTC)
BAD = Opinion(Grade.BAD, ("214",), "窗口说话很冲", "15400000001")


@dataclass(frozen=True, slots=True)
class Town:
    """Numbers of what there is; ``food`` holds 陈静's food licences by the stage that each is in."""

    registration: str
    certificate: str
    food: Mapping[str, str]
    allowance: str
    village_check: str
    waiting: str
    checked: str
    visit_code: str
    opinion: str
    follow_up: str
    finding: str
    letter: int
    month: str
    entry: int


def prepare() -> Town:
    """Fill the demo city through the actions. Takes some seconds: papers are printed and sealed."""
    cast = the_cast.read()
    # First, because it goes on until January: the worker would clear the drafts and accept what waits until then.
    stopped = _stopped(cast)
    registration = make.granted(cast.zhang_wei)
    certificate = certificate_of_subject("case", registration.number)
    rating = rate_case(actor=cast.zhang_wei.actor(NOW), case=registration, opinion=BAD, now=NOW)
    assert certificate is not None and rating.follow_up is not None
    food = {stage: made.number for stage, made in _food(cast)}
    waiting = make_allowance.submitted(cast)
    urge(actor=cast.chen_jing.actor(NOW), case=make.numbered(food["review"]), text="", now=NOW)
    make.drain()
    return Town(
        registration=registration.number,
        certificate=certificate.code,
        food=food,
        allowance=stopped.case_number,
        village_check=_at_the_village(cast).number,
        waiting=waiting.number,
        checked=_to_be_checked(stopped).case_number,
        visit_code=Visit.objects.get(case_number=waiting.number).code,
        opinion=_asked(cast, food["visit"]),
        follow_up=rating.follow_up.number,
        finding=_finding(cast, food["correction"]),
        letter=_letter_of(stopped),
        month="2027-01",
        entry=make_entry.entry(make_entry.source(), "990181000000", "云溪市").pk,
    )


def son() -> Account:
    """王建, who applies online for his mother 王桂英."""
    return Account.objects.select_related("person").get(login=SON)


def another(post: str, organisation: str) -> Account:
    """An officer who holds the same post at another body."""
    told = {"staff_name": "样例", "demo_role": "样例", "demo_note": "样例", "created_at": OPENING}
    account = Account.objects.create(login=f"t-{organisation}", kind=Account.STAFF, **told)
    where = Post.objects.get(organisation__code=organisation, code=post)
    Appointment.objects.create(account=account, post=where, since=OPENING)
    return account


def _food(cast: Cast) -> Iterator[tuple[str, Case]]:
    """A licence in every stage; 陈静 begins another when the one before has been handed in."""
    yield "visit", make_food.on_site(cast)
    yield "decision", make_food.inspected(cast)
    yield "review", make_food.accepted(cast)
    yield "correction", make_food.correcting(cast)
    yield "received", make_food.submitted(cast.chen_jing)
    yield "draft", make_food.filled(cast.chen_jing)


def _at_the_village(cast: Cast) -> Case:
    """Filed online by the son, accepted by the street; the helper of the village has the task."""
    account = son()
    case = start_draft(
        actor=account.actor(NOW),
        person=person_of(account),
        account=account,
        version=current_version(make_allowance.SERVICE),
        told={},
        now=NOW,
    )
    scenario = next(one for one in service_of(case).scenarios if one.file == SON_APPLIES)
    for part in form_of(case).sections:
        given = {
            one.key: make_food.raw(one, scenario.given.answers[one.key])
            for one in part.fields
            if one.key in scenario.given.answers
        }
        case = make.save(case, part.id, given).case
    submit(actor=account.actor(NOW), case=case, now=NOW)
    make.drain()
    accept(actor=cast.gao_feng.actor(NOW), case=make.fresh(case), task=make.task_of(case), now=NOW)
    make.drain()
    return make.fresh(case)


def _stopped(cast: Cast) -> Entitlement:
    """王桂英's allowance: granted, paid until January, stopped from then on, with the letter about it."""
    case = _at_the_village(cast)
    found = make_allowance.SEEN
    record_inspection(
        officer=cast.tian_xiu,
        case=case,
        task=make.task_of(case),
        visited_at=NOW,
        second=None,
        found=found,
        note="",
        now=NOW,
    )
    make.drain()
    give_opinion(
        actor=cast.he_miao.actor(NOW), case=case, task=make.task_of(case), outcome="agree", text="拟同意", now=NOW
    )
    make.drain()
    decide(
        actor=cast.luo_lan.actor(NOW), case=case, task=make.task_of(case), outcome="grant", grounds=[], note="", now=NOW
    )
    make.drain()
    _paid(cast)
    entitlement = Entitlement.objects.get(case_number=case.number)
    report_change(
        actor=cast.xu_jing.actor(JANUARY),
        entitlement=entitlement,
        what="moved_out_on",
        day=date(2026, 12, 20),
        source="户口迁移证",
        now=JANUARY,
    )
    make.drain(JANUARY)
    return entitlement


def _paid(cast: Cast) -> PaymentList:
    """The list of January, with what was due for November and December: drawn up, confirmed, sent, paid."""
    body = Organisation.objects.get(role="civil-affairs")
    actor = cast.xu_jing.actor(JANUARY)
    made = draw_up_list(actor=actor, service=make_allowance.SERVICE, body=body, month=date(2027, 1, 1), now=JANUARY)
    made = confirm_list(actor=cast.luo_lan.actor(JANUARY), payment_list=made, seen=made.checksum, now=JANUARY)
    sent = send_list(actor=actor, payment_list=made, now=JANUARY)
    make.drain(JANUARY)
    return sent


def _to_be_checked(like: Entitlement) -> Entitlement:
    """何寿昌, whom the helper must visit before his allowance is a year old."""
    values = {one.attname: getattr(like, one.attname) for one in Entitlement._meta.concrete_fields}
    values.update(id=None, case_number="YX20261120-09001", recipient="何寿昌", id_number="990181192611300435")
    values.update(standing="active", until=None, account_number="6299018100000000443", account_name="何寿昌")
    entitlement = Entitlement.objects.create(**values)
    AliveCheck.objects.create(entitlement=entitlement, due_on=date(2027, 11, 20), opened_at=NOW, visit=True)
    return entitlement


def _asked(cast: Cast, number: str) -> str:
    """吴磊 asks fire safety about a licence that he then gives back: somebody else may go on with it."""
    case = make.numbered(number)
    task = make.task_of(case)
    claim(officer=cast.wu_lei, task=task, now=NOW)
    (row,) = make_consultation.ask(case, cast.wu_lei)
    release(officer=cast.wu_lei, task=task, now=NOW)
    make.drain()
    return row.number


def _finding(cast: Cast, number: str) -> str:
    """Evidence of a second correction, as a program that went around the actions would leave it: 王芳 has to answer."""
    record(cast.wang_fang.actor(NOW), "request-correction", object_kind="case", object_ref=number, at=NOW)
    supervise.call(NOW.isoformat())
    return Finding.objects.get(case__number=number).number


def _letter_of(entitlement: Entitlement) -> int:
    halt = entitlement.stops.get()
    assert halt.document_id is not None
    return halt.document_id


def values_of(name: str, town: Town) -> dict[str, object]:
    """What the address of this name is made of, so that there is something behind it."""
    about: dict[str, object] = {
        "slug": SERVICE,
        "version": 1,
        "number": town.registration,
        "code": town.certificate,
        "kind": "receipt",
        "section": "business",
        "name": "application-form.txt",
        "path": "guide.md",
        "rest": "nothing",
        "format": "service",
        "month": town.month,
        "document": town.letter,
        "row": 0,
        "page": 1,
        "notice": _notice_of(name),
        "id": town.entry,
    }
    if name.startswith("standards:"):
        about |= {"slug": "case-codes", "number": 1, "table": "case_result"}
    if name in ("catalogue:draft", "catalogue:review"):
        about["number"] = start_service_draft(actor=SYSTEM, slug=SERVICE, now=NOW).pk
    if name.startswith("processes:"):
        about["process"] = Instance.objects.values_list("pk", flat=True).get(subject_ref=town.registration)
    if name.startswith("benefits:"):
        about["number"] = town.checked if name == "benefits:alive-record" else town.allowance
    if name.startswith("desk:window-"):
        about |= {"number": town.waiting, "document": _receipt_of(town.waiting)}
    elif name.startswith("desk:"):
        about["number"] = town.registration if name == "desk:revoke" else town.food["received"]
    if name.startswith("desk:opinion"):
        about["number"] = town.opinion
    if name == "desk:withdraw-request":
        about |= {"number": town.food["visit"], "consultation": town.opinion}
    if name.startswith("cases:"):
        about |= {
            "number": town.food["correction" if name == "cases:correction" else "draft"],
            "name": "equipment-layout.txt",
        }
    if name.startswith("law:"):
        alarms = Alarm.objects.values_list("pk", flat=True)
        about |= {"document": "administrative-licensing-law", "article": "32", "alarm": alarms[0]}
    if name.startswith("powers:"):
        about |= {"body": REGULATOR, "key": "food-business-licence"}
    match name:
        case "citizen:browse-life":
            about["event"] = "opening"
        case "citizen:browse-department":
            about["name"] = "民政"
        case "citizen:browse-region":
            about["name"] = "云溪市"
        case "citizen:browse-letter":
            about["letter"] = "C"
        case "evaluation:visit":
            about["code"] = town.visit_code
        case "evaluation:follow-up":
            about["number"] = town.follow_up
        case "supervision:finding":
            about["number"] = town.finding
        case "supervision:body":
            about["code"] = REGULATOR
        case "citizen:paper-nth":
            about["document"] = 1
        case "desk:opinion-material":
            named = Material.objects.filter(case__number=town.food["visit"], material="m3")
            about["row"] = named.values_list("pk", flat=True)[0]
        case "cases:file" | "cases:page" | "desk:material" | "desk:marks" | "desk:page":
            about["row"] = Material.objects.filter(case__number=str(about["number"])).values_list("pk", flat=True)[0]
    return about


def _notice_of(name: str) -> int:
    staff = name == "messages:desk-open"
    mine = Notice.objects.filter(account__isnull=not staff)
    return mine.values_list("pk", flat=True)[0]


def _receipt_of(number: str) -> int:
    return documents_of(Subject("case", number)).filter(kind="receipt").values_list("pk", flat=True)[0]
