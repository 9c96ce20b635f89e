import struct
import time

import pytest

from yimen.ground.errors import Unavailable
from yimen.ground.files import open_apart
from yimen.ground.files.check import LARGEST, check
from yimen.ground.files.errors import FileRefused
from yimen.ground.files.kinds import JPEG, PDF, PNG, WEBP, Kind
from yimen.ground.files.tests import uploads

ONE_PAGE = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
]


def refusal(content: bytes, name: str) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        check(content, name)
    assert caught.value.advice
    return caught.value


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (uploads.pdf(), "租赁合同.pdf", PDF),
        (uploads.pdf(), "租赁合同.PDF", PDF),
        (uploads.jpeg(), "门头.jpg", JPEG),
        (uploads.jpeg(), "门头.JPEG", JPEG),
        (uploads.png(), "平面图.png", PNG),
        (uploads.webp(), "照片.webp", WEBP),
    ],
)
def test_the_four_kinds_are_taken(content: bytes, name: str, kind: Kind) -> None:
    checked = check(content, name)
    assert (checked.kind, checked.name, checked.content) == (kind, name, content)


def test_a_file_without_ending_gets_the_one_of_its_content() -> None:
    assert check(uploads.jpeg(), "2026.11.20 租赁合同").name == "2026.11.20 租赁合同.jpg"


def test_it_refuses_an_empty_file() -> None:
    found = refusal(b"", "合同.pdf")
    assert (found.code, found.sentence) == ("empty", "这个文件是空的，里面没有内容")


def filled_pdf(spaces: int) -> bytes:
    """One page, and on it a stream of so many spaces."""
    return uploads.pdf_of([*ONE_PAGE, b"<< /Length %d >>\nstream\n%s\nendstream" % (spaces, b" " * spaces)])


def test_it_refuses_a_file_over_the_limit_and_takes_one_at_the_limit() -> None:
    around = len(filled_pdf(20_000_000)) - 20_000_000
    found = refusal(filled_pdf(LARGEST - around + 1), "合同.pdf")
    assert (found.code, found.sentence) == ("too-large", "一个文件最大 20 MB，这个超过了")
    assert len(check(filled_pdf(LARGEST - around), "合同.pdf").content) == LARGEST


def test_a_few_lines_after_the_end_of_a_pdf_do_no_harm() -> None:
    assert check(uploads.pdf() + b"\r\n" * 20, "合同.pdf")


