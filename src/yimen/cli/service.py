"""``yimen service …``: folders of services, checked without a database and published with one."""

import argparse
from pathlib import Path

from yimen.cli.parsing import verbs_of
from yimen.cli.running import say, with_django


def fill(command: argparse.ArgumentParser) -> None:
    verbs = verbs_of(command)

    check = verbs.add_parser("check", help="check folders and run their scenarios, without a database")
    check.add_argument("paths", nargs="+", type=Path, metavar="FOLDER")
    check.add_argument("--laws", type=Path, metavar="DIR", help="hold what they cite against the texts of this folder")
    check.add_argument(
        "--standards", type=Path, metavar="FOLDER", help="the standards to check with; else standards/ where you are"
    )
    check.set_defaults(run=_check)

    publish = verbs.add_parser("publish", help="publish folders as new versions")
    publish.add_argument("paths", nargs="+", type=Path, metavar="FOLDER")
    publish.set_defaults(run=_publish)


def _check(given: argparse.Namespace) -> int:
    from yimen.engines.service.command import check_folders

    beside = Path("standards")
    return check_folders(given.paths, given.laws, given.standards or (beside if beside.is_dir() else None))


@with_django
def _publish(given: argparse.Namespace) -> int:
    from yimen.config.publishing import publish_folders

    return say(publish_folders(given.paths))
