import argparse
from pathlib import Path

from yimen.cli.parsing import Verbs
from yimen.cli.running import refusing, with_django


def add(verbs: Verbs) -> None:
    export = verbs.add_parser("export", help="write every version of every service to a folder or a ZIP file")
    export.add_argument("target", type=Path, metavar="FOLDER|FILE.zip")
    export.set_defaults(run=_export)


@with_django
@refusing
def _export(given: argparse.Namespace) -> int:
    from yimen.config.catalogue_archive import export

    print(export(given.target))
    return 0
