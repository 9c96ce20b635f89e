from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from yimen.adapters.demo.payments import OneCard
from yimen.domains.benefits.ports import Transfer
from yimen.ground.errors import DomainError

GOOD = Transfer(
    "1", "王桂英", "990181194302160469", "社会保障卡", "王桂英", "6217000000001234", Decimal("50.00"), "津贴"
)
CLOSED = replace(GOOD, line="2", name="赵秀兰", account="6217000000000404")


def test_it_answers_line_by_line_and_a_closed_account_comes_back(tmp_path: Path) -> None:
    receipt = OneCard(tmp_path).pay("津贴-202612", [GOOD, CLOSED])
    assert [(one.line, one.state, one.reason) for one in receipt.results] == [
        ("1", "paid", ""),
        ("2", "failed", "账户已销户"),
    ]
    assert receipt.reference == "津贴-202612"


def test_it_pays_a_reference_once_and_says_the_same_again(tmp_path: Path) -> None:
    first = OneCard(tmp_path).pay("a", [GOOD])
    assert OneCard(tmp_path).pay("a", [GOOD]) == first
    assert len(list(tmp_path.iterdir())) == 1


def test_two_that_ask_at_once_get_the_same_batch(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: OneCard(tmp_path).pay("a", [GOOD]), range(16)))
    assert len(set(receipts)) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_it_refuses_other_lines_under_a_known_reference(tmp_path: Path) -> None:
    OneCard(tmp_path).pay("a", [GOOD])
    with pytest.raises(DomainError, match="内容不一样"):
        OneCard(tmp_path).pay("a", [replace(GOOD, amount=Decimal("500.00"))])


def test_it_refuses_a_list_that_names_a_line_twice(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="重复"):
        OneCard(tmp_path).pay("a", [GOOD, GOOD])
    assert not list(tmp_path.iterdir())


def test_a_reference_cannot_lead_out_of_its_folder(tmp_path: Path) -> None:
    inside = tmp_path / "payments"
    OneCard(inside).pay("../../etc/passwd", [GOOD])
    assert [path.name for path in tmp_path.iterdir()] == ["payments"]


def test_the_batch_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    OneCard(tmp_path).pay("a", [GOOD])
    (path,) = tmp_path.iterdir()
    assert oct(path.stat().st_mode & 0o777) == "0o600"
