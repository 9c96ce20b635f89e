"""A delivery comes back as it was sent; one that was altered on the way is refused."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimen.engines.service.exchange import cleaned
from yimen.engines.service.exchange.delivery import (
    MANIFEST,
    Delivery,
    DeliveryError,
    Item,
    Party,
    files_at,
    packed,
    read,
    write,
)
from yimen.engines.service.exchange.tests.test_folder import RECORD, records

FROM, TO = Party("990000000000", "样例省"), Party("990181000000", "云溪市")


def sent(*items: Item, **more: object) -> Delivery:
    return Delivery(FROM, TO, "2026-001", "2026-11-20", items=items, **more)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.lists(records, max_size=4), st.integers(0, 99))
def test_what_is_sent_is_what_arrives(told: list, version: int) -> None:
    items = [Item(f"k{at}", version, cleaned(one), ("by_law",)[: at % 2]) for at, one in enumerate(told)]
    delivery = sent(*items, ended=("gone",), since="2026-000")
    assert read(write(delivery)) == delivery


def test_a_zip_and_a_folder_say_the_same_and_a_zip_is_always_the_same(tmp_path: Path) -> None:
    files = write(sent(Item("k", 3, cleaned(RECORD))))
    (tmp_path / "d").mkdir()
    for name, content in files.items():
        (tmp_path / "d" / name).write_bytes(content)
    (tmp_path / "d.zip").write_bytes(packed(files))
    (tmp_path / "d" / "readme.txt").write_text("不属于下发的文件")
    assert files_at(tmp_path / "d") == files_at(tmp_path / "d.zip") == files
    assert packed(files) == packed(dict(reversed(files.items())))


@pytest.mark.parametrize("name", ["up_task_directory.csv", "up_task_general_material.csv"])
def test_a_file_that_was_altered_or_lost_is_refused(name: str) -> None:
    files = write(sent(Item("k", 3, cleaned(RECORD))))
    with pytest.raises(DeliveryError, match="校验码"):
        read({**files, name: files[name] + b"x"})
    with pytest.raises(DeliveryError, match="少了文件"):
        read({path: content for path, content in files.items() if path != name})


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"number": ""},
        {"items": {"k": "1"}},
        {"items": []},
        {"from": {}},
        {"to": {"region_code": 1, "name": ""}},
        {"locks": {"k": "all"}},
        {"ended": [1]},
        {"files": None},
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(change: dict) -> None:
    files = write(sent(Item("k", 3, cleaned(RECORD))))
    manifest = {**json.loads(files[MANIFEST]), **change}
    with pytest.raises(DeliveryError):
        read({**files, MANIFEST: json.dumps(manifest).encode()})


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{", b"[" * 100_000])
def test_no_manifest_no_delivery(content: bytes) -> None:
    with pytest.raises(DeliveryError):
        read({MANIFEST: content})


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d.zip").write_bytes(b"PK\x03\x04")
    with pytest.raises(DeliveryError):
        files_at(tmp_path / "d.zip")
    with pytest.raises(DeliveryError):
        files_at(tmp_path / "nothing.zip")


def test_a_row_of_no_item_is_told_and_the_others_are_taken() -> None:
    import hashlib

    files = write(sent(Item("k", 3, cleaned(RECORD))))
    name = "up_task_general_questions.csv"
    files[name] += "other,问,答\r\n".encode()
    manifest = json.loads(files[MANIFEST])
    manifest["files"][name] = hashlib.sha256(files[name]).hexdigest()
    found = read({**files, MANIFEST: json.dumps(manifest).encode()})
    assert found.items[0].record == cleaned(RECORD) and "第 3 行的 other 不在清单里" in found.faults[0]
