"""What each page shows to whom, and what it refuses."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import browser_of
from yimen.config import middleware
from yimen.domains.benefits.actions.check_registers import check_registers
from yimen.domains.benefits.actions.report_change import report_change
from yimen.domains.benefits.actions.tell import tell
from yimen.domains.benefits.events import NoticeDue
from yimen.domains.benefits.models import AliveCheck, Claim, Entitlement, PaymentList, Stop
from yimen.domains.benefits.tests import make
from yimen.ground.accounts.models import Account
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry

JANUARY = make.at(2027, 1, 12)


@pytest.fixture(autouse=True)
def clock(city: make.Place) -> Iterator[list[datetime]]:
    """The pages' clock stands still; a test moves it."""
    moments = [JANUARY]
    with patch.object(middleware, "now", lambda: moments[0]):
        yield moments


@pytest.fixture
def payer(city: make.Place) -> Client:
    return browser_of(make.officer("t-payer", "徐静", city.body, "cashier"))


@pytest.fixture
def confirmer(city: make.Place) -> Client:
    return browser_of(make.officer("t-confirmer", "罗兰", city.body, "checker"))


@pytest.fixture
def helper(city: make.Place) -> Client:
    return browser_of(make.officer("t-helper", "田秀", city.village, "helper"))


def citizen(number: str = make.ID_NUMBER, name: str = "王桂英") -> Client:
    account = Account.objects.create(
        login=f"154{number[-8:]}", kind=Account.CITIZEN, person=make.person(number, name), created_at=make.NOW,
        demo_note="样例",
    )  # fmt: skip
    return browser_of(account)


def text(answer: Any) -> str:
    return answer.content.decode()


# Lists


def test_a_list_goes_from_draft_to_paid_by_two_people(payer: Client, confirmer: Client, clock: list[datetime]) -> None:
    make.opened()
    page = text(payer.get("/desk/benefits/"))
    assert "起草2027年1月的名单" in page
    answer = payer.post("/desk/benefits/draw/", {"service": make.SERVICE, "month": "2027-01"})
    here = f"/desk/benefits/2027-01/?service={make.SERVICE}"
    assert answer["Location"] == here
    page = text(payer.get(here))
    assert "100.00 元" in page and "补发2026年12月" in page and "确认2027年1月的名单" not in page
    assert "6217000000001234" not in page

    made = PaymentList.objects.get()
    page = text(confirmer.get(here))
    assert "确认2027年1月的名单" in page and made.checksum in page
    answer = confirmer.post("/desk/benefits/2027-01/confirm/", {"service": make.SERVICE, "seen": made.checksum})
    assert answer["Location"] == here
    assert "送出发放" in text(payer.get(here))
    assert payer.post("/desk/benefits/2027-01/send/", {"service": make.SERVICE}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.confirmed_by_name) == ("sent", "罗兰")


def test_what_was_granted_is_paid_on_after_the_service_has_ended(payer: Client, confirmer: Client) -> None:
    make.opened()
    make.end()
    answer = payer.post("/desk/benefits/draw/", {"service": make.SERVICE, "month": "2027-01"})
    page = text(confirmer.get(answer["Location"]))
    assert "王桂英" in page
    assert "确认2027年1月的名单" in page


def test_each_does_only_what_the_own_post_does(payer: Client, confirmer: Client) -> None:
    make.opened()
    assert confirmer.post("/desk/benefits/draw/", {"service": make.SERVICE, "month": "2027-01"}).status_code == 403
    made = make.drawn(make.JANUARY)
    told = {"service": make.SERVICE, "seen": made.checksum}
    assert payer.post("/desk/benefits/2027-01/confirm/", told).status_code == 403
    confirmer.post("/desk/benefits/2027-01/confirm/", told)
    assert confirmer.post("/desk/benefits/2027-01/send/", told).status_code == 403
    assert PaymentList.objects.get().state == "confirmed"


def test_one_who_holds_both_posts_still_does_not_confirm_the_own_list(city: make.Place) -> None:
    both = browser_of(make.officer("t-both", "两岗", city.body, "cashier", "checker"))
    make.opened()
    both.post("/desk/benefits/draw/", {"service": make.SERVICE, "month": "2027-01"})
    assert "要由确认岗的另一个人确认" in text(both.get("/desk/benefits/2027-01/"))
    seen = PaymentList.objects.get().checksum
    answer = both.post("/desk/benefits/2027-01/confirm/", {"service": make.SERVICE, "seen": seen})
    assert answer.status_code == 422
    assert "起草名单的人不能自己确认" in text(answer)


