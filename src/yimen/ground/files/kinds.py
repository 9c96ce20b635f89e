"""Which kind of file is this? Told by its first bytes, never by its name or by what the browser says."""

import zipfile
from dataclasses import dataclass
from io import BytesIO


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken. ``endings[0]`` is the one that it gets if it has none."""

    code: str
    content_type: str
    word: str
    endings: tuple[str, ...]


PDF = Kind("pdf", "application/pdf", "PDF", (".pdf",))
JPEG = Kind("jpeg", "image/jpeg", "JPEG 图片", (".jpg", ".jpeg", ".jpe", ".jfif"))
PNG = Kind("png", "image/png", "PNG 图片", (".png",))
WEBP = Kind("webp", "image/webp", "WebP 图片", (".webp",))
TAKEN = (PDF, JPEG, PNG, WEBP)

_AS_PDF = "在 WPS 或者 Word 里点“另存为”，类型选 PDF，再传那份 PDF。"
_AS_JPEG = "手机里打开这张图片，截屏或者另存为 JPG，再传那一张。"
_ONE_BY_ONE = "先解压，把里面的文件一个一个传上来。"
# What people really try to hand in, and what to do with it.
_FOREIGN: dict[str, tuple[str, str]] = {
    "ofd": ("OFD 版式文件", "用 OFD 阅读器打开，点“导出 PDF”或者“打印成 PDF”，再传那份 PDF。"),
    "word": ("Word 文档", _AS_PDF),
    "sheet": ("Excel 表格", _AS_PDF),
    "slides": ("PPT 演示文稿", _AS_PDF),
    "office": ("Word、Excel 或者 WPS 的旧格式文件", _AS_PDF),
    "heic": ("HEIC 图片（苹果手机的照片格式）", "在“设置—相机—格式”里选“兼容性最佳”再拍一张，或者另存为 JPG 再传。"),
    "gif": ("GIF 图片", _AS_JPEG),
    "bmp": ("BMP 图片", _AS_JPEG),
    "tiff": ("TIFF 图片", "扫描时选 PDF 或者 JPG 格式，再传一次。"),
    "archive": ("压缩包", _ONE_BY_ONE),
    "video": ("视频", "拍成照片或者扫描成 PDF，再传一次。"),
    "program": ("程序", "把材料拍成照片或者扫描成 PDF，再传一次。"),
    "page": ("网页", "在浏览器里点“打印”，选“另存为 PDF”，再传那份 PDF。"),
}
_UNKNOWN = ("我们认不出来的文件", "把材料拍成照片或者扫描成 PDF，再传一次。")

_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"}
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "word"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\x1aE\xdf\xa3", "video"),
)
# Names of the parts that give a zip container away.
_PARTS = {"OFD.xml": "ofd", "word/document.xml": "word", "xl/workbook.xml": "sheet", "ppt/presentation.xml": "slides"}


def kind_of(content: bytes) -> Kind | None:
    """The kind of a file that is taken, or None."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return None


def kind_by_type(content_type: str) -> Kind:
    """The kind of a file that was kept, by the content type that was found then."""
    return next(one for one in TAKEN if one.content_type == content_type)


def name_foreign(content: bytes) -> tuple[str, str]:
    """What a file that is not taken is, in words, and what to do with it."""
    return _FOREIGN.get(_foreign(content), _UNKNOWN)


def _foreign(content: bytes) -> str:
    if content.startswith(b"PK"):
        return _container(content)
    if content[4:8] == b"ftyp":
        return "heic" if content[8:12] in _HEIC else "video"
    if found := next((code for start, code in _STARTS if content.startswith(start)), ""):
        return found
    opening = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "page" if opening.startswith((b"<!doctype", b"<html", b"<svg", b"<?xml")) else ""


def _container(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "archive"
    return next((code for part, code in _PARTS.items() if part in names), "archive")
