"""Entitlements in each stage of their life, made the way people make them: through the actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from yimen.domains.benefits.actions.confirm_list import confirm_list
from yimen.domains.benefits.actions.draw_up_list import draw_up_list
from yimen.domains.benefits.actions.open_entitlement import open_entitlement
from yimen.domains.benefits.actions.pay_out import pay_out
from yimen.domains.benefits.actions.send_list import send_list
from yimen.domains.benefits.events import ListSent
from yimen.domains.benefits.models import Entitlement, PaymentLine, PaymentList
from yimen.domains.benefits.tests.rules import dmn
from yimen.domains.catalogue.files import to_json
from yimen.domains.catalogue.models import Item, Version
from yimen.domains.registers.actions.enter import enter
from yimen.domains.registers.models import Register
from yimen.engines.service.folder import files_of, fingerprint
from yimen.ground.accounts.models import Account, Appointment, Person
from yimen.ground.audit import SYSTEM, Actor
from yimen.ground.places.models import Organisation, Post, Region

REPOSITORY = Path(__file__).parents[5]
SERVICE = "sample-allowance"
MATTER = "样例津贴"
COUNTY, STREET, VILLAGE, OTHER_VILLAGE = "990181", "990181004", "990181004001", "990181003001"
# 王桂英 turns 90 on the 20th of January 2027.
BORN = date(1937, 1, 20)
ID_NUMBER = "990181193701200460"
CASE = "YX20261120-00001"
DECIDED = date(2026, 11, 20)
NOVEMBER, DECEMBER, JANUARY, FEBRUARY, MARCH = (
    date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1),
)  # fmt: skip
PAYER = Actor(id="901", name="徐静", kind="staff", authority="云溪市民政局 发放岗")
CONFIRMER = Actor(id="902", name="罗兰", kind="staff", authority="云溪市民政局 确认岗")
HELPER = Actor(id="903", name="田秀", kind="staff", authority="云岭村 网格员")


def at(year: int, month: int, day: int = 10, hour: int = 2) -> datetime:
    """A moment of that day in the city, in the morning."""
    return datetime(year, month, day, hour, tzinfo=UTC)


NOW = at(2026, 11, 20)


BODY_ROLE = "civil-affairs-of-tests"
_BASIS = "《云溪市高龄津贴发放办法》第十二条"
_SAID: dict[str, Any] = {"basis": _BASIS, "src": "D"}
AFTER: dict[str, Any] = {
    "alive_check": {
        "every": {"value": 12, "unit": "month"}, "ways": ["数据比对"], "rule": "先比对数据", "miss": "暂停", **_SAID,
    },
    "stops": [],
    "notice": {"value": 5, "unit": "workday", "plain": "书面告知", **_SAID},
    "move_inside": {"plain": "不用重新申请", **_SAID, "basis": "《云溪市高龄津贴发放办法》第十六条"},
    "recover": {"value": 3, "unit": "month", "plain": "书面告知退回", **_SAID},
}  # fmt: skip
TERMS: dict[str, Any] = {
    "automation": {"mode": "免申即享", "plain": "到年龄前推送名单", "src": "D"},
    "posts": [
        {"id": "cashier", "name": "发放岗", "body": BODY_ROLE, "at": "county", "duty": "发放", "sees": ["all"]},
        {"id": "checker", "name": "确认岗", "body": BODY_ROLE, "at": "county", "duty": "确认", "sees": ["all"]},
        {"id": "acceptor", "name": "受理岗", "body": "street-office", "at": "street", "duty": "受理", "sees": ["all"]},
        {
            "id": "helper",
            "name": "网格员",
            "body": "village-committee",
            "at": "village",
            "duty": "核对",
            "sees": ["all"],
        },
    ],
    "benefit": {
        "name": MATTER,
        "person": {"name": "whose", "id_number": "number", "born": "birthday"},
        "payee": {"way": "way", "name": "payee", "account": "account"},
        "decisions": {"amount": "yuan_due", "first": "begins", "stops": "halts"},
        "told": ["month", "deceased_on", "moved_out_on", "missing_since", "alive_check_missed_on"],
        "every": {"value": 1, "unit": "month"},
        "pay_post": "cashier",
        "src": "D",
    },
    "after": AFTER,
}


@dataclass(frozen=True)
class Place:
    body: Organisation
    village: Organisation
    street: Organisation
    other: Organisation


def place() -> Place:
    """The county, a street, two villages, and the body that pays."""
    for code, level, parent, name in (
        (COUNTY, 3, None, "云溪市"),
        (STREET, 4, COUNTY, "云岭乡"),
        ("990181003", 4, COUNTY, "青石镇"),
        (VILLAGE, 5, STREET, "云岭村"),
        (OTHER_VILLAGE, 5, "990181003", "青石村"),
    ):
        Region.objects.get_or_create(code=code, defaults={"name": name, "level": level, "parent_id": parent})
    return Place(
        _organisation("sample-payer", COUNTY, BODY_ROLE, "云溪市民政局", ("cashier", "checker", "head")),
        _organisation("sample-village", VILLAGE, "village-committee", "云岭村村民委员会", ("helper",)),
        _organisation("sample-street", STREET, "street-office", "云岭乡人民政府", ("acceptor",)),
        _organisation("sample-other", OTHER_VILLAGE, "village-committee", "青石村村民委员会", ("helper",)),
    )


def _organisation(code: str, region: str, role: str, name: str, posts: tuple[str, ...]) -> Organisation:
    body, _ = Organisation.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "short_name": name[-6:],
            "mark": "云民",
            "region_id": region,
            "role": role,
            "address": "样例路 1 号",
            "phone_consult": "0300-0000110",
            "phone_complain": "0300-0000210",
            "review_body": "云溪市人民政府",
            "court": "云溪市人民法院",
        },
    )
    for post in posts:
        takes_in = {"takes_in": post in ("helper", "acceptor")}
        Post.objects.get_or_create(organisation=body, code=post, defaults={"name": post, **takes_in})
    return body


def publish(
    *, number: int = 1, in_force_from: str = "2026-01-01", more: int = 0, without: Sequence[str] = (), **changes: Any
) -> Version:
    """A version of the sample service, put in by its rows: publishing a whole folder is the catalogue's test.

    Args:
        without: keys of service.yaml that are left out.
        changes: other values of service.yaml, such as ``after``.
    """
    files = files_of(REPOSITORY / "services/market-regulation/individual-business-registration")
    meta = yaml.safe_load(files["service.yaml"])
    told = {"slug": SERVICE, "name": MATTER, "in_force_from": in_force_from, "facts": [], **TERMS, **changes}
    body = {"role": BODY_ROLE, "level": "县级"}
    files = {path: content for path, content in files.items() if not path.startswith("scenarios/")}
    whole = {key: value for key, value in {**meta, **told, "deciding_body": body}.items() if key not in without}
    files["service.yaml"] = yaml.safe_dump(whole, allow_unicode=True).encode()
    files["rules.dmn"] = dmn(more=more).encode()
    files["process.bpmn"] = files["process.bpmn"].replace(b'ym:post="registrar"', b'ym:post="checker"')
    item, _ = Item.objects.get_or_create(slug=SERVICE)
    version = Version.objects.create(
        item=item, number=number, fingerprint=fingerprint(files), files=to_json(files), name=MATTER, published_at=NOW
    )
    Item.objects.filter(pk=item.pk).update(current=version)
    return version


def end() -> None:
    """The sample service takes no applications from now on."""
    Item.objects.filter(slug=SERVICE).update(ended_on=date(2026, 12, 1))


def begin_again() -> None:
    Item.objects.filter(slug=SERVICE).update(ended_on=None)


def person(id_number: str = ID_NUMBER, name: str = "王桂英", born: date = BORN) -> Person:
    found, _ = Person.objects.get_or_create(id_number=id_number, defaults={"name": name, "birth": born})
    return found


def opened(**changes: Any) -> Entitlement:
    """王桂英's allowance from December 2026 on, decided in November."""
    told = {
        "actor": SYSTEM,
        "service": SERVICE,
        "version": f"{SERVICE}@1",
        "case_number": CASE,
        "recipient": "王桂英",
        "id_number": ID_NUMBER,
        "born": BORN,
        "region": VILLAGE,
        "first_month": DECEMBER,
        "account": {"way": "社会保障卡", "name": "王桂英", "number": "6217000000001234"},
        "contact_mobile": "15400000007",
        "decided_on": DECIDED,
        "now": NOW,
        **changes,
    }
    told.setdefault("person", person(told["id_number"], told["recipient"], told["born"]))
    return open_entitlement(**told)


