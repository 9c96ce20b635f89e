from datetime import date

import pytest
from django.db import IntegrityError, transaction
from stdnum.cn import uscc

from yimen.ground.numbering.credit_code import new_credit_code, organisation_check
from yimen.ground.numbering.models import Serial
from yimen.ground.numbering.serials import case_number, next_serial, serial_for


@pytest.mark.django_db
def test_numbers_of_a_scheme_are_unique_and_without_gaps() -> None:
    assert [next_serial("case", "20261120") for _ in range(5)] == [1, 2, 3, 4, 5]


@pytest.mark.django_db
def test_each_scheme_and_each_period_counts_for_itself() -> None:
    next_serial("case", "20261120")
    assert next_serial("case", "20261121") == 1
    assert next_serial("document", "20261120") == 1
    assert next_serial("case", "20261120") == 2


@pytest.mark.django_db
def test_a_number_that_was_rolled_back_is_given_out_again() -> None:
    next_serial("case")
    with pytest.raises(ValueError, match="refused"), transaction.atomic():
        assert next_serial("case") == 2
        raise ValueError("refused")
    assert next_serial("case") == 2


@pytest.mark.django_db
def test_whoever_holds_a_number_gets_the_same_at_every_try() -> None:
    assert serial_for("YX1 receipt", "receipt", "2026") == 1
    assert serial_for("YX2 receipt", "receipt", "2026") == 2
    assert serial_for("YX1 receipt", "receipt", "2026") == 1
    assert serial_for("YX1 receipt", "receipt", "2027") == 1
    assert next_serial("receipt", "2026") == 3


@pytest.mark.django_db
def test_the_database_keeps_one_row_for_a_scheme() -> None:
    next_serial("case")
    with pytest.raises(IntegrityError), transaction.atomic():
        Serial.objects.create(scheme="case", period="")


@pytest.mark.django_db
def test_a_case_number_says_the_city_the_day_and_the_serial() -> None:
    assert case_number(date(2026, 11, 18)) == "YX20261118-00001"
    assert case_number(date(2026, 11, 18)) == "YX20261118-00002"
    assert case_number(date(2026, 11, 19)) == "YX20261119-00001"


# The standard's own example, and organisations whose codes are public.
KNOWN = {
    "D2143569": "X",
    "60003734": "1",
    "80210043": "3",
    "71526726": "X",
    "79965505": "8",
    "70846113": "6",
    "55138508": "2",
    "19220382": "1",
}


@pytest.mark.parametrize(("body", "check"), KNOWN.items())
def test_the_check_sign_of_an_organisation_is_that_of_gb_11714(body: str, check: str) -> None:
    assert organisation_check(body) == check


@pytest.mark.django_db
def test_a_credit_code_is_valid_and_new_each_time() -> None:
    codes = [new_credit_code(kind="92", region="990181") for _ in range(200)]
    assert len(set(codes)) == 200
    for code in codes:
        assert uscc.validate(code) == code
        assert code.startswith("92990181MA")
        assert organisation_check(code[8:16]) == code[16]


@pytest.mark.django_db
def test_the_organisation_part_stays_eight_signs_long() -> None:
    Serial.objects.create(scheme="credit-code-92990181", last=999_998)
    assert len(new_credit_code(kind="92", region="990181")) == 18


@pytest.mark.django_db
def test_a_changed_sign_is_noticed() -> None:
    code = new_credit_code(kind="92", region="990181")
    other = "1" if code[5] != "1" else "2"
    assert not uscc.is_valid(code[:5] + other + code[6:])
