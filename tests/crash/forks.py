"""Children of the warm parent: each does one thing and is gone, or is killed by its number."""

import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class ChildFailed(RuntimeError):
    """A child ended by a fault of its own: no kill of ours."""


def fork(work: Callable[[], object], errors: Path) -> int:
    """Start a child that does the work and ends. Returns its number."""
    sys.stdout.flush()
    number = os.fork()
    if number:
        return number
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        with errors.open("a") as file:
            traceback.print_exc(file=file)
    finally:
        # Nothing of the parent's is tidied up by a child.
        os._exit(code)


def ended(number: int) -> int | None:
    """The exit code of a child, or minus the signal that killed it; None while it lives."""
    found, status = os.waitpid(number, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def wait(number: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def kill(number: int) -> None:
    """``kill -9`` of a child that has not been waited for yet: its number is still its own."""
    os.kill(number, signal.SIGKILL)
    wait(number)


@contextmanager
def frozen(number: int) -> Iterator[None]:
    """A child stands still for so long."""
    os.kill(number, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(number, signal.SIGCONT)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def ask(question: Callable[[], Any], errors: Path) -> Any:
    """The answer of a child.

    Raises:
        ChildFailed: it gave none; with what it printed.
    """
    reading, writing = os.pipe()

    def answer() -> None:
        os.close(reading)
        with os.fdopen(writing, "wb") as file:
            pickle.dump(question(), file)

    number = fork(answer, errors)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        raw = file.read()
    if wait(number) or not raw:
        raise ChildFailed(errors.read_text() if errors.exists() else "a child was killed by somebody else")
    return pickle.loads(raw)


def write(path: Path, found: object) -> None:
    path.write_bytes(pickle.dumps(found))


def read(path: Path) -> Any:
    return pickle.loads(path.read_bytes())


def finish(work: Callable[[], object], errors: Path) -> None:
    """Let a child do the work to its end.

    Raises:
        ChildFailed: it did not come to its end; with what it printed.
    """
    if (code := wait(fork(work, errors))) != 0:
        raise ChildFailed(errors.read_text() if errors.exists() else f"a child ended with {code}")
