import argparse
from pathlib import Path

from yimen.cli.parsing import Verbs, add_by, add_dry_run
from yimen.cli.running import refusing, with_django


def add(verbs: Verbs) -> None:
    take = verbs.add_parser("import", help="import a list of items (CSV or XLSX) into the directory")
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--mapping", type=Path, metavar="M.yaml", help="which column is which field")
    take.add_argument("--source", default="", metavar="KEY", help="where the rows come from; the mapping may say it")
    add_by(take, "命令行")
    add_dry_run(take)
    take.set_defaults(run=_import)


@with_django
@refusing
def _import(given: argparse.Namespace) -> int:
    from yimen.config.importing import import_items

    report = import_items(given.file, given.mapping, given.source, given.by, dry_run=given.dry_run)
    print("\n".join(report.lines()))
    return 1 if report.refused else 0