def test_a_page_older_than_the_list_confirms_nothing(confirmer: Client) -> None:
    make.opened()
    make.drawn(make.JANUARY)
    answer = confirmer.post("/desk/benefits/2027-01/confirm/", {"service": make.SERVICE, "seen": "old"})
    assert answer.status_code == 409
    assert PaymentList.objects.get().state == "draft"


def test_the_changes_stand_first_with_their_reasons(payer: Client) -> None:
    one = make.opened()
    make.another(2)
    make.paid(make.DECEMBER)
    report_change(
        actor=make.PAYER, entitlement=one, what="moved_out_on", day=date(2026, 12, 9), source="户口迁移证", now=JANUARY
    )
    make.another(3, first_month=make.JANUARY)
    make.drawn(make.JANUARY)
    page = text(payer.get("/desk/benefits/"))
    assert "这个月不发 1 人次" in page
    assert "从2027年1月起停发：户口迁移证显示，王桂英的户籍于2026年12月9日迁出本地。" in page
    assert "新增 1 人次" in page and "老人3" in page


def test_the_payment_file_holds_full_accounts_and_is_on_record(payer: Client) -> None:
    make.opened(account={"way": "存折", "name": "=HYPERLINK(1)", "number": "6217000000001234"})
    make.drawn(make.DECEMBER)
    assert payer.get("/desk/benefits/2026-12/file/").status_code == 404
    make.confirmed(make.DECEMBER)
    answer = payer.get("/desk/benefits/2026-12/file/")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, line = answer.content.decode("utf-8-sig").split("\r\n")[:2]
    assert head == "序号,姓名,身份证号,领取方式,户名,账号,金额（元）,所属月份,类别,说明"
    assert (
        line
        == f"1,王桂英,{make.ID_NUMBER},存折,'=HYPERLINK(1),6217000000001234,50.00,2026-12,当月,满80周岁的，每月 50 元"
    )
    assert answer["Content-Disposition"].endswith('.csv"')
    entry = Entry.objects.get(action="take-payment-file")
    assert entry.actor_name == "徐静"


@pytest.mark.parametrize("path", ["", "2026-12/", "2026-12/file/", f"of/{make.CASE}/"])
def test_nobody_else_sees_lists_or_accounts(path: str, helper: Client, city: make.Place) -> None:
    make.opened()
    make.confirmed(make.DECEMBER)
    address = f"/desk/benefits/{path}"
    assert helper.get(address).status_code == 404
    head = browser_of(make.officer("t-head", "局长", city.body, "head"))
    assert head.get(address).status_code == 404
    assert citizen().get(address).status_code == 403
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("month", ["2026-13", "december", "0000-01", "2026-12\0", "2026-11"])
def test_a_month_without_a_list_is_not_found(month: str, payer: Client) -> None:
    make.opened()
    assert payer.get(f"/desk/benefits/{month}/").status_code in (400, 404)


