"""``yimen catalogue import``: a file of items into the directory, with a bar that tells how far it is."""

import sys
from collections.abc import Collection, Iterator
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
from yimen.domains.directory.queries import sources
from yimen.ground.audit import SYSTEM, Actor
from yimen.ground.calendar.moment import now
from yimen.ground.errors import NotFound, Unavailable
from yimen.ground.outbox.announce import announce
from yimen.ground.search.actions.rebuild import rebuild
from yimen.ground.search.events import IndexOutdated

_WIDE = 30
# So many sources are named where one is asked for.
_TOLD = 10
_AS_THERE = "照 demo/imports/guangan.yaml 写"


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
    found = _source(actor, mapping, source, None if mapping_at else path.with_suffix(".yaml"), dry_run)
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


def _source(actor: Actor, mapping: Mapping, key: str, beside: Path | None, dry_run: bool) -> Source:
    """The source that the mapping describes, or the one of this key.

    Args:
        beside: where the mapping of the file would lie; None when a mapping was given.
    Raises:
        NotFound: it is not said where the rows come from; the advice names the ways to say it and the known sources.
    """
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
            dry_run=dry_run,
        )
    known = sources()
    if key not in known:
        sentence = f"没有叫 {key} 的来源" if key else "还没有说这些事项从哪里来，什么也没有导入"
        raise NotFound(sentence, f"{_by_mapping(mapping, beside)}{_by_key(known.values())}")
    return known[key]


def _by_mapping(mapping: Mapping, beside: Path | None) -> str:
    if mapping.source is not None:
        return f"去掉 --source，就用映射文件写的来源 {mapping.source.key}"
    if beside is None:
        return f"在映射文件里写明 source，{_AS_THERE}"
    if beside.is_file():
        return f"加上 --mapping {beside}（就在数据文件旁边），不用写 --source"
    return f"用 --mapping 给一个映射文件，在里面写明 source，{_AS_THERE}"


def _by_key(known: Collection[Source]) -> str:
    if not known:
        return "。现在还没有导入过的来源可选。"
    told = [f"{one.key}（{one.label}）" for one in known]
    more = f"等 {len(told)} 个" if len(told) > _TOLD else ""
    return f"；或者用 --source 写一个已有的来源：{'、'.join(told[:_TOLD])}{more}。"


def load_samples(folder: Path) -> Iterator[str]:
    """The samples of the demo: each mapping beside the data file of the same name."""
    for mapping_at in sorted(folder.glob("*.yaml")):
        mapping = read_mapping(mapping_at)
        found = _source(SYSTEM, mapping, "", None, False)
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
