"""``yimen rules …``: decision models, without a database."""

import argparse
from pathlib import Path

from yimen.cli.parsing import verbs_of


def fill(command: argparse.ArgumentParser) -> None:
    verbs = verbs_of(command)

    check = verbs.add_parser("check", help="gaps, overlaps and other faults of decision tables, without a database")
    check.add_argument("paths", nargs="+", type=Path, metavar="FILE")
    check.set_defaults(run=_check)


def _check(given: argparse.Namespace) -> int:
    from yimen.engines.dmn.command import check_files

    return check_files(given.paths)
