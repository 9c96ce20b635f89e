"""Every command of ``yimen`` with its parser, as the parser of all of them has it."""

import argparse
from collections.abc import Iterator

from yimen.cli import parser


def leaves(parser: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield name, parser
    for word, inner in (pair for action in below for pair in action.choices.items()):
        yield from leaves(inner, f"{name} {word}")


COMMANDS = dict(leaves(parser(), "yimen"))
