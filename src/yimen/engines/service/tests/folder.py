"""The real service folder as the example of the tests, and a way to change one thing in it."""

from functools import cache
from pathlib import Path

from yimen.engines import service as engine
from yimen.engines.service.folder import files_of

FOLDER = Path(__file__).parents[5] / "services" / "market-regulation" / "individual-business-registration"

ENGLISH_FILES = frozenset({"en.yaml", "guide.en.md"})


@cache
def files() -> dict[str, bytes]:
    """The folder's files without its English, so that a text may be changed alone; treat as read-only."""
    return {name: content for name, content in files_of(FOLDER).items() if name not in ENGLISH_FILES}


@cache
def service() -> engine.Service:
    """The service as it is."""
    return engine.read(files())


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    """The files with one text replaced once in one of them."""
    text = files()[path].decode()
    assert old in text, f"{old!r} is not in {path}"
    return files() | {path: text.replace(old, new, 1).encode()}


def problems(changed_files: dict[str, bytes]) -> str:
    """What reading or checking says about the files, one problem a line."""
    try:
        found = engine.check(engine.read(changed_files))
    except engine.ServiceError as error:
        found = list(error.problems)
    return "\n".join(f"{problem.severity} {problem}" for problem in found)
