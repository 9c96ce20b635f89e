import argparse
from pathlib import Path

from yimen.cli.parsing import Verbs, add_by, add_dry_run
from yimen.cli.running import refusing, with_django


def add(verbs: Verbs) -> None:
    receive = verbs.add_parser("receive", help="take a delivery of items from a level above")
    receive.add_argument("path", type=Path, metavar="DELIVERY", help="a zip or a folder")
    add_by(receive, "命令行")
    add_dry_run(receive)
    receive.set_defaults(run=_receive)


@with_django
@refusing
def _receive(given: argparse.Namespace) -> int:
    from yimen.config.exchanging import receive_items

    found = receive_items(given.path, given.by, dry_run=given.dry_run)
    print("\n".join(found.lines()))
    return 1 if found.faults else 0
