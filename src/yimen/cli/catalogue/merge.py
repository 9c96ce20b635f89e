import argparse

from yimen.cli.parsing import Verbs, add_rearranging
from yimen.cli.running import refusing, say, with_django


def add(verbs: Verbs) -> None:
    merge = verbs.add_parser("merge", help="several entries of the directory become one of them")
    merge.add_argument("entries", type=int, nargs="+", metavar="ID", help="of the entries that go")
    merge.add_argument("--into", type=int, required=True, metavar="ID", help="of the entry that stays")
    merge.add_argument("--keep", action="append", default=[], metavar="FIELD=ID", help="a field in which another stays")
    add_rearranging(merge)
    merge.set_defaults(run=_merge)


@with_django
@refusing
def _merge(given: argparse.Namespace) -> int:
    from yimen.config.rearranging import merge_items

    return say(merge_items(given.entries, given.into, given.keep, given.note, given.by, dry_run=given.dry_run))
