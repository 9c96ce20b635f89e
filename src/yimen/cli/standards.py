"""``yimen standards …``: the library of standards."""

import argparse
from pathlib import Path

from yimen.cli.parsing import verbs_of
from yimen.cli.running import refusing, with_django


def fill(command: argparse.ArgumentParser) -> None:
    verbs = verbs_of(command)

    publish = verbs.add_parser("publish", help="publish folders of standards as new versions")
    publish.add_argument("paths", nargs="+", type=Path, metavar="FOLDER")
    publish.set_defaults(run=_publish)


@with_django
@refusing
def _publish(given: argparse.Namespace) -> int:
    from yimen.config.publishing import publish_standards

    for line in publish_standards(given.paths):
        print(line, flush=True)
    return 0
