from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from yimen.domains.directory.identity import keys_of
from yimen.domains.directory.intake.mapping import Mapping
from yimen.domains.directory.intake.open import open_table
from yimen.domains.directory.intake.report import DOUBT, REFUSED, TWICE, Report, ReportFile
from yimen.domains.directory.intake.rows import Reading
from yimen.domains.directory.intake.table import RawRow, Table
from yimen.domains.directory.models import Source
from yimen.domains.directory.store import Told, store
from yimen.engines.service.exchange import fingerprint
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record

BATCH = 1000
Progress = Callable[[str, int, int], object]


def import_file(
    *,
    actor: Actor,
    path: Path,
    source: Source,
    mapping: Mapping,
    report_to: Path,
    now: datetime,
    dry_run: bool = False,
    progress: Progress = lambda phase, done, total: None,
) -> Report:
    """Take a file of items into the directory, batch by batch; broken off, it is simply run again.

    The file is read twice: first to see which codes stand in it more than once, then to store. Of rows that say the
    same under one code one is taken; of rows that contradict each other none, whatever their order.

    Args:
        report_to: where the report is written, with every row that was not taken, as it was.
        progress: told the phase, how far it is and the whole (0 where that is not known).
    Raises:
        Unreadable, BadMapping: the file as a whole cannot be read.
    """
    table = open_table(path, mapping.sheet)
    reading = Reading(mapping, mapping.fields(table.header), source.region_code, source.region_name)
    seen = _look(table, reading, progress)
    report = Report(dry_run=dry_run)
    written = ReportFile(report_to, report)
    try:
        importing = _Importing(actor, source, reading, seen, report, written, now, dry_run)
        for row in _told(table, "写入", progress):
            importing.row(row)
        importing.flush()
    finally:
        written.close()
    if not dry_run:
        _note(actor, path, source, report, now)
    return report


def _told(table: Table, phase: str, progress: Progress) -> Iterator[RawRow]:
    for at, row in enumerate(table.rows()):
        if at % 500 == 0:
            progress(phase, row.done, table.total)
        yield row
    progress(phase, table.total, table.total)


@dataclass(slots=True)
class _Seen:
    """What the first reading found: under each key the hash of what the first row said, and the contradicting keys."""

    first: dict[bytes, bytes] = field(default_factory=dict)
    torn: set[bytes] = field(default_factory=set)


def _look(table: Table, reading: Reading, progress: Progress) -> _Seen:
    seen = _Seen()
    for row in _told(table, "核对", progress):
        told = reading.item(row)
        if isinstance(told, Told):
            said = bytes.fromhex(fingerprint(told.values))
            for key in _keys(told):
                if seen.first.setdefault(key, said) != said:
                    seen.torn.add(key)
    return seen


def _keys(told: Told) -> list[bytes]:
    # Sixteen bytes a key: a file of millions of rows must not fill the memory.
    return [blake2b(f"{told.region_code}|{key}".encode(), digest_size=16).digest() for key in keys_of(told.values)]


@dataclass(slots=True)
class _Importing:
    actor: Actor
    source: Source
    reading: Reading
    seen: _Seen
    report: Report
    written: ReportFile
    now: datetime
    dry_run: bool
    taken: set[bytes] = field(default_factory=set)
    batch: list[Told] = field(default_factory=list)
    cells: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def row(self, row: RawRow) -> None:
        self.report.rows += 1
        told = self.reading.item(row)
        if not isinstance(told, Told):
            self._refuse(row.line, *told, row.cells)
            return
        keys = _keys(told)
        if self.seen.torn.intersection(keys):
            self._refuse(row.line, "同一个编码有几行，内容不一样", "留下对的那一行，再导入。", row.cells)
        elif self.taken.intersection(keys):
            self.report.twice += 1
            self.written.add(row.line, TWICE, "", "和前面一行内容一样", "", row.cells)
        else:
            self.taken.update(keys)
            self.batch.append(told)
            self.cells[row.line] = row.cells
            if len(self.batch) >= BATCH:
                self.flush()

    def flush(self) -> None:
        if not self.batch:
            return
        done = store(self.source, self.batch, by=self.actor.name, now=self.now, dry_run=self.dry_run)
        self.report.added += done.added
        self.report.changed += done.changed
        self.report.same += done.same
        for refused in done.refused:
            self._refuse(refused.line, refused.sentence, refused.advice, self.cells[refused.line])
        self.report.doubtful += len({line for line, _ in done.doubtful})
        for line, doubt in done.doubtful:
            self.written.add(line, DOUBT, doubt.element, doubt.sentence, doubt.advice, self.cells[line])
        self.batch, self.cells = [], {}

    def _refuse(self, line: int, sentence: str, advice: str, cells: tuple[str, ...]) -> None:
        self.report.refused += 1
        self.written.add(line, REFUSED, "", sentence, advice, cells)


def _note(actor: Actor, path: Path, source: Source, report: Report, now: datetime) -> None:
    details = {
        "file": path.name,
        **{name: getattr(report, name) for name in ("rows", "added", "changed", "same", "twice", "refused")},
    }
    record(actor, "import-items", object_kind="source", object_ref=source.key, at=now, details=details)
