import argparse

from yimen.cli.parsing import Verbs, add_rearranging
from yimen.cli.running import refusing, say, with_django


def add(verbs: Verbs) -> None:
    split = verbs.add_parser("split", help="one entry of the directory becomes several")
    split.add_argument("entry", type=int, metavar="ID")
    split.add_argument(
        "--part",
        nargs="+",
        action="append",
        required=True,
        metavar=("NAME", "FIELD=CODE"),
        help="what a part is called, and its codes; once for each part",
    )
    add_rearranging(split)
    split.set_defaults(run=_split)


@with_django
@refusing
def _split(given: argparse.Namespace) -> int:
    from yimen.config.rearranging import split_item

    return say(split_item(given.entry, given.part, given.note, given.by, dry_run=given.dry_run))
