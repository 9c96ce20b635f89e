from typing import Any

import pytest

from yimen.ground.documents.kinds import Kind, all_kinds, kind_of, missing_entries
from yimen.ground.documents.kinds.benefits import (
    GrantedOldAgeAllowance,
    RecoveredBenefit,
    RefusedBenefit,
    ResumedBenefit,
    StoppedBenefit,
    SuspendedBenefit,
)
from yimen.ground.documents.kinds.confirmed import GrantedBenefit, GrantedConfirmation, RefusedConfirmation
from yimen.ground.documents.kinds.delivery import Delivery
from yimen.ground.documents.kinds.disclosure import GrantedDisclosure, RefusedDisclosure
from yimen.ground.documents.kinds.intake import Acceptance, Correction, Receipt, RefusedAcceptance
from yimen.ground.documents.kinds.names import NAMES
from yimen.ground.documents.kinds.permits import GrantedPermit, RefusedPermit
from yimen.ground.documents.kinds.registration import GrantedRegistration, RefusedRegistration
from yimen.ground.documents.kinds.services import FinishedService, RefusedService
from yimen.ground.documents.kinds.timing import Extension, SpecialProcedure
from yimen.ground.documents.tests.says import SAYS

TYPES: dict[str, Any] = {
    "receipt": Receipt,
    "acceptance": Acceptance,
    "correction": Correction,
    "refuse-acceptance": RefusedAcceptance,
    "grant-registration": GrantedRegistration,
    "refuse-registration": RefusedRegistration,
    "special-procedure": SpecialProcedure,
    "extension": Extension,
    "grant-permit": GrantedPermit,
    "refuse-permit": RefusedPermit,
    "grant-old-age-allowance": GrantedOldAgeAllowance,
    "refuse-benefit": RefusedBenefit,
    "grant-benefit": GrantedBenefit,
    "grant-confirmation": GrantedConfirmation,
    "refuse-confirmation": RefusedConfirmation,
    "grant-service": FinishedService,
    "refuse-service": RefusedService,
    "stop-benefit": StoppedBenefit,
    "suspend-benefit": SuspendedBenefit,
    "resume-benefit": ResumedBenefit,
    "recover-benefit": RecoveredBenefit,
    "answer-disclosure": GrantedDisclosure,
    "refuse-disclosure": RefusedDisclosure,
    "delivery": Delivery,
}
MUST_SAY = [(kind.code, key) for kind in all_kinds() for key in kind.says]
ROWS = [(kind.code, rows.key, key) for kind in all_kinds() for rows in kind.rows for key in rows.says or ("",)]


def lacks(code: str, **changes: object) -> tuple[str, ...]:
    return missing_entries(kind_of(code), {**SAYS[code], **changes})


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_what_a_kind_must_say_is_what_its_type_requires(kind: Kind) -> None:
    assert frozenset(kind.says) == TYPES[kind.code].__required_keys__
    assert lacks(kind.code) == ()


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_every_entry_has_a_name_that_a_clerk_understands(kind: Kind) -> None:
    further = [key for part in (*kind.rows, *kind.when) for key in part.says]
    assert {*kind.says, *further, *(choice.key for choice in kind.choices)} <= set(NAMES)


@pytest.mark.parametrize(
    "empty", [None, "", "　\n", [], {}], ids=["none", "nothing", "spaces", "no rows", "no entries"]
)
@pytest.mark.parametrize(("code", "key"), MUST_SAY)
def test_an_empty_entry_is_refused_by_its_name(code: str, key: str, empty: object) -> None:
    assert f"{NAMES[key]}（{key}）" in lacks(code, **{key: empty})


@pytest.mark.parametrize(("code", "rows", "key"), ROWS)
def test_an_empty_entry_of_a_row_is_refused_with_its_place(code: str, rows: str, key: str) -> None:
    good = SAYS[code][rows]
    assert isinstance(good, list)
    bad: object = {**good[0], key: ""} if key else " "
    place = f"{NAMES[rows]}（{rows}）第{len(good) + 1}项" + (f"的{NAMES[key]}（{key}）" if key else "")
    assert lacks(code, **{rows: [*good, bad]}) == (place,)


@pytest.mark.parametrize("wrong", ["一段话", {"what": "委托书"}, 3])
def test_a_list_that_is_none_is_refused(wrong: object) -> None:
    assert lacks("correction", points=wrong) == ("需要补正的内容（points）的各项",)


def test_a_row_of_another_shape_is_refused() -> None:
    assert lacks("correction", points=["委托书"]) == ("需要补正的内容（points）第1项",)
    assert lacks("refuse-permit", facts=[{"sentence": "没有专间"}]) == ("查明的事实（facts）第1项",)


@pytest.mark.parametrize(
    ("reason", "wanted"),
    [
        ("no-permit-needed", ["permit_basis"]),
        ("not-competent", ["competent_body"]),
        ("still-incomplete", ["correction_number", "correction_on"]),
        ("barred-false-application", ["barred_until"]),
        ("barred-fraud", ["barred_until"]),
    ],
)
def test_each_reason_not_to_accept_wants_its_own_entries(reason: str, wanted: list[str]) -> None:
    nothing = {"reason": reason, "competent_body": ""}
    assert lacks("refuse-acceptance", **nothing) == tuple(f"{NAMES[key]}（{key}）" for key in wanted)
    assert lacks("refuse-acceptance", **{**nothing, **dict.fromkeys(wanted, "写明")}) == ()


@pytest.mark.parametrize(
    ("code", "key", "wrong"),
    [
        ("special-procedure", "procedure", "现场核查"),
        ("special-procedure", "procedure", "公示"),
        ("refuse-acceptance", "reason", "材料太多"),
        ("acceptance", "ground", "accepted"),
        ("extension", "approved_by", "李敏"),
        ("delivery", "way", "口头告知"),
        ("resume-benefit", "halted", "取消"),
    ],
)
def test_a_value_outside_the_law_is_refused(code: str, key: str, wrong: str) -> None:
    (named,) = lacks(code, **{key: wrong})
    assert named.startswith(f"{NAMES[key]}（{key}），只能是")


def test_a_day_for_correction_wants_the_rule_that_sets_it() -> None:
    assert lacks("correction", supply_by_basis="") == ("规定补正期限的依据（supply_by_basis）",)
    assert lacks("correction", supply_by="", supply_by_basis="", if_late="") == ()


def test_a_promise_wants_its_last_day_and_a_certificate_its_day_of_delivery() -> None:
    assert lacks("acceptance", promised_by="") == ("承诺期限届满日（promised_by）",)
    assert lacks("acceptance", promised_limit="") == ("承诺期限（promised_limit）",)
    assert lacks("grant-permit", certificate_by="") == ("颁发证件的期限（certificate_by）",)


def test_electronic_delivery_wants_the_receipt_of_reading_and_a_window_does_not() -> None:
    assert lacks("delivery", read_at="", read_by="") == ("阅读时间（read_at）", "阅读人（read_by）")
    assert lacks("delivery", way="直接送达", delivered_at="", read_at="", read_by="") == ()
    assert lacks("delivery", way="留置送达") == ("拒收事由（refusal）",)
    assert lacks("delivery", way="邮寄送达") == ("邮件号码（post_number）",)
