"""A child is born: one form, each part begins when the one it needs is granted; by the registers of the demo city."""

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.lanes import lanes_of, not_begun, whole_promise
from yimen.domains.cases.models import Case
from yimen.domains.cases.states import Status
from yimen.domains.cases.tests.make_service import handled, submitted
from yimen.domains.cases.tests.make_steps import kinds, paper
from yimen.domains.cases.tests.test_papers import sound
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.domains.registers.models import Record
from yimen.ground.accounts.models import Account
from yimen.ground.calendar.moment import legal_day

SUN_XIAOMEI = "15400000018"
CITIZEN = "990181202611100026"


@pytest.fixture
def account(cast: Cast) -> Account:
    return Account.objects.get(login=SUN_XIAOMEI)


def lane(case: Case, part: str) -> Case:
    return next(one for one in lanes_of(case) if one.part == part)


def held(register: str, key: str) -> dict[str, object]:
    found: dict[str, object] = Record.objects.get(register_id=register, key=key, replaced_at=None).data
    return found


def test_only_the_birth_certificate_begins_and_the_day_of_the_whole_counts_the_others_too(account: Account) -> None:
    case = submitted(account, "newborn", "everything-from-the-start")
    lanes = lanes_of(case)
    assert [one.part for one in lanes] == ["birth-cert"]
    assert [part.id for part in not_begun(case, lanes)] == ["vaccine", "hukou", "medical", "card"]
    whole = whole_promise(lanes, legal_day(NOW))
    assert whole is not None and not whole.is_known
    assert whole.then == ("预防接种证办理", "出生登记（落户）", "城乡居民医保参保登记", "社会保障卡申领")
    # Received on Friday 20 November: five days to accept, one for the certificate, two and two behind it.
    assert whole.day.isoformat() == "2026-12-04"


@pytest.mark.printed
def test_one_part_after_the_other_finds_in_the_registers_what_the_one_before_has_settled(account: Account) -> None:
    case = handled(submitted(account, "newborn", "everything-together"), "everything-together")
    assert case.status == Status.CONCLUDED
    assert {one.part: one.status for one in lanes_of(case)} == dict.fromkeys(
        ("birth-cert", "vaccine", "hukou", "medical", "card", "maternity", "care"), Status.GRANTED
    )
    assert held("birth-certificates", "990181199406150425陆安")["father"] == "陆川"
    assert held("population", CITIZEN)["hukou"] == "990181002001"
    assert held("resident-insurance", CITIZEN)["from"] == "2026-11-10"
    assert held("social-cards", CITIZEN)["name"] == "陆安"
    assert {"label": "社会保障号码", "value": CITIZEN} in paper(lane(case, "card"), "grant-service").data["entries"]
    assert all(sound(one) for one in lanes_of(case))
    assert kinds(lane(case, "hukou"))[0] == "grant-confirmation" and "delivery" in kinds(lane(case, "hukou"))


@pytest.mark.printed
def test_the_certificates_say_what_midwife_and_registrar_have_found(account: Account) -> None:
    case = handled(submitted(account, "newborn", "everything-from-the-start"), "everything-from-the-start")
    told = {
        part: certificate_of_subject("case", lane(case, part).number) for part in ("birth-cert", "hukou", "medical")
    }
    printed = {part: dict(one.fields) for part, one in told.items() if one is not None}
    birth = printed["birth-cert"]
    assert (birth["出生时间"], birth["出生孕周"], birth["体重"]) == ("2026年11月10日 14:25", "39 周", "3250 克")
    assert birth["母亲姓名"] == "孙晓梅" and "990181199406150425" not in birth.values()
    assert printed["hukou"]["公民身份号码"] == CITIZEN
    assert (printed["medical"]["社会保障号码"], printed["medical"]["待遇起算"]) == (CITIZEN, "2026年11月10日")


def test_without_the_birth_certificate_nothing_else_begins(account: Account) -> None:
    case = handled(submitted(account, "newborn", "everything-from-the-start"), "certificate-refused")
    assert case.status == Status.CONCLUDED
    assert [(one.part, one.status) for one in lanes_of(case)] == [("birth-cert", Status.REFUSED)]
    assert [part.id for part in not_begun(case, lanes_of(case))] == ["vaccine", "hukou", "medical", "card"]


def test_without_the_household_register_insurance_and_card_do_not_begin_and_the_rest_goes_on(account: Account) -> None:
    case = handled(submitted(account, "newborn", "everything-from-the-start"), "parents-from-elsewhere")
    assert {one.part: one.status for one in lanes_of(case)} == {
        "birth-cert": Status.GRANTED,
        "vaccine": Status.GRANTED,
        "hukou": Status.NOT_ACCEPTED,
    }
    assert case.status == Status.CONCLUDED
