"""The legal library and the list of powers at the command line, and which parts of the product cite laws."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from django.urls import reverse

from yimen.domains.catalogue import queries as catalogue
from yimen.domains.law.actions.import_laws import import_laws
from yimen.domains.law.actions.watch import watch
from yimen.domains.law.ports import Citing, everything_that_cites, register, word_of
from yimen.domains.law.queries import findings_of, library
from yimen.domains.powers.actions.publish_powers import publish_powers
from yimen.domains.powers.gaps import WORDS, found_gaps
from yimen.domains.powers.queries import current_versions, latest_versions
from yimen.domains.powers.told import read as read_powers
from yimen.domains.supervision.rulebooks import definition, rulebook_on
from yimen.engines import law as engine
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import legal_day


def plug_citing() -> None:
    """Called once by the wiring."""
    register("service", _services, lambda slug: reverse("citizen:service", args=[slug]), "事项")
    register("rulebook", _rulebook, lambda _: reverse("supervision:rules"), "监督规则")
    register("power", _powers, _power_page, "权力")


def import_folder(folder: Path, moment: datetime) -> Iterator[str]:
    """Take a folder of laws into the library and say what is new. Raises LawIndexError, VersionChanged."""
    done = import_laws(actor=SYSTEM, index=engine.read_folder(folder), now=moment)
    yield from (f"收录 {one}" for one in done.versions)
    yield from (f"失效 {one}" for one in done.endings)
    yield f"法规库：{done.held} 个文本，新收录 {len(done.versions)} 个"
    if done.versions or done.endings:
        yield from watch_citations(moment)


def watch_citations(moment: datetime) -> Iterator[str]:
    """Hold everything that is cited against the library at once, not only tonight; says how many alarms that makes."""
    told = watch(actor=SYSTEM, now=moment)
    if told.opened or told.closed:
        yield f"法规提醒：新的 {told.opened} 条，结束 {told.closed} 条"


def stale(moment: datetime) -> tuple[list[str], int]:
    """What does not stand of everything that is cited, as lines; and how many."""
    held, today = library(), legal_day(moment)
    lines: list[str] = []
    not_held: set[str] = set()
    count = 0
    for one in everything_that_cites():
        not_held.update(engine.not_held(one.told, held))
        for found in findings_of(one, held, today):
            count += 1
            lines += [f"{word_of(one.kind)} {one.version} {one.name}：{found.sentence}。{found.advice}"]
            lines += [f"    {where}" for where in found.wheres]
    if not_held:
        lines.append(f"没有收录、引用没有核对的文件：{len(not_held)} 件：{'、'.join(sorted(not_held))}")
    return lines, count


def import_powers(file: Path, moment: datetime) -> Iterator[str]:
    """Publish a list of powers and say what is new. Raises NotAList, OSError."""
    done = publish_powers(actor=SYSTEM, powers=read_powers(file.read_text(encoding="utf-8")), now=moment)
    yield f"权责清单：{len(done.versions) + done.unchanged} 项，新的或者改过的 {len(done.versions)} 项"


def power_gaps() -> tuple[list[str], int]:
    """What does not fit between powers and services, as lines; and how many."""
    found = found_gaps()
    lines = [f"{WORDS[one.kind]}：{one.sentence}" for one in found]
    return lines, len(found)


def _services() -> Iterator[Citing]:
    for version in catalogue.all_current():
        meta = catalogue.definition(version).meta
        yield Citing("service", version.item.slug, version.name, version.key, meta)


def _powers() -> Iterator[Citing]:
    for one in current_versions():
        told = {**one.told, "in_force_from": one.in_force_from}
        yield Citing("power", one.power.key, f"{one.body.name} {one.name}", f"{one.power.key}@{one.number}", told)


def _power_page(key: str) -> str:
    found = latest_versions().filter(power__key=key).first()
    return reverse("powers:power", args=[found.body.code, key]) if found else ""


def _rulebook() -> Iterator[Citing]:
    # Who looks after the citations begins with what was published last, in force or not yet.
    book = rulebook_on(date.max)
    if book is not None:
        yield Citing("rulebook", "supervision", book.title, f"supervision@{book.number}", definition(book).meta)
