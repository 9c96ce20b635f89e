from collections.abc import Iterator
from contextlib import contextmanager

from yimen.engines import bpmn
from yimen.ground.errors import DomainError


class Stopped(DomainError):
    """The process has stopped after an unexpected error, and an operator is looking at it."""

    code = "stopped"

    def __init__(self) -> None:
        super().__init__(
            "这件事的办理暂时停住了", "业务系统管理员已经收到提醒，正在查原因。恢复以后再提交一次，别的件照常办。"
        )


class ValueRefused(DomainError):
    """What a process was told cannot be kept with it; nothing has changed."""

    code = "value-refused"


@contextmanager
def refusing_values() -> Iterator[None]:
    """A value that cannot be kept is refused with a sentence."""
    try:
        yield
    except bpmn.UnfitValue as error:
        raise ValueRefused(error.sentence.removesuffix("。")) from error


class CannotMove(DomainError):
    """A running instance has no place in the other version; ``reasons`` names every one."""

    code = "cannot-move"

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("".join(reasons), "办完再换版本，或写明环节怎样对应。")
        self.reasons = reasons
