"""The real allowance as the example of what is paid month by month, with few scenarios so that trying is quick."""

from functools import cache
from pathlib import Path

from yimen.engines.service.folder import files_of

FOLDER = Path(__file__).parents[5] / "services" / "civil-affairs" / "old-age-allowance"
_KEPT = "scenarios/granted-at-home.yaml"


@cache
def allowance() -> dict[str, bytes]:
    """The folder's files with one scenario; treat as read-only."""
    return {path: data for path, data in files_of(FOLDER).items() if not path.startswith("scenarios/") or path == _KEPT}


def changed_allowance(path: str, old: str, new: str) -> dict[str, bytes]:
    """Those files with one text replaced once in one of them."""
    text = allowance()[path].decode()
    assert old in text, f"{old!r} is not in {path}"
    return allowance() | {path: text.replace(old, new, 1).encode()}


def without(key: str) -> dict[str, bytes]:
    """Those files without one key of service.yaml."""
    lines = allowance()["service.yaml"].decode().splitlines(keepends=True)
    start = lines.index(f"{key}:\n")
    end = next(at for at in range(start + 1, len(lines)) if lines[at][0] not in " #\n")
    return allowance() | {"service.yaml": "".join(lines[:start] + lines[end:]).encode()}


def known(facts: str, then: str) -> dict[str, bytes]:
    """Those files with one more scenario that asks the rules only: more facts, and its claims, in YAML."""
    text = f"name: 又一个\ngiven: {{like: granted-at-home, facts: {facts}}}\nsteps: []\nthen: {then}\n"
    return allowance() | {"scenarios/another.yaml": text.encode()}
