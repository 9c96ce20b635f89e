"""The other side of ``opening``: hand a file over to a process of its own and wait for its answer."""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from yimen.ground.errors import Unavailable
from yimen.ground.files.kinds import Kind

Answer = Literal["opened", "encrypted", "broken"]
_SCRIPT = Path(__file__).with_name("opening.py")
_ANSWERS: dict[int, Answer] = {0: "opened", 10: "encrypted"}
PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page of a file as a PNG picture, empty where it cannot be drawn, and how many pages there are."""

    picture: bytes
    pages: int


def open_apart(content: bytes, kind: Kind) -> Answer:
    """Can the file really be opened? One that wants too much memory or time counts as broken.

    Raises:
        Unavailable: this machine cannot start the process that would look.
    """
    with tempfile.TemporaryDirectory(prefix="yimen-look-") as folder:
        return _ANSWERS.get(_run(Path(folder), content, kind), "broken")


def draw_apart(content: bytes, kind: Kind, page: int) -> Drawn:
    """A page of a file that was kept, for whoever must look at it in the browser.

    Raises:
        Unavailable: as above.
    """
    with tempfile.TemporaryDirectory(prefix="yimen-look-") as folder:
        done = _run(Path(folder), content, kind, str(page))
        pages, picture = Path(folder) / "pages", Path(folder) / "page.png"
        return Drawn(
            picture.read_bytes() if done == 0 and picture.exists() else b"",
            int(pages.read_text()) if pages.exists() else 0,
        )


def _run(folder: Path, content: bytes, kind: Kind, *more: str) -> int:
    path = folder / "upload"
    path.write_bytes(content)
    # -I: nothing from the surroundings; what the readers say may quote the file, so it reaches no log.
    command = [sys.executable, "-I", str(_SCRIPT), kind.code, str(path), *more]
    try:
        return subprocess.run(  # noqa: S603
            command,
            timeout=PATIENCE,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8", "RAYON_NUM_THREADS": "1"},
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return -1
    except OSError as error:
        raise Unavailable("现在检查不了上传的文件", "过几分钟再传一次，已经填好的内容都在。") from error
