"""``yimen catalogue import``: a file of items into the directory, with a bar that tells how far it is."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.db import transaction

from yimen.config.migrating import at_the_server
from yimen.domains.directory.actions.import_file import import_file
from yimen.domains.directory.actions.open_source import open_source
from yimen.domains.directory.finding import LISTED
from yimen.domains.directory.intake.mapping import Mapping, read_mapping
from yimen.domains.directory.intake.report import Report
from yimen.domains.directory.models import Source
from yimen.ground.audit import SYSTEM, Actor
from yimen.ground.calendar.moment import now
from yimen.ground.errors import NotFound, Unavailable
from yimen.ground.outbox.announce import announce
from yimen.ground.search.actions.rebuild import rebuild
from yimen.ground.search.events import IndexOutdated

_WIDE = 30


class Bar:
    """How far a file has been read: bytes of the file, or rows where its length is not known beforehand."""

    def __init__(self, out: TextIO) -> None:
        self.out, self.shown = out, ""

    def __call__(self, phase: str, done: int, total: int) -> None:
        if total:
            part = min(done, total) / total
            told = f"{phase} [{'#' * int(part * _WIDE):<{_WIDE}}] {int(part * 100)}%"
        else:
            told = f"{phase} {done} 行"
        if told == self.shown:
            return
        self.shown = told
        # Where nobody watches (a log), a bar would be a line for each step.
        if self.out.isatty():
            self.out.write(f"\r{told}" + ("\n" if total and done >= total else ""))
            self.out.flush()


def import_items(path: Path, mapping_at: Path | None, source: str, by: str, *, dry_run: bool) -> Report:
    """Import a file, as ``by`` at the server. Raises DomainError when it cannot be read as a whole."""
    actor = at_the_server(by)
    mapping = read_mapping(mapping_at) if mapping_at else Mapping()
    found = _source(actor, mapping, source)
    moment = now()
    report_to = settings.YIMEN_VAR / "imports" / f"{found.key}-{moment:%Y%m%d-%H%M%S}.csv"
    report = import_file(
        actor=actor,
        path=path,
        source=found,
        mapping=mapping,
        report_to=report_to,
        now=moment,
        dry_run=dry_run,
        progress=Bar(sys.stderr),
    )
    if not dry_run:
        _build_index_anew()
    return report


def _build_index_anew() -> None:
    try:
        rebuild(now=now())
    except Unavailable:
        # Another one is being built and may have read the rows already: the worker builds one more after it.
        with transaction.atomic():
            announce(IndexOutdated(LISTED), now=now())


def _source(actor: Actor, mapping: Mapping, key: str) -> Source:
    told = mapping.source
    if told is not None and key in ("", told.key):
        return open_source(
            actor=actor,
            key=told.key,
            label=told.label,
            region_code=told.region_code,
            region_name=told.region_name,
            is_sample=told.is_sample,
            now=now(),
        )
    found = Source.objects.filter(key=key).first()
    if found is None:
        raise NotFound(
            f"没有叫 {key or '（空）'} 的来源", "在映射文件的 source 里写明它，或者用 --source 写已有的来源。"
        )
    return found


def load_samples(folder: Path) -> Iterator[str]:
    """The samples of the demo: each mapping beside the data file of the same name."""
    for mapping_at in sorted(folder.glob("*.yaml")):
        mapping = read_mapping(mapping_at)
        found = _source(SYSTEM, mapping, "")
        moment = now()
        report = import_file(
            actor=SYSTEM,
            path=mapping_at.with_suffix(".csv"),
            source=found,
            mapping=mapping,
            report_to=settings.YIMEN_VAR / "imports" / f"{found.key}.csv",
            now=moment,
        )
        yield f"{found.label}：{report.rows} 个事项，新增 {report.added} 个，{report.doubtful} 个有疑问"
    yield f"搜索索引：{rebuild(now=now())} 项"
