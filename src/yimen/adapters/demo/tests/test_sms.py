from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from yimen.adapters.demo.sms import SWITCHED_OFF, DemoGateway, ShownCode
from yimen.ground.errors import Unavailable
from yimen.ground.messages.ports import Undeliverable

MOBILE, OTHER = "15400000001", "15400000002"


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    settings.YIMEN_VAR = tmp_path
    return tmp_path


def texts(mobile: str) -> list[str]:
    return [one.text for one in DemoGateway().received_by(mobile)]


def test_a_message_lies_on_its_phone_the_latest_first() -> None:
    for n, mobile in ((1, MOBILE), (2, OTHER), (3, MOBILE)):
        DemoGateway().send(mobile, f"第 {n} 条", f"r{n}")
    assert texts(MOBILE) == ["第 3 条", "第 1 条"]
    assert texts(OTHER) == ["第 2 条"]
    assert texts("15400000009") == []


def test_a_reference_that_was_taken_before_is_dropped_without_a_word() -> None:
    DemoGateway().send(MOBILE, "您好", "r1")
    DemoGateway().send(MOBILE, "您好", "r1")
    assert texts(MOBILE) == ["您好"]


def test_many_workers_with_one_reference_make_the_phone_ring_once() -> None:
    with ThreadPoolExecutor(8) as workers:
        list(workers.map(lambda n: DemoGateway().send(MOBILE, "您好", f"r{n % 3}"), range(24)))
    assert texts(MOBILE) == ["您好"] * 3


def test_a_number_that_is_switched_off_is_undeliverable() -> None:
    with pytest.raises(Undeliverable, match="空号"):
        DemoGateway().send(SWITCHED_OFF, "您好", "r1")
    assert texts(SWITCHED_OFF) == []


def test_a_folder_that_cannot_be_written_is_a_gateway_that_does_not_answer(settings: object, folder: Path) -> None:
    settings.YIMEN_VAR = folder / "nowhere"
    with pytest.raises(Unavailable):
        DemoGateway().send(MOBILE, "您好", "r1")


def test_only_the_server_reads_the_phones(folder: Path) -> None:
    DemoGateway().send(MOBILE, "您好", "r1")
    assert (folder / "phones.sqlite3").stat().st_mode & 0o077 == 0


def test_a_sign_in_code_of_a_demo_is_shown_and_sent_to_nobody() -> None:
    assert ShownCode().send_code(MOBILE, "123456").shown == "123456"
    assert texts(MOBILE) == []
