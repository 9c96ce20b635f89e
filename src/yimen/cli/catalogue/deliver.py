import argparse
from pathlib import Path

from yimen.cli.parsing import Verbs, add_by
from yimen.cli.running import refusing, with_django


def add(verbs: Verbs) -> None:
    deliver = verbs.add_parser("deliver", help="deliver the items of a region to whoever sends us theirs")
    deliver.add_argument("out", type=Path, metavar="OUT.zip", help="the file that is written")
    deliver.add_argument("--region", required=True, metavar="CODE", help="whose items, e.g. 990181")
    deliver.add_argument("--name", required=True, metavar="NAME", help="what we call ourselves, e.g. 云溪市")
    deliver.add_argument("--to", required=True, metavar="KEY", help="the source that gets them: delivery-990000000000")
    deliver.add_argument("--whole", action="store_true", help="everything, not only what has changed since last time")
    add_by(deliver, "命令行")
    deliver.set_defaults(run=_deliver)


@with_django
@refusing
def _deliver(given: argparse.Namespace) -> int:
    from yimen.config.exchanging import deliver_items

    print(deliver_items(given.out, given.region, given.name, given.to, given.by, whole=given.whole))
    return 0
