import argparse

from yimen.cli.parsing import Verbs, add_by, add_dry_run
from yimen.cli.running import refusing, say, with_django


def add(verbs: Verbs) -> None:
    reform = verbs.add_parser("reorganise", help="a department is renamed, merged, or some of its powers move")
    reform.add_argument("kind", choices=("rename", "merge", "move"))
    reform.add_argument("--region", required=True, metavar="CODE", help="of the departments, e.g. 990181")
    reform.add_argument("--old", required=True, metavar="NAME", help="the department as the directory names it")
    reform.add_argument(
        "--old-code",
        default="",
        metavar="CODE",
        help="its unified social credit code (统一社会信用代码) where names are not enough",
    )
    reform.add_argument("--new", required=True, metavar="NAME", help="the department from now on")
    reform.add_argument("--new-code", default="", metavar="CODE")
    reform.add_argument("--document", required=True, metavar="TEXT", help="what the reform rests on")
    reform.add_argument("--entry", type=int, action="append", default=[], metavar="ID", help="of a power that moves")
    add_by(reform)
    add_dry_run(reform)
    reform.set_defaults(run=_reorganise)


@with_django
@refusing
def _reorganise(given: argparse.Namespace) -> int:
    from yimen.config.exchanging import reorganise_items

    old, new = (given.old, given.old_code), (given.new, given.new_code)
    return say(
        reorganise_items(
            given.kind, given.region, old, new, given.document, given.entry, given.by, dry_run=given.dry_run
        )
    )
