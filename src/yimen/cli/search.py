"""``yimen search …``: the index of the search, and how well it answers."""

import argparse
import sys
from pathlib import Path

from yimen.cli.parsing import verbs_of
from yimen.cli.running import refusing, with_django


def fill(command: argparse.ArgumentParser) -> None:
    verbs = verbs_of(command)

    rebuild = verbs.add_parser("rebuild", help="build the index anew beside the live one")
    rebuild.set_defaults(run=_rebuild)

    judge = verbs.add_parser("judge", help="how well everyday queries are answered; ends with a line of JSON")
    judge.add_argument("path", type=Path, metavar="FILE.csv", help="columns: query, expected (several apart by |)")
    judge.add_argument("--misses", action="store_true", help="say each query that is not answered first")
    judge.set_defaults(run=_judge)


@with_django
@refusing
def _rebuild(given: argparse.Namespace) -> int:
    from yimen.ground.calendar.moment import now
    from yimen.ground.search.actions.rebuild import rebuild

    print(rebuild(now=now()))
    return 0


@with_django
def _judge(given: argparse.Namespace) -> int:
    from yimen.config.judging import Unreadable, report

    try:
        print(report(given.path, misses=given.misses))
    except (OSError, Unreadable, UnicodeDecodeError) as error:
        print(f"yimen: {error}", file=sys.stderr)
        return 2
    return 0
