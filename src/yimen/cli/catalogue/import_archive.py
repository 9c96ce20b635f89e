import argparse
from pathlib import Path

from yimen.cli.parsing import Verbs, add_by, add_dry_run
from yimen.cli.running import refusing, with_django


def add(verbs: Verbs) -> None:
    take = verbs.add_parser("import-archive", help="add the versions of an exported catalogue that are not here")
    take.add_argument("source", type=Path, metavar="FOLDER|FILE.zip")
    add_by(take)
    add_dry_run(take, "say what would come; change nothing")
    take.set_defaults(run=_import)


@with_django
@refusing
def _import(given: argparse.Namespace) -> int:
    from yimen.config.catalogue_archive import take_in

    lines = list(take_in(given.source, given.by, dry_run=given.dry_run))
    print("\n".join(lines))
    return int(any(line.startswith("没有导入") for line in lines))
