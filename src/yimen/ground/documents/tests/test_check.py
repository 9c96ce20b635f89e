import logging
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.adapters.demo.seal import DemoSeal, set_up
from yimen.ground.documents.check import check_seals
from yimen.ground.documents.render import render

PAPER = render('#set document(title: "纸")\n#set text(font: "Noto Serif SC")\n张伟', {})


@pytest.fixture(scope="module", autouse=True)
def quiet() -> None:
    # The validator logs each forged file at length.
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return set_up(tmp_path_factory.mktemp("seals"), {"990181-amr": "云溪市市场监督管理局"})


@pytest.fixture(scope="module")
def sealed(root: Path) -> bytes:
    return DemoSeal(root.parent).seal(PAPER, body="990181-amr", reason="收件凭证", field="Seal")


def gap(pdf: bytes) -> tuple[int, int]:
    """Where the hex digits of the signature begin and end, padding left out."""
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    return start, start + len(pdf[start : pdf.index(b">", start)].rstrip(b"0"))


def untouched(pdf: bytes, root: Path) -> bool:
    return any(report.intact and report.whole for report in check_seals(pdf, [root]))


def test_a_good_seal_is_good(sealed: bytes, root: Path) -> None:
    (report,) = check_seals(sealed, [root])
    assert (report.intact, report.whole, report.trusted, report.good, report.remark) == (True, True, True, True, "")


def test_a_seal_of_a_stranger_is_intact_but_not_trusted(sealed: bytes, tmp_path: Path) -> None:
    stranger = set_up(tmp_path, {})
    (report,) = check_seals(sealed, [stranger])
    assert (report.intact, report.whole, report.trusted) == (True, True, False)
    assert "不是我们认可的机构" in report.remark


def test_a_missing_root_trusts_nobody(sealed: bytes, tmp_path: Path) -> None:
    (report,) = check_seals(sealed, [tmp_path / "none.pem"])
    assert not report.trusted


def test_what_is_added_after_the_seal_is_not_covered(sealed: bytes, root: Path) -> None:
    (report,) = check_seals(sealed + b"\n%more", [root])
    assert (report.whole, report.good) == (False, False)
    assert "又加了内容" in report.remark


def test_a_pdf_without_a_seal_has_no_report(root: Path) -> None:
    assert check_seals(PAPER, [root]) == ()


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_changed_byte_anywhere_is_found(data: st.DataObject, sealed: bytes, root: Path) -> None:
    changed = bytearray(sealed)
    changed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    assert not untouched(bytes(changed), root)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_changed_bit_of_the_signature_itself_is_found(data: st.DataObject, sealed: bytes, root: Path) -> None:
    start, end = gap(sealed)
    changed = bytearray(sealed)
    changed[data.draw(st.integers(start, end - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert not untouched(bytes(changed), root)


def test_the_places_a_signature_leaves_open_may_not_change(sealed: bytes, root: Path) -> None:
    start, end = gap(sealed)
    padding = sealed[: end + 10] + b"1" + sealed[end + 11 :]
    first = next(i for i in range(start, end) if sealed[i : i + 1].isalpha())
    letter = sealed[:first] + sealed[first : first + 1].swapcase() + sealed[first + 1 :]
    demo = sealed.rindex(b"DEMO".hex().upper().encode())
    issuer = sealed[:demo] + b"dEMO".hex().upper().encode() + sealed[demo + 8 :]
    for changed in (padding, letter, issuer):
        assert changed != sealed
        assert not untouched(changed, root)


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=400))
def test_no_file_makes_it_fail(content: bytes, root: Path) -> None:
    for pdf in (content, b"%PDF-1.7\n" + content):
        assert all(not report.good for report in check_seals(pdf, [root]))


def test_a_torn_file_becomes_a_report(sealed: bytes, root: Path) -> None:
    chance = random.Random(7)
    for _ in range(40):
        start = chance.randrange(len(sealed))
        torn = sealed[:start] + sealed[start + chance.randrange(1, 400) :]
        assert not untouched(torn, root)
    (report,) = check_seals(sealed[:-300], [root]) or check_seals(b"", [root])
    assert report.remark
