"""``yimen …``: commands of the product. Engine commands start without Django."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    given = parser.parse_args(arguments)
    return int(given.run(given) or 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yimen", description="Yimen 一门: one door to government")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    service = commands.add_parser("service", help="service folders").add_subparsers(required=True, metavar="COMMAND")
    check = service.add_parser("check", help="check folders and run their scenarios, without a database")
    check.add_argument("paths", nargs="+", type=Path, metavar="FOLDER")
    check.add_argument("--laws", type=Path, metavar="DIR", help="hold what they cite against the texts of this folder")
    check.add_argument(
        "--standards", type=Path, metavar="FOLDER", help="the standards to check with; else standards/ where you are"
    )
    check.set_defaults(run=_check)
    publish = service.add_parser("publish", help="publish folders as new versions")
    publish.add_argument("paths", nargs="+", type=Path, metavar="FOLDER")
    publish.set_defaults(run=_publish)

    law = commands.add_parser("law", help="the legal library").add_subparsers(required=True, metavar="COMMAND")
    take_in = law.add_parser("import", help="take the texts of a folder into the library; what is held stays as it is")
    take_in.add_argument("folder", type=Path, metavar="DIR", help="texts and their index.yaml")
    take_in.set_defaults(run=_import_laws)
    stale = law.add_parser("stale", help="what is cited and does not stand any more; exit code 1 if there is any")
    stale.set_defaults(run=_stale)

    library = commands.add_parser("standards", help="the library of standards").add_subparsers(
        required=True, metavar="COMMAND"
    )
    issue = library.add_parser("publish", help="publish folders of standards as new versions")
    issue.add_argument("paths", nargs="+", type=Path, metavar="FOLDER")
    issue.set_defaults(run=_publish_standards)

    powers = commands.add_parser("powers", help="the list of powers and responsibilities")
    listed = powers.add_subparsers(required=True, metavar="COMMAND")
    take_up = listed.add_parser(
        "import", help="publish a list of powers; a power that has not changed keeps its version"
    )
    take_up.add_argument("file", type=Path, metavar="FILE", help="a list such as demo/powers.yaml")
    take_up.set_defaults(run=_import_powers)
    gaps = listed.add_parser("check", help="what does not fit between powers and services; exit code 1 if there is any")
    gaps.set_defaults(run=_check_powers)

    rules = commands.add_parser("rules", help="decision models").add_subparsers(required=True, metavar="COMMAND")
    judge = rules.add_parser("check", help="gaps, overlaps and other faults of decision tables, without a database")
    judge.add_argument("paths", nargs="+", type=Path, metavar="FILE")
    judge.set_defaults(run=_check_rules)

    process = commands.add_parser("process", help="running processes").add_subparsers(required=True, metavar="COMMAND")
    move = process.add_parser("migrate", help="bring what is running to another version of its service")
    move.add_argument("service", metavar="SERVICE")
    move.add_argument("origin", type=int, metavar="FROM", help="the version they run on now")
    move.add_argument("to", type=int, metavar="TO")
    move.add_argument(
        "--map", action="append", default=[], metavar="OLD=NEW", help="an element or flow that is renamed"
    )
    move.add_argument("--by", required=True, metavar="NAME", help="who does this; it stands in the evidence")
    move.add_argument("--dry-run", action="store_true", help="say which cannot move and why; change nothing")
    move.set_defaults(run=_migrate)

    _add_catalogue(commands.add_parser("catalogue", help="the items that levels above list"))

    search = commands.add_parser("search", help="finding").add_subparsers(required=True, metavar="COMMAND")
    rebuild = search.add_parser("rebuild", help="build the index anew beside the live one")
    rebuild.set_defaults(run=_rebuild_search)
    weigh = search.add_parser("judge", help="how well everyday queries are answered; ends with a line of JSON")
    weigh.add_argument("path", type=Path, metavar="FILE.csv", help="columns: query, expected (several apart by |)")
    weigh.add_argument("--misses", action="store_true", help="say each query that is not answered first")
    weigh.set_defaults(run=_judge_search)

    run = commands.add_parser("run", help="set the demo city up and serve it, with its worker")
    run.add_argument("--port", type=int, default=8000)
    run.add_argument("--host", default="127.0.0.1")
    run.set_defaults(run=_run)

    worker = commands.add_parser("worker", help="deliver events, fire timers, run jobs")
    worker.add_argument("--until-idle", action="store_true", help="stop when nothing is due")
    worker.set_defaults(run=_worker)

    demo = commands.add_parser("demo", help="the demo city").add_subparsers(required=True, metavar="COMMAND")
    load = demo.add_parser("load", help="load the demo city 云溪 into the database")
    load.set_defaults(run=_load)
    clock = demo.add_parser("clock", help="move the demo's clock by whole days, to see what a deadline brings")
    clock.add_argument("days", type=int, metavar="DAYS", help="days to move on; 0 sets it back to real time")
    clock.set_defaults(run=_clock)

    manage = commands.add_parser("manage", help="any command of Django's manage.py")
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(run=_manage)
    return parser


def _add_catalogue(parser: argparse.ArgumentParser) -> None:
    below = parser.add_subparsers(required=True, metavar="COMMAND")
    take = below.add_parser("import", help="import a list of items (CSV or XLSX) into the directory")
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--mapping", type=Path, metavar="M.yaml", help="which column is which field")
    take.add_argument("--source", default="", metavar="KEY", help="where the rows come from; the mapping may say it")
    take.add_argument("--by", default="命令行", metavar="NAME", help="who does this; it stands in the evidence")
    take.add_argument("--dry-run", action="store_true", help="say what would come of it; change nothing")
    take.set_defaults(run=_import)
    export = below.add_parser("export", help="write every version of every service to a folder or a ZIP file")
    export.add_argument("target", type=Path, metavar="FOLDER|FILE.zip")
    export.set_defaults(run=_export_catalogue)
    take_in = below.add_parser("import-archive", help="add the versions of an exported catalogue that are not here")
    take_in.add_argument("source", type=Path, metavar="FOLDER|FILE.zip")
    take_in.add_argument("--by", required=True, metavar="NAME", help="who does this; it stands in the evidence")
    take_in.add_argument("--dry-run", action="store_true", help="say what would come; change nothing")
    take_in.set_defaults(run=_import_archive)

    receive = below.add_parser("receive", help="take a delivery of items from a level above")
    receive.add_argument("path", type=Path, metavar="DELIVERY", help="a zip or a folder")
    receive.add_argument("--by", default="命令行", metavar="NAME", help="who does this; it stands in the evidence")
    receive.add_argument("--dry-run", action="store_true", help="say what would come of it; change nothing")
    receive.set_defaults(run=_receive)

    deliver = below.add_parser("deliver", help="deliver the items of a region to whoever sends us theirs")
    deliver.add_argument("out", type=Path, metavar="OUT.zip", help="the file that is written")
    deliver.add_argument("--region", required=True, metavar="CODE", help="whose items, e.g. 990181")
    deliver.add_argument("--name", required=True, metavar="NAME", help="what we call ourselves, e.g. 云溪市")
    deliver.add_argument("--to", required=True, metavar="KEY", help="the source that gets them: delivery-990000000000")
    deliver.add_argument("--whole", action="store_true", help="everything, not only what has changed since last time")
    deliver.add_argument("--by", default="命令行", metavar="NAME", help="who does this; it stands in the evidence")
    deliver.set_defaults(run=_deliver)

    reform = below.add_parser("reorganise", help="a department is renamed, merged, or some of its powers move")
    reform.add_argument("kind", choices=("rename", "merge", "move"))
    reform.add_argument("--region", required=True, metavar="CODE", help="of the departments, e.g. 990181")
    reform.add_argument("--old", required=True, metavar="NAME", help="the department as the directory names it")
    reform.add_argument(
        "--old-code",
        default="",
        metavar="CODE",
        help="its unified social credit code (统一社会信用代码) where names are not enough",
    )
    reform.add_argument("--new", required=True, metavar="NAME", help="the department from now on")
    reform.add_argument("--new-code", default="", metavar="CODE")
    reform.add_argument("--document", required=True, metavar="TEXT", help="what the reform rests on")
    reform.add_argument("--entry", type=int, action="append", default=[], metavar="ID", help="of a power that moves")
    reform.add_argument("--by", required=True, metavar="NAME", help="who does this; it stands in the evidence")
    reform.add_argument("--dry-run", action="store_true", help="say what would come of it; change nothing")
    reform.set_defaults(run=_reorganise)

    _add_rearranging(below)

    report = below.add_parser("conformity", help="which entries contradict a lock or differ from the level above")
    report.add_argument("--differences", action="store_true", help="where they differ in what is not locked, too")
    report.set_defaults(run=_conformity)


def _add_rearranging(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    merge = below.add_parser("merge", help="several entries of the directory become one of them")
    merge.add_argument("entries", type=int, nargs="+", metavar="ID", help="of the entries that go")
    merge.add_argument("--into", type=int, required=True, metavar="ID", help="of the entry that stays")
    merge.add_argument("--keep", action="append", default=[], metavar="FIELD=ID", help="a field in which another stays")
    merge.set_defaults(run=_merge)

    split = below.add_parser("split", help="one entry of the directory becomes several")
    split.add_argument("entry", type=int, metavar="ID")
    split.add_argument(
        "--part",
        nargs="+",
        action="append",
        required=True,
        metavar=("NAME", "FIELD=CODE"),
        help="what a part is called, and its codes; once for each part",
    )
    split.set_defaults(run=_split)

    recode = below.add_parser("recode", help="an entry of the directory gets other codes")
    recode.add_argument("entry", type=int, metavar="ID")
    recode.add_argument("codes", nargs="+", metavar="FIELD=CODE", help="e.g. catalog_code=000131001000")
    recode.set_defaults(run=_recode)

    for one in (merge, split, recode):
        one.add_argument("--note", default="", metavar="TEXT", help="why; it stands in the history")
        one.add_argument("--by", required=True, metavar="NAME", help="who does this; it stands in the evidence")
        one.add_argument("--dry-run", action="store_true", help="say what would come of it; change nothing")


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    import django

    django.setup()


def _check(given: argparse.Namespace) -> int:
    from yimen.engines.service.command import check_folders

    beside = Path("standards")
    return check_folders(given.paths, given.laws, given.standards or (beside if beside.is_dir() else None))


def _check_rules(given: argparse.Namespace) -> int:
    from yimen.engines.dmn.command import check_files

    return check_files(given.paths)


def _publish(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.publishing import publish_folders

    for line in publish_folders(given.paths):
        print(line)
    return 0


def _export_catalogue(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.catalogue_archive import export
    from yimen.ground.errors import DomainError

    try:
        print(export(given.target))
    except DomainError as error:
        print(error.sentence, file=sys.stderr)
        return 2
    return 0


def _import_laws(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.legal import import_folder
    from yimen.engines.law import LawIndexError
    from yimen.ground.calendar.moment import now
    from yimen.ground.errors import DomainError

    try:
        for line in import_folder(given.folder, now()):
            print(line, flush=True)
    except LawIndexError as error:
        print(error, file=sys.stderr)
        return 2
    except DomainError as error:
        print(f"{error.sentence}。{error.advice}", file=sys.stderr)
        return 2
    return 0


def _publish_standards(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.publishing import publish_standards
    from yimen.ground.errors import DomainError

    try:
        for line in publish_standards(given.paths):
            print(line, flush=True)
    except DomainError as error:
        print(f"{error.sentence}。{error.advice}", file=sys.stderr)
        return 2
    return 0


def _stale(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.legal import stale
    from yimen.ground.calendar.moment import now

    lines, count = stale(now())
    for line in lines:
        print(line)
    print(f"不再有效的引用：{count} 处")
    return 1 if count else 0


def _import(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.importing import import_items
    from yimen.ground.errors import DomainError

    try:
        report = import_items(given.file, given.mapping, given.source, given.by, dry_run=given.dry_run)
    except DomainError as error:
        return _refused(error)
    print("\n".join(report.lines()))
    return 1 if report.refused else 0


def _receive(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.exchanging import receive_items
    from yimen.ground.errors import DomainError

    try:
        found = receive_items(given.path, given.by, dry_run=given.dry_run)
    except DomainError as error:
        return _refused(error)
    print("\n".join(found.lines()))
    return 1 if found.faults else 0


def _deliver(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.exchanging import deliver_items
    from yimen.ground.errors import DomainError

    try:
        print(deliver_items(given.out, given.region, given.name, given.to, given.by, whole=given.whole))
    except DomainError as error:
        return _refused(error)
    return 0


def _reorganise(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.exchanging import reorganise_items
    from yimen.ground.errors import DomainError

    old, new = (given.old, given.old_code), (given.new, given.new_code)
    try:
        for line in reorganise_items(
            given.kind, given.region, old, new, given.document, given.entry, given.by, dry_run=given.dry_run
        ):
            print(line)
    except DomainError as error:
        return _refused(error)
    return 0


def _merge(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.rearranging import merge_items

    return _rearranged(
        lambda: merge_items(given.entries, given.into, given.keep, given.note, given.by, dry_run=given.dry_run)
    )


def _split(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.rearranging import split_item

    return _rearranged(lambda: split_item(given.entry, given.part, given.note, given.by, dry_run=given.dry_run))


def _recode(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.rearranging import recode_item

    return _rearranged(lambda: recode_item(given.entry, given.codes, given.note, given.by, dry_run=given.dry_run))


def _rearranged(told: Callable[[], Iterator[str]]) -> int:
    from yimen.ground.errors import DomainError

    try:
        for line in told():
            print(line)
    except DomainError as error:
        return _refused(error)
    return 0


def _conformity(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.exchanging import conformity_lines

    found = 0
    for line in conformity_lines(given.differences):
        found += 1
        print(line)
    print(f"一致性检查：{found} 处")
    return 1 if found else 0


def _refused(error: Exception) -> int:
    from yimen.ground.errors import DomainError

    assert isinstance(error, DomainError)
    print(f"{error.sentence}。{error.advice}", file=sys.stderr)
    return 2


def _import_archive(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.catalogue_archive import take_in
    from yimen.ground.errors import DomainError

    try:
        lines = list(take_in(given.source, given.by, dry_run=given.dry_run))
    except DomainError as error:
        print(f"{error.sentence}{error.advice}", file=sys.stderr)
        return 2
    print("\n".join(lines))
    return int(any(line.startswith("没有导入") for line in lines))


def _import_powers(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.legal import import_powers
    from yimen.ground.calendar.moment import now
    from yimen.ground.errors import DomainError

    try:
        for line in import_powers(given.file, now()):
            print(line)
    except DomainError as error:
        print(f"{error.sentence}。{error.advice}", file=sys.stderr)
        return 2
    except (OSError, UnicodeDecodeError) as error:
        print(f"{given.file} 读不到：{error}", file=sys.stderr)
        return 2
    return 0


def _check_powers(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.legal import power_gaps

    lines, count = power_gaps()
    for line in lines:
        print(line)
    print(f"权责清单和事项对不上的：{count} 处")
    return 1 if count else 0


def _migrate(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.migrating import Report, at_the_server, pairs
    from yimen.ground.errors import DomainError

    try:
        mapping, actor = pairs(given.map), at_the_server(given.by)
        report = Report(actor, given.service, given.origin, given.to, mapping, dry_run=given.dry_run)
        for line in report.lines():
            print(line, flush=True)
    except DomainError as error:
        print(f"{error.sentence}。{error.advice}", file=sys.stderr)
        return 2
    return 1 if report.stayed else 0


def _rebuild_search(given: argparse.Namespace) -> int:
    _django()
    from yimen.ground.calendar.moment import now
    from yimen.ground.errors import DomainError
    from yimen.ground.search.actions.rebuild import rebuild

    try:
        print(rebuild(now=now()))
    except DomainError as error:
        print(f"{error.sentence}。{error.advice}", file=sys.stderr)
        return 2
    return 0


def _judge_search(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.judging import Unreadable, report

    try:
        print(report(given.path, misses=given.misses))
    except (OSError, Unreadable, UnicodeDecodeError) as error:
        print(f"yimen: {error}", file=sys.stderr)
        return 2
    return 0


def _run(given: argparse.Namespace) -> int:
    from yimen.config.serving import serve

    return serve(given.host, given.port)


def _worker(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.worker import work

    return work(until_idle=given.until_idle)


def _load(given: argparse.Namespace) -> int:
    _django()
    from yimen.config.demo import load

    for line in load():
        print(line)
    return 0


def _clock(given: argparse.Namespace) -> int:
    _django()
    from datetime import timedelta

    from yimen.ground.calendar.moment import legal_day, move_demo_clock, now

    move_demo_clock(timedelta(days=given.days))
    print(legal_day(now()).isoformat())
    return 0


def _manage(given: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["yimen manage", *given.rest])
    return 0


if __name__ == "__main__":
    sys.exit(main())
