"""``yimen law …``: the legal library, taken in from a folder and asked what does not stand any more."""

import argparse
import sys
from pathlib import Path

from yimen.cli.parsing import verbs_of
from yimen.cli.running import refusing, say, say_faults, with_django


def fill(command: argparse.ArgumentParser) -> None:
    verbs = verbs_of(command)

    take = verbs.add_parser("import", help="take the texts of a folder into the library; what is held stays as it is")
    take.add_argument("folder", type=Path, metavar="DIR", help="texts and their index.yaml")
    take.set_defaults(run=_import)

    stale = verbs.add_parser("stale", help="what is cited and does not stand any more; exit code 1 if there is any")
    stale.set_defaults(run=_stale)


@with_django
@refusing
def _import(given: argparse.Namespace) -> int:
    from yimen.config.legal import import_folder
    from yimen.engines.law import LawIndexError
    from yimen.ground.calendar.moment import now

    try:
        return say(import_folder(given.folder, now()))
    except LawIndexError as error:
        print(error, file=sys.stderr)
        return 2


@with_django
def _stale(given: argparse.Namespace) -> int:
    from yimen.config.legal import stale
    from yimen.ground.calendar.moment import now

    lines, count = stale(now())
    return say_faults(lines, "不再有效的引用", count)
