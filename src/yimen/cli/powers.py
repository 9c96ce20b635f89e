"""``yimen powers …``: the list of powers and responsibilities, published and held against the services."""

import argparse
import sys
from pathlib import Path

from yimen.cli.parsing import verbs_of
from yimen.cli.running import refusing, say, say_faults, with_django


def fill(command: argparse.ArgumentParser) -> None:
    verbs = verbs_of(command)

    take = verbs.add_parser("import", help="publish a list of powers; a power that has not changed keeps its version")
    take.add_argument("file", type=Path, metavar="FILE", help="a list such as demo/powers.yaml")
    take.set_defaults(run=_import)

    check = verbs.add_parser("check", help="what does not fit between powers and services; exit code 1 if there is any")
    check.set_defaults(run=_check)


@with_django
@refusing
def _import(given: argparse.Namespace) -> int:
    from yimen.config.legal import import_powers
    from yimen.ground.calendar.moment import now

    try:
        return say(import_powers(given.file, now()))
    except (OSError, UnicodeDecodeError) as error:
        print(f"{given.file} 读不到：{error}", file=sys.stderr)
        return 2


@with_django
def _check(given: argparse.Namespace) -> int:
    from yimen.config.legal import power_gaps

    lines, count = power_gaps()
    return say_faults(lines, "权责清单和事项对不上的", count)
