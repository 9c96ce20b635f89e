"""An unexpected error as an operator reads it: where it happened, not what it says; that may be somebody's data."""

import re
import traceback

from yimen.engines import bpmn
from yimen.ground.errors import DomainError

_OURS = re.compile(r".*/yimen/(.+\.py)$")
_SHOWN = 8


def described(error: BaseException) -> str:
    """The kind of the error and the places in our own files that led to it, the innermost last."""
    frames = [(_OURS.match(frame.filename), frame) for frame in traceback.extract_tb(error.__traceback__)]
    places = [f"{found[1]} 第 {frame.lineno} 行（{frame.name}）" for found, frame in frames if found]
    # Sentences of our own are written without anybody's data; others are left out.
    own = isinstance(error, DomainError | bpmn.BpmnError)
    return "\n".join([f"{type(error).__name__}：{error}" if own else type(error).__name__, *places[-_SHOWN:]])