def test_the_pages_ask_the_same_number_of_questions_for_many(payer: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(2, 4):
        make.another(number)
    make.paid(make.DECEMBER)
    make.drawn(make.JANUARY)
    few = _questions(payer, "/desk/benefits/"), _questions(payer, "/desk/benefits/2027-01/")
    for number in range(4, 12):
        make.another(number)
    make.drawn(make.JANUARY)
    with django_assert_max_num_queries(few[0]):
        payer.get("/desk/benefits/")
    with django_assert_max_num_queries(few[1]):
        payer.get("/desk/benefits/2027-01/")


def _questions(client: Client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


# One entitlement


def test_the_history_of_one_person_with_every_reason(payer: Client) -> None:
    make.opened()
    make.paid(make.DECEMBER)
    page = text(payer.get(f"/desk/benefits/of/{make.CASE}/"))
    for words in ("王桂英", "从2026年12月起享受", "满80周岁的，每月 50 元", "6217****1234", "2027年11月20日前"):
        assert words in page
    assert "6217000000001234" not in page
    assert Entry.objects.filter(action="read-entitlement", object_ref=make.CASE).count() == 1


def test_a_change_is_told_by_form_and_a_wrong_one_keeps_what_was_typed(payer: Client) -> None:
    make.opened()
    address = f"/desk/benefits/of/{make.CASE}/"
    answer = payer.post(address, {"act": "change", "what": "deceased_on", "day": "昨天", "source": "家属来电"})
    assert answer.status_code == 422
    assert "日期要写成" in text(answer) and 'value="家属来电"' in text(answer)
    assert not Stop.objects.exists()
    answer = payer.post(
        address, {"act": "change", "what": "deceased_on", "day": "２０２７年１月８日", "source": "家属来电"}
    )
    assert answer.status_code == 302
    page = text(payer.get(address))
    assert "从2027年2月起停发" in page and "家属来电显示，王桂英于2027年1月8日死亡。" in page
    answer = payer.post(address, {"act": "resume", "found": ""})
    assert answer.status_code == 422
    assert payer.post(address, {"act": "resume", "found": "登记错了人"}).status_code == 302
    assert Entitlement.objects.get().standing == "active"


def test_an_account_is_mended_by_form(payer: Client) -> None:
    make.opened()
    address = f"/desk/benefits/of/{make.CASE}/"
    told = {
        "act": "account",
        "account_way": "存折",
        "account_name": "王桂英",
        "account_number": "12",
        "account_why": "换折",
    }
    answer = payer.post(address, told)
    assert answer.status_code == 422
    page = text(answer)
    assert "账号是 8 到 30 位数字" in page
    assert "换折" in page
    assert payer.post(address, {**told, "account_number": "6217 0000 0000 9999"}).status_code == 302
    assert Entitlement.objects.get().account_number == "6217000000009999"


def test_what_comes_back_is_recorded_by_form(payer: Client, clock: list[datetime]) -> None:
    one = make.opened()
    make.paid(make.DECEMBER)
    report_change(
        actor=make.PAYER, entitlement=one, what="deceased_on", day=date(2026, 11, 25), source="证明", now=JANUARY
    )
    claim = Claim.objects.get()
    address = f"/desk/benefits/of/{make.CASE}/"
    told = {"act": "repay", "claim": str(claim.pk), "seen": "0.00", "amount": "五十"}
    assert payer.post(address, told).status_code == 422
    assert payer.post(address, {**told, "claim": "99"}).status_code == 404
    assert payer.post(address, {**told, "amount": "50 元"}).status_code == 302
    claim.refresh_from_db()
    assert claim.state == "repaid"
    assert payer.post(address, {**told, "amount": "50"}).status_code == 409


def test_a_confirmer_reads_and_changes_nothing(confirmer: Client) -> None:
    make.opened()
    address = f"/desk/benefits/of/{make.CASE}/"
    assert "改账户" not in text(confirmer.get(address))
    assert confirmer.post(address, {"act": "resume", "found": "x"}).status_code == 403


def test_an_act_that_does_not_exist_is_not_found(payer: Client) -> None:
    make.opened()
    assert payer.post(f"/desk/benefits/of/{make.CASE}/", {"act": "delete"}).status_code == 404


# Checks


def test_a_helper_sees_the_own_village_and_records_a_visit(
    helper: Client, city: make.Place, clock: list[datetime]
) -> None:
    make.opened()
    make.another(2, region=make.OTHER_VILLAGE)
    clock[0] = make.at(2027, 11, 18)
    check_registers(actor=SYSTEM, now=clock[0])
    page = text(helper.get("/desk/benefits/alive/"))
    assert "王桂英" in page and "老人2" not in page
    assert "还有 2 天" in page and "15400000007" in page
    address = reverse("benefits:alive-record", args=[make.CASE])
    answer = helper.post(address, {"way": "visit", "result": "", "done_on": "2027-11-17", "note": "在家"})
    assert answer.status_code == 422
    assert 'value="2027-11-17"' in text(answer) and "在家" in text(answer) and "选核对的结果" in text(answer)
    answer = helper.post(address, {"way": "visit", "result": "alive", "done_on": "2027-11-17", "note": "在家"})
    assert answer["Location"] == "/desk/benefits/alive/"
    check = AliveCheck.objects.get(entitlement__case_number=make.CASE)
    assert (check.result, check.by_name, check.note) == ("alive", "田秀", "在家")
    assert helper.get(address).status_code == 404


def test_the_street_sees_its_villages_and_the_payer_all(city: make.Place, payer: Client, clock: list[datetime]) -> None:
    make.opened()
    make.another(2, region=make.OTHER_VILLAGE)
    clock[0] = make.at(2027, 11, 18)
    check_registers(actor=SYSTEM, now=clock[0])
    street = text(browser_of(make.officer("t-street", "高峰", city.street, "acceptor")).get("/desk/benefits/alive/"))
    assert "王桂英" in street and "老人2" not in street
    everything = text(payer.get("/desk/benefits/alive/"))
    assert "王桂英" in everything and "老人2" in everything


def test_somebody_elses_village_looks_like_nothing(city: make.Place, clock: list[datetime]) -> None:
    make.opened()
    clock[0] = make.at(2027, 11, 18)
    check_registers(actor=SYSTEM, now=clock[0])
    other = browser_of(make.officer("t-other", "别村", city.other, "helper"))
    address = reverse("benefits:alive-record", args=[make.CASE])
    assert other.get(address).status_code == 404
    assert other.post(address, {"way": "visit", "result": "dead"}).status_code == 404
    assert "现在没有要核对的老人" in text(other.get("/desk/benefits/alive/"))


def test_nobody_claims_by_hand_that_data_said_so(helper: Client, clock: list[datetime]) -> None:
    make.opened()
    clock[0] = make.at(2027, 11, 18)
    check_registers(actor=SYSTEM, now=clock[0])
    address = reverse("benefits:alive-record", args=[make.CASE])
    assert helper.post(address, {"way": "data", "result": "alive", "done_on": "2027-11-18"}).status_code == 422


# The citizen


def test_a_citizen_sees_amount_since_next_check_and_every_reason() -> None:
    make.opened()
    make.paid(make.DECEMBER)
    make.drawn(make.JANUARY)
    answer = citizen().get("/me/benefits/")
    page = text(answer)
    for words in (
        "每月 50.00 元",
        "从2026年12月起享受",
        "满80周岁的，每月 50 元（《云溪市高龄津贴发放办法》第五条）",
        "6217****1234",
        "2027年11月20日前。我们先比对数据",
        "已到账",
    ):
        assert words in page
    assert "2027年1月" not in page, "a draft is nobody's money yet"
    assert len(answer.content) < 100_000


@pytest.mark.usefixtures("sealing")
def test_a_citizen_reads_why_it_was_stopped_and_the_letter() -> None:
    one = make.opened()
    report_change(
        actor=make.PAYER, entitlement=one, what="moved_out_on", day=date(2027, 1, 8), source="户口迁移证", now=JANUARY
    )
    halt = Stop.objects.get()
    tell(NoticeDue("stop-benefit", halt.pk), JANUARY)
    halt.refresh_from_db()
    client = citizen()
    page = text(client.get("/me/benefits/"))
    assert "从2027年2月起停发" in page and "户口迁移证显示，王桂英的户籍于2027年1月8日迁出本地。" in page
    address = reverse("benefits:my-paper", args=[make.CASE, halt.document_id])
    assert address in page
    assert client.get(address).content.startswith(b"%PDF")
    other = citizen("990181195001010017", "别人")
    assert other.get(address).status_code == 404
    assert client.get(reverse("benefits:my-paper", args=[make.CASE, halt.document_id + 1])).status_code == 404


def test_a_stop_before_the_first_month_does_not_read_backwards() -> None:
    one = make.opened()
    report_change(
        actor=make.PAYER, entitlement=one, what="moved_out_on", day=date(2026, 10, 8), source="户口迁移证", now=JANUARY
    )
    page = text(citizen().get("/me/benefits/"))
    assert "没有应当发放的月份" in page and "起享受" not in page


def test_whoever_applied_for_somebody_sees_it_marked_with_its_letters(city: make.Place) -> None:
    agent = make.person("990181196809150418", "王建", date(1968, 9, 15))
    one = make.opened(filed_by=agent)
    make.another(2, person=agent)
    page = text(citizen("990181196809150418", "王建").get("/me/benefits/"))
    assert page.count("您代办的") == 1 and "样例津贴：王桂英" in page
    assert page.index(">样例津贴<") < page.index("样例津贴：王桂英"), "the own one first"
    assert "您代办的" not in text(citizen().get("/me/benefits/"))
    assert one.filed_by == agent


def test_an_officer_reads_moves_and_who_applied(payer: Client) -> None:
    make.opened(filed_by=make.person("990181196809150418", "王建", date(1968, 9, 15)))
    make.says("population", hukou=make.OTHER_VILLAGE)
    check_registers(actor=SYSTEM, now=JANUARY)
    page = text(payer.get(f"/desk/benefits/of/{make.CASE}/"))
    assert "从云岭村迁到青石村" in page and "王建代办" in page


def test_the_form_to_record_a_repayment_stands_once_at_the_first_open_claim(payer: Client) -> None:
    one = make.opened()
    make.paid(make.DECEMBER)
    report_change(
        actor=make.PAYER, entitlement=one, what="deceased_on", day=date(2026, 11, 25), source="证明", now=JANUARY
    )
    claim = Claim.objects.get()
    claim.pk, claim.amount = None, 20
    claim.save()
    page = text(payer.get(f"/desk/benefits/of/{make.CASE}/"))
    assert page.count('name="amount"') == 1
    assert page.count("待退回") == 2


def test_somebody_without_any_sees_what_would_be_here() -> None:
    make.opened()
    page = text(citizen("990181195001010017", "别人").get("/me/benefits/"))
    assert "您现在没有按月发的津贴" in page and "王桂英" not in page


def test_the_own_page_asks_the_same_number_of_questions_for_many_months(clock: list[datetime]) -> None:
    make.opened()
    client = citizen()
    make.paid(make.DECEMBER)
    few = _questions(client, "/me/benefits/")
    for month in (make.JANUARY, make.FEBRUARY, make.MARCH):
        make.paid(month)
    assert _questions(client, "/me/benefits/") == few
