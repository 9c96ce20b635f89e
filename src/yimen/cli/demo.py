"""``yimen demo …``: the demo city 云溪 and its clock."""

import argparse

from yimen.cli.parsing import verbs_of
from yimen.cli.running import say, with_django


def fill(command: argparse.ArgumentParser) -> None:
    verbs = verbs_of(command)

    load = verbs.add_parser("load", help="load the demo city 云溪 into the database")
    load.set_defaults(run=_load)

    clock = verbs.add_parser("clock", help="move the demo's clock by whole days, to see what a deadline brings")
    clock.add_argument("days", type=int, metavar="DAYS", help="days to move on; 0 sets it back to real time")
    clock.set_defaults(run=_clock)


@with_django
def _load(given: argparse.Namespace) -> int:
    from yimen.config.demo import load

    return say(load())


@with_django
def _clock(given: argparse.Namespace) -> int:
    from datetime import timedelta

    from yimen.ground.calendar.moment import legal_day, move_demo_clock, now

    move_demo_clock(timedelta(days=given.days))
    print(legal_day(now()).isoformat())
    return 0
