"""The catalogue ``locale/en``: what it must hold, merging, writing. Without dates: the same strings, the same file."""

from collections.abc import Iterator
from pathlib import Path

import polib

from tests.strings import sources, templates
from tests.strings.spoken import EXTRA, SHOWN, SILENT, SILENT_SHAPES, SPOKEN

ROOT = Path(__file__).resolve().parents[2] / "src" / "yimen"
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
_HEADER = {
    "Project-Id-Version": "Yimen",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def spoken_modules() -> Iterator[Path]:
    found = {path for pattern in SPOKEN for path in ROOT.glob(pattern)}
    yield from sorted(path for path in found if not {"tests", "migrations"} & set(path.parts))


def shown_templates() -> Iterator[Path]:
    yield from sorted({path for pattern in SHOWN for path in ROOT.glob(pattern)})


def needed() -> dict[str, polib.POEntry]:
    """An entry without English for every message of code and templates, with the files it stands in."""
    found: dict[str, polib.POEntry] = {}
    for path in shown_templates():
        for message, plural in templates.messages(path):
            _add(found, path, message, plural)
    for path in spoken_modules():
        for message, _ in sources.messages(path):
            if message not in SILENT and not SILENT_SHAPES.match(message):
                _add(found, path, message, None)
    for message in EXTRA:
        found.setdefault(message, polib.POEntry(msgid=message))
    return found


def _add(found: dict[str, polib.POEntry], path: Path, message: str, plural: str | None) -> None:
    entry = found.setdefault(message, polib.POEntry(msgid=message))
    place = (path.relative_to(ROOT).as_posix(), "")
    if place not in entry.occurrences:
        entry.occurrences.append(place)
    if plural:
        entry.msgid_plural, entry.msgstr_plural = plural, entry.msgstr_plural or {0: "", 1: ""}


def kept() -> dict[str, polib.POEntry]:
    """The entries of the catalogue as it stands."""
    return {entry.msgid: entry for entry in polib.pofile(str(PO), wrapwidth=0)} if PO.exists() else {}


def merged() -> polib.POFile:
    """The messages that are needed now, with the English that is known; what nobody says any more is gone."""
    book, known = polib.POFile(wrapwidth=0), kept()
    book.metadata = dict(_HEADER)
    for message, entry in needed().items():
        if (old := known.get(message)) is not None:
            entry.msgstr = old.msgstr
            if entry.msgid_plural:
                entry.msgstr_plural = old.msgstr_plural or entry.msgstr_plural
        book.append(entry)
    return book


def write(book: polib.POFile) -> None:
    PO.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(PO))
    book.save_as_mofile(str(MO))
