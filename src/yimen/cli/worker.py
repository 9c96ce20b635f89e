"""``yimen worker``: what happens after the commit."""

import argparse

from yimen.cli.running import with_django


def fill(worker: argparse.ArgumentParser) -> None:
    worker.add_argument("--until-idle", action="store_true", help="stop when nothing is due")
    worker.set_defaults(run=_work)


@with_django
def _work(given: argparse.Namespace) -> int:
    from yimen.config.worker import work

    return work(until_idle=given.until_idle)
