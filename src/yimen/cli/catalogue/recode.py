import argparse

from yimen.cli.parsing import Verbs, add_rearranging
from yimen.cli.running import refusing, say, with_django


def add(verbs: Verbs) -> None:
    recode = verbs.add_parser("recode", help="an entry of the directory gets other codes")
    recode.add_argument("entry", type=int, metavar="ID")
    recode.add_argument("codes", nargs="+", metavar="FIELD=CODE", help="e.g. catalog_code=000131001000")
    add_rearranging(recode)
    recode.set_defaults(run=_recode)


@with_django
@refusing
def _recode(given: argparse.Namespace) -> int:
    from yimen.config.rearranging import recode_item

    return say(recode_item(given.entry, given.codes, given.note, given.by, dry_run=given.dry_run))
