import argparse

from yimen.cli.parsing import Verbs
from yimen.cli.running import with_django


def add(verbs: Verbs) -> None:
    report = verbs.add_parser("conformity", help="which entries contradict a lock or differ from the level above")
    report.add_argument("--differences", action="store_true", help="where they differ in what is not locked, too")
    report.set_defaults(run=_conformity)


@with_django
def _conformity(given: argparse.Namespace) -> int:
    from yimen.config.exchanging import conformity_lines

    found = 0
    for line in conformity_lines(given.differences):
        found += 1
        print(line)
    print(f"一致性检查：{found} 处")
    return 1 if found else 0
