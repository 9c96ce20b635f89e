"""``yimen manage …``: Django's own commands."""

import argparse

from yimen.cli.running import name_settings


def fill(manage: argparse.ArgumentParser) -> None:
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(run=_manage)


def _manage(given: argparse.Namespace) -> int:
    name_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["yimen manage", *given.rest])
    return 0
