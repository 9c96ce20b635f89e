"""``yimen process …``: running processes."""

import argparse

from yimen.cli.parsing import add_by, add_dry_run, verbs_of
from yimen.cli.running import refusing, with_django


def fill(command: argparse.ArgumentParser) -> None:
    verbs = verbs_of(command)

    migrate = verbs.add_parser("migrate", help="bring what is running to another version of its service")
    migrate.add_argument("service", metavar="SERVICE")
    migrate.add_argument("origin", type=int, metavar="FROM", help="the version they run on now")
    migrate.add_argument("to", type=int, metavar="TO")
    migrate.add_argument(
        "--map", action="append", default=[], metavar="OLD=NEW", help="an element or flow that is renamed"
    )
    add_by(migrate)
    add_dry_run(migrate, "say which cannot move and why; change nothing")
    migrate.set_defaults(run=_migrate)


@with_django
@refusing
def _migrate(given: argparse.Namespace) -> int:
    from yimen.config.migrating import Report, at_the_server, pairs

    mapping, actor = pairs(given.map), at_the_server(given.by)
    report = Report(actor, given.service, given.origin, given.to, mapping, dry_run=given.dry_run)
    for line in report.lines():
        print(line, flush=True)
    return 1 if report.stayed else 0
