"""docs/how-to/change-a-supervision-table.md: whoever does what it says has a rulebook without a problem."""

import re
from pathlib import Path

from yimen.engines.service import rulebook
from yimen.engines.service.folder import files_of

ROOT = Path(__file__).resolve().parents[6]
PAGE = (ROOT / "docs/how-to/change-a-supervision-table.md").read_text(encoding="utf-8")
FOLDER = ROOT / "services" / "supervision"
ROW = re.compile(r'<rule id="idle-long">.*?</rule>', re.DOTALL)


def written(kind: str) -> list[str]:
    """The blocks of the page, as they go into a file."""
    blocks = re.findall(rf"^   ```{kind}\n(.*?)^   ```$", PAGE, re.MULTILINE | re.DOTALL)
    return [re.sub("^   ", "", block, flags=re.MULTILINE) for block in blocks]


def test_the_row_that_the_page_explains_is_the_one_in_the_table() -> None:
    row = ROW.findall((FOLDER / "acts.dmn").read_text(encoding="utf-8"))[0]
    cells = next(line for line in PAGE.splitlines() if "办件长时间没有动静" in line).strip("| ").split(" | ")
    for cell in cells:
        assert f">{cell.strip('`').replace('>', '&gt;')}</text>" in row


def test_the_change_that_the_page_shows_passes_every_check() -> None:
    files = files_of(FOLDER)
    entry, note = (one.strip() for one in written("xml"))
    three, two, day = written("yaml")
    row = ROW.findall(files["acts.dmn"].decode())[0]
    changed = re.sub(r'<inputEntry id="idle-long-i4">.*?</inputEntry>', entry, row)
    changed = re.sub(r"<annotationEntry><text>在这个岗位上.*?</annotationEntry>", note, changed)
    assert changed != row
    files["acts.dmn"] = files["acts.dmn"].decode().replace(row, changed).encode()
    files["scenarios/idle-three-days.yaml"] = three.encode()
    files["scenarios/idle-two-days.yaml"] = two.encode()
    files["supervision.yaml"] = re.sub(r"valid_from: .*\n", day, files["supervision.yaml"].decode()).encode()
    book = rulebook.read(files)
    assert rulebook.check(book) == []
    assert str(book.valid_from) == "2027-01-01"
    assert [hit.rule for hit in rulebook.judge(book, {"act": "waiting", "idle_days": 3})] == ["idle-long"]
