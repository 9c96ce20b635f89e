import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.ground.files.check import check
from yimen.ground.files.jpeg import read_jpeg
from yimen.ground.files.picture import Broken, Moving
from yimen.ground.files.png import read_png
from yimen.ground.files.tests import uploads
from yimen.ground.files.tests.uploads import PLACE, chunk, exif, jpeg, png, segment, webp
from yimen.ground.files.webp import read_webp


def test_a_photo_loses_place_device_and_comments() -> None:
    said = exif() + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE) + segment(0xED, b"Photoshop 3.0\0" + PLACE)
    said += segment(0xFE, PLACE)
    given = jpeg(extra=said, after=PLACE)
    assert given.count(PLACE) == 5
    checked = check(given, "门头.jpg")
    assert checked.content == jpeg()


def test_a_photo_as_an_encoder_writes_it_says_neither_place_nor_device_nor_person() -> None:
    """A progressive JPEG with Exif, GPS and a comment, made by an ordinary library."""
    photo = Path(__file__).with_name("phone.jpg").read_bytes()
    said = (b"Yimen Phone Works", b"YM-1", b"2026:11:20", b"Chen Jing", b"SN-0042", b"taken at home", b"N\0\0\0")
    assert all(one in photo for one in said)
    checked = check(photo, "门头.jpg").content
    assert [one for one in said if one in checked] == []
    # What is drawn stays to the last bit, and which way up it was held.
    assert photo[photo.index(b"\xff\xdb") :] == checked[checked.index(b"\xff\xdb") :]
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in checked


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_photo_keeps_which_way_up_it_was_held_and_nothing_else(orientation: int) -> None:
    checked = check(jpeg(extra=exif(orientation)), "门头.jpg")
    assert PLACE not in checked.content
    assert checked.content.startswith(b"\xff\xd8\xff\xe1")
    again = read_jpeg(checked.content)
    assert again.content == checked.content, "cleaned again it stays as it is"
    assert struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) in again.content


def test_a_photo_keeps_its_colours() -> None:
    profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01" + b"profile") + segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01")
    assert check(jpeg(extra=profile), "门头.jpg").content == jpeg(extra=profile)


@pytest.mark.parametrize(
    "tiff", [b"", b"II*\0", b"II*\0\xff\xff\xff\xff", b"XX*\0\x08\0\0\0\xff\xff", struct.pack("<4sIH", b"II*\0", 8, 9)]
)
def test_a_broken_exif_goes_without_harm(tiff: bytes) -> None:
    assert read_jpeg(jpeg(extra=segment(0xE1, b"Exif\0\0" + tiff))).content == jpeg()


def test_a_png_loses_texts_and_times_and_keeps_what_it_looks_like() -> None:
    looks = chunk(b"gAMA", struct.pack(">I", 45455))
    said = chunk(b"tEXt", b"Comment\0" + PLACE) + chunk(b"eXIf", PLACE) + chunk(b"tIME", bytes(7))
    assert check(png(extra=said + looks) + PLACE, "图.png").content == png(extra=looks)


def test_a_webp_loses_exif_and_xmp() -> None:
    said = b"EXIF" + struct.pack("<I", len(PLACE)) + PLACE + b"XMP " + struct.pack("<I", 3) + b"<x>\0"
    checked = check(webp(extra=said, flags=0x0C), "照片.webp")
    assert PLACE not in checked.content
    assert b"XMP" not in checked.content
    assert checked.content[20] == 0, "its header no longer promises them"


def test_a_pdf_stays_as_it_is_because_it_may_be_sealed() -> None:
    assert check(uploads.pdf(), "合同.pdf").content == uploads.pdf()


@given(st.data())
def test_whatever_is_cut_or_changed_the_readers_answer_or_say_broken(data: st.DataObject) -> None:
    whole, reader = data.draw(
        st.sampled_from(
            [(jpeg(extra=exif(6)), read_jpeg), (png(), read_png), (webp(flags=8, extra=b"EXIF"), read_webp)]
        )
    )
    content = bytearray(whole[: data.draw(st.integers(12, len(whole)))])
    for _ in range(data.draw(st.integers(0, 4))):
        content[data.draw(st.integers(12, len(content))) - 1] = data.draw(st.integers(0, 255))
    try:
        picture = reader(bytes(content))
    except (Broken, Moving):
        return
    assert picture.pixels > 0