@pytest.mark.parametrize(
    ("content", "word", "advice"),
    [
        (uploads.archive("OFD.xml", "Doc_0/Document.xml"), "OFD 版式文件", "导出 PDF"),
        (uploads.archive("[Content_Types].xml", "word/document.xml"), "Word 文档", "另存为"),
        (uploads.archive("[Content_Types].xml", "xl/workbook.xml"), "Excel 表格", "另存为"),
        (uploads.archive("材料/合同.pdf"), "压缩包", "先解压"),
        (uploads.archive("材料/word/a.txt"), "压缩包", "先解压"),
        (uploads.archive("a.txt")[:-9], "压缩包", "先解压"),
        (b"PK\x03\x04" + bytes(40), "压缩包", "先解压"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式", "另存为"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "HEIC", "兼容性最佳"),
        (b"\0\0\0\x18ftypisom" + bytes(20), "视频", "拍成照片"),
        (b"GIF89a" + bytes(20), "GIF", "JPG"),
        (b"MZ\x90\0", "程序", "扫描成 PDF"),
        (b"\xef\xbb\xbf <!DOCTYPE html><script>alert(1)</script>", "网页", "另存为 PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "网页", "另存为 PDF"),
        ("姓名：张伟".encode(), "认不出来", "拍成照片"),
    ],
)
@pytest.mark.parametrize("name", ["材料.pdf", "材料"])
def test_what_is_not_taken_is_named_with_a_way_out(content: bytes, word: str, advice: str, name: str) -> None:
    found = refusal(content, name)
    assert found.code == "wrong-kind"
    assert word in found.sentence
    assert advice in found.advice


@pytest.mark.parametrize(
    ("content", "name", "ending", "word"),
    [
        (uploads.jpeg(), "合同.pdf", ".pdf", "JPEG 图片"),
        (uploads.pdf(), "照片.png", ".png", "PDF"),
        (uploads.png(), "照片.exe", ".exe", "PNG 图片"),
        (uploads.pdf(), "合同.pdf.html", ".html", "PDF"),
        (uploads.pdf(), "合同.pdf\u202e.html", ".html", "PDF"),
    ],
)
def test_a_name_that_does_not_fit_the_content_is_a_disguise(content: bytes, name: str, ending: str, word: str) -> None:
    found = refusal(content, name)
    assert found.code == "disguised"
    assert found.sentence == f"文件名以 {ending} 结尾，里面却是{word}"


@pytest.mark.parametrize("password", ["secret", ""])
def test_it_refuses_a_locked_pdf_also_one_that_opens_without_password(password: str) -> None:
    found = refusal(uploads.locked_pdf(password), "流水.pdf")
    assert found.code == "encrypted"
    assert "密码" in found.sentence


def test_it_refuses_a_pdf_that_is_cut_or_has_no_page() -> None:
    whole = uploads.pdf()
    for content in (whole[: len(whole) // 2], uploads.empty_pdf(), b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(5000)):
        found = refusal(content, "合同.pdf")
        assert (found.code, found.sentence[:8]) == ("broken", "这份 PDF 打")


def test_it_refuses_a_pdf_whose_page_cannot_be_unpacked() -> None:
    plain = uploads.pdf_of([*ONE_PAGE, b"<< /Length 3 >>\nstream\nq Q\nendstream"])
    packed = uploads.pdf_of([*ONE_PAGE, b"<< /Length 3 /Filter /FlateDecode >>\nstream\nq Q\nendstream"])
    assert check(plain, "合同.pdf").content == plain
    assert refusal(packed, "合同.pdf").code == "broken"


def test_a_page_tree_that_bites_its_own_tail_does_not_hold_the_server_up() -> None:
    tree = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]
    begun = time.monotonic()
    assert refusal(uploads.pdf_of(tree), "合同.pdf").code == "broken"
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (uploads.jpeg()[:-2], "照片.jpg"),
        (uploads.jpeg()[:60], "照片.jpg"),
        (uploads.jpeg().replace(b"\xff\xc4", b"\xff\xef"), "照片.jpg"),
        (b"\xff\xd8\xff\xd9", "照片.jpg"),
        (b"\xff\xd8\xff" + bytes(100), "照片.jpg"),
        (uploads.png()[:-12], "照片.png"),
        (uploads.png().replace(b"IDAT", b"IDAX"), "照片.png"),
        (uploads.png(rows=3), "照片.png"),
        (uploads.webp()[:-6], "照片.webp"),
        (b"RIFF" + struct.pack("<I", 4) + b"WEBP", "照片.webp"),
    ],
)
def test_it_refuses_a_picture_that_cannot_be_opened(content: bytes, name: str) -> None:
    found = refusal(content, name)
    assert found.code == "broken"
    assert "打不开" in found.sentence


def test_a_picture_may_have_fifty_million_pixels_and_no_more() -> None:
    found = refusal(uploads.png(10001, 5000, rows=1), "照片.png")
    assert found.code == "too-many-pixels"
    assert found.sentence == "图片最多 5000 万像素，这张有 10001×5000"
    assert check(uploads.jpeg(8000, 6250), "照片.jpg").kind is JPEG


def test_a_small_file_that_would_unpack_to_gigabytes_is_refused_before_it_is_unpacked() -> None:
    assert refusal(uploads.png(60000, 60000, rows=1), "照片.png").code == "too-many-pixels"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (uploads.png(extra=uploads.chunk(b"acTL", struct.pack(">II", 2, 0))), "a.png"),
        (uploads.webp(extra=b"ANIM" + struct.pack("<I", 6) + bytes(6), flags=0x02), "a.webp"),
    ],
)
def test_it_refuses_moving_pictures(content: bytes, name: str) -> None:
    assert refusal(content, name).code == "moving"


def test_a_file_that_takes_too_long_counts_as_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_apart, "PATIENCE", 0.01)
    assert refusal(uploads.pdf(), "合同.pdf").code == "broken"


def test_a_machine_that_cannot_look_says_so_and_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_apart.sys, "executable", "/nowhere/python")
    with pytest.raises(Unavailable):
        check(uploads.pdf(), "合同.pdf")
