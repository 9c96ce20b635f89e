"""What several commands have in common on the command line: verbs, and options that are the same everywhere."""

import argparse
from typing import TypeAlias

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def verbs_of(command: argparse.ArgumentParser) -> Verbs:
    """What the verbs of a command are added to."""
    return command.add_subparsers(required=True, metavar="COMMAND")


def add_by(command: argparse.ArgumentParser, default: str | None = None) -> None:
    """``--by``: nobody has signed in at the server. Without a default it must be said."""
    text = "who does this; it stands in the evidence"
    command.add_argument("--by", required=default is None, default=default, metavar="NAME", help=text)


def add_dry_run(command: argparse.ArgumentParser, help: str = "say what would come of it; change nothing") -> None:
    command.add_argument("--dry-run", action="store_true", help=help)


def add_rearranging(command: argparse.ArgumentParser) -> None:
    """What every change of the directory's order is told beside itself: why, by whom, and whether it is only tried."""
    command.add_argument("--note", default="", metavar="TEXT", help="why; it stands in the history")
    add_by(command)
    add_dry_run(command)
