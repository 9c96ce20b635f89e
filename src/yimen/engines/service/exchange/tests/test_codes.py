"""Codes are judged by their form, their check digit and each other."""

import pytest

from yimen.engines.service.exchange import (
    credit_code_fault,
    faults_of_codes,
    local_code,
    missing,
    old_code_fault,
    tables_of,
)

GOOD = "115113010833722043"
SICHUAN = {
    "task_type": "1",
    "region_code": "511602000000",
    "local_catalog_code": "511A0138000000",
    "local_task_code": f"511A0138000000-511602000000-000-{GOOD}-1-00",
    "dept_code": GOOD,
}


def fields_at_fault(record: dict[str, str], province: str = "51") -> list[str]:
    return [one.element for one in faults_of_codes(record, tables_of(province))]


@pytest.mark.parametrize("code", [GOOD, "91350100M000100Y43"])
def test_a_right_credit_code_is_right(code: str) -> None:
    assert credit_code_fault(code) == ""


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("115113010833722044", "校验位"),
        ("TE5116020105116050", "校验位"),
        ("11511301083372204", "17 位"),
        ("11511301I833722043", "字符"),
    ],
)
def test_a_wrong_credit_code_is_told_apart(code: str, word: str) -> None:
    assert word in credit_code_fault(code)


def test_an_old_organisation_code_has_a_check_digit_too() -> None:
    assert old_code_fault("083372204") == ""
    assert "校验位" in old_code_fault("083372205")


def test_a_code_of_sichuan_is_taken_apart() -> None:
    found = local_code(SICHUAN["local_task_code"], tables_of("51"))
    assert found and (found.base, found.region, found.body, found.serial) == (
        "511A0138000000",
        "511602000000",
        GOOD,
        "00",
    )
    assert local_code(SICHUAN["local_task_code"], tables_of("44")) is None


def test_codes_that_agree_have_no_fault() -> None:
    assert fields_at_fault(SICHUAN) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("local_task_code", "511A0138000000"),
        ("local_task_code", "511A0138000000-511602000000-000-115113010833722044-1-00"),
        ("dept_code", "115113010833722044"),
        ("region_code", "511603000000"),
        ("local_catalog_code", "511A0138000001"),
        ("task_type", "77"),
        ("catalog_code", "0001310010001"),
        ("catalog_code", "00013100100a"),
        ("catalog_code", "008831001000"),
        ("task_code", f"{GOOD}9000131001000"),
        ("task_code", "1151130108337220444000131001000"),
        ("task_handle_item", f"{GOOD}4000131001000"),
    ],
)
def test_each_wrong_code_is_named(field: str, value: str) -> None:
    assert field in fields_at_fault({**SICHUAN, field: value})


def test_right_national_codes_have_no_fault() -> None:
    codes = {
        "task_type": "01",
        "catalog_code": "000131001000",
        "task_code": f"{GOOD}4000131001000",
        "task_handle_item": f"{GOOD}400013100100001",
    }
    # 基本编码 000131001000: 类型在第 3、4 位，是 01。
    assert codes["catalog_code"][2:4] == "01"
    assert fields_at_fault(codes, "") == []


def test_what_is_missing_is_said_as_people_would_ask() -> None:
    found = {one.key: one.fields for one in missing({"task_name": "某事", "task_type": "01"})}
    assert found["materials"] == ("materials",)
    assert "promise_day" in found["time"] and "row_guid" in found[""]
    answered = {**SICHUAN, "is_fee": "0", "materials": [{"material_name": "甲"}], "by_law": "《甲法》"}
    assert {"fee", "materials", "law"}.isdisjoint(one.key for one in missing(answered))


def test_a_check_is_not_asked_for_materials_and_limits() -> None:
    keys = {one.key for one in missing({"task_name": "某事", "task_type": "06"})}
    assert keys.isdisjoint({"materials", "time", "fee"}) and {"law", "phone"} <= keys
