"""Is this upload fit to be kept? Each cause of a refusal has its own sentence and its own advice."""

from collections.abc import Callable
from dataclasses import dataclass

from yimen.ground.files.errors import FileRefused
from yimen.ground.files.jpeg import read_jpeg
from yimen.ground.files.kinds import JPEG, PNG, WEBP, Kind, kind_of, name_foreign
from yimen.ground.files.names import clean_name, ending_of, kind_by_ending
from yimen.ground.files.open_apart import open_apart
from yimen.ground.files.picture import Broken, Moving, Picture
from yimen.ground.files.png import read_png
from yimen.ground.files.webp import read_webp

MEGABYTES = 20
LARGEST = MEGABYTES * 1024 * 1024
MEGAPIXELS = 50
_READERS: dict[Kind, Callable[[bytes], Picture]] = {JPEG: read_jpeg, PNG: read_png, WEBP: read_webp}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as it may be kept."""

    name: str
    kind: Kind
    content: bytes


def check(content: bytes, name: str) -> Checked:
    """Look at an upload as a careful clerk would.

    Args:
        content: any bytes at all.
        name: as the browser gives it; believed in nothing.
    Returns:
        the file under a clean name; a picture without its metadata, a PDF as it came.
    Raises:
        FileRefused: it cannot be taken; the sentence says why.
        Unavailable: this machine cannot look into files now.
    """
    check_size(len(content))
    kind = kind_of(content)
    if kind is None:
        word, advice = name_foreign(content)
        raise FileRefused(f"这是{word}，我们收 PDF、JPG、PNG 和 WebP", advice, "wrong-kind")
    _check_ending(name, kind)
    if reader := _READERS.get(kind):
        content = _without_metadata(reader, content, kind)
    _check_opens(content, kind)
    return Checked(clean_name(name, kind), kind, content)


def check_size(size: int) -> None:
    """Raises FileRefused for an empty file and for one that is too large; can be asked before the file is read."""
    if size == 0:
        raise FileRefused("这个文件是空的，里面没有内容", "在电脑或者手机里打开看一下，换一份有内容的再传。", "empty")
    if size > LARGEST:
        raise FileRefused(
            f"一个文件最大 {MEGABYTES} MB，这个超过了", "照片选小一点的尺寸，长的材料分成几份传。", "too-large"
        )


def _check_ending(name: str, kind: Kind) -> None:
    ending = ending_of(name)
    if not ending or kind_by_ending(ending) is kind:
        return
    raise FileRefused(
        f"文件名以 {ending} 结尾，里面却是{kind.word}",
        f"确认是您要交的材料，把文件名结尾改成 {kind.endings[0]} 再传。",
        "disguised",
    )


def _without_metadata(reader: Callable[[bytes], Picture], content: bytes, kind: Kind) -> bytes:
    try:
        picture = reader(content)
    except Moving as error:
        raise FileRefused("这是会动的图片，看不出哪一张是材料", "截一张图，或者拍一张照片再传。", "moving") from error
    except Broken as error:
        raise _broken(kind) from error
    if picture.pixels > MEGAPIXELS * 1_000_000:
        found = f"{picture.width}×{picture.height}"
        raise FileRefused(
            f"图片最多 {MEGAPIXELS * 100} 万像素，这张有 {found}",
            "用小一点的尺寸再拍或者再扫描一次。",
            "too-many-pixels",
        )
    return picture.content


def _check_opens(content: bytes, kind: Kind) -> None:
    match open_apart(content, kind):
        case "encrypted":
            raise FileRefused(
                "这份 PDF 加了密码或者限制，我们打不开",
                "去掉密码，或者打开后打印成一份新的 PDF，再传那份。",
                "encrypted",
            )
        case "broken":
            raise _broken(kind)


def _broken(kind: Kind) -> FileRefused:
    word = kind.word if kind.word != "PDF" else " PDF "
    return FileRefused(
        f"这份{word}打不开，可能没有传完整，也可能已经损坏", "在电脑或者手机里打开看一下，重新保存一份再传。", "broken"
    )