def another(at_place: int, **changes: Any) -> Entitlement:
    """Somebody else, the ``at_place``-th of a row of people."""
    name = f"老人{at_place}"
    return opened(
        case_number=f"YX20261120-{at_place:05}",
        recipient=name,
        id_number=f"9901811937012{at_place:05}",
        account={"way": "银行卡", "name": name, "number": f"62170000000{at_place:05}"},
        **changes,
    )


def drawn(month: date, now: datetime | None = None) -> PaymentList:
    body = Organisation.objects.get(code="sample-payer")
    moment = now or at(month.year, month.month)
    return draw_up_list(actor=PAYER, service=SERVICE, body=body, month=month, now=moment)


def confirmed(month: date, now: datetime | None = None) -> PaymentList:
    made = drawn(month, now)
    moment = now or at(month.year, month.month)
    return confirm_list(actor=CONFIRMER, payment_list=made, seen=made.checksum, now=moment)


def paid(month: date, now: datetime | None = None) -> PaymentList:
    """Drawn up, confirmed, sent, and answered by the channel."""
    made = confirmed(month, now)
    moment = now or at(month.year, month.month)
    sent = send_list(actor=PAYER, payment_list=made, now=moment)
    pay_out(ListSent(sent.pk), moment)
    return PaymentList.objects.get(pk=sent.pk)


def told(made: PaymentList) -> list[tuple[str, str, Decimal]]:
    """Month, kind and amount of each line."""
    rows = PaymentLine.objects.filter(list=made).order_by("month", "entitlement__case_number")
    return [(f"{one.month:%Y-%m}", one.kind, one.amount) for one in rows]


def register(code: str, name: str, keeper: str) -> Register:
    return Register.objects.get_or_create(code=code, defaults={"name": name, "keeper": keeper})[0]


def says(code: str, id_number: str = ID_NUMBER, *, now: datetime = NOW, **data: object) -> None:
    """A register holds this under the number from now on."""
    register(code, {"civil-deaths": "死亡登记", "population": "人口库"}.get(code, code), "样例单位")
    enter(actor=SYSTEM, register=code, key=id_number, data=data, as_of=now, now=now)


def officer(login: str, name: str, body: Organisation, *posts: str) -> Account:
    """An officer with these posts; comes in by the demo door."""
    account = Account.objects.create(
        login=login, kind=Account.STAFF, staff_name=name, demo_role="样例", demo_note="样例", created_at=NOW
    )
    for code in posts:
        Appointment.objects.create(account=account, post=Post.objects.get(organisation=body, code=code), since=NOW)
    return account
