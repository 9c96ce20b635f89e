import argparse

from yimen.cli.parsing import Verbs, add_by, add_dry_run, add_note
from yimen.cli.running import refusing, with_django


def add(verbs: Verbs) -> None:
    recode = verbs.add_parser("recode", help="an entry of the directory gets other codes")
    recode.add_argument("entry", type=int, metavar="ID")
    recode.add_argument("codes", nargs="+", metavar="FIELD=CODE", help="e.g. catalog_code=000131001000")
    add_note(recode)
    add_by(recode)
    add_dry_run(recode)
    recode.set_defaults(run=_recode)


@with_django
@refusing
def _recode(given: argparse.Namespace) -> int:
    from yimen.config.rearranging import recode_item

    for line in recode_item(given.entry, given.codes, given.note, given.by, dry_run=given.dry_run):
        print(line)
    return 0
