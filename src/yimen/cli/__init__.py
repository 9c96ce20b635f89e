"""``yimen …``: the commands of the product. A command is a file, or a folder with a file for each verb.

``yimen law stale`` stands in ``law.py``, ``yimen catalogue merge`` in ``catalogue/merge.py``. A file fills the parser
of its command, and imports what that needs when it runs: the commands of the engines start without Django.
"""

import argparse
import sys
from collections.abc import Collection, Sequence
from importlib import import_module

# Each has a module of its name.
COMMANDS = {
    "service": "service folders",
    "law": "the legal library",
    "standards": "the library of standards",
    "powers": "the list of powers and responsibilities",
    "rules": "decision models",
    "process": "running processes",
    "catalogue": "the items that levels above list",
    "search": "finding",
    "run": "set the demo city up and serve it, with its worker",
    "worker": "deliver events, fire timers, run jobs",
    "demo": "the demo city",
    "manage": "any command of Django's manage.py",
}


def main(arguments: Sequence[str] | None = None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    given = parser(words).parse_args(words)
    return int(given.run(given))


def parser(named: Collection[str] = COMMANDS) -> argparse.ArgumentParser:
    """All commands, of which those that are named are filled: none waits until the files of the others are read."""
    made = argparse.ArgumentParser(prog="yimen", description="Yimen 一门: one door to government")
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    for word, help in COMMANDS.items():
        command = commands.add_parser(word, help=help)
        if word in named:
            import_module(f"yimen.cli.{word}").fill(command)
    return made
