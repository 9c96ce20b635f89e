from yimen.ground.errors import Stale
from yimen.ground.files.errors import FileRefused
from yimen.ground.files.incoming import held
from yimen.ground.files.models import Incoming


def add_part(*, incoming: Incoming, offset: int, content: bytes) -> int:
    """Add the next part of a file, and return how much there is now. Nothing is recorded: nothing is handed in yet.

    No row is written: forty parts of a photo would be forty turns in the write queue of everybody.

    Args:
        offset: where the browser believes to be; a gap or an overlap is refused.
    Raises:
        Stale: the part does not join on, or another request is at work on this file.
        FileRefused: more comes than was announced.
    """
    with held(incoming) as file:
        there = file.seek(0, 2)
        if offset != there:
            raise Stale("这一部分和已经收到的接不上", "会从断开的地方接着传。")
        if there + len(content) > incoming.size:
            raise FileRefused("传来的比一开始说的多", "再选一次这个文件，从头传。", "too-much")
        file.write(content)
        return there + len(content)
