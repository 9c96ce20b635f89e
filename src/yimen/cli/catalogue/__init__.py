"""``yimen catalogue …``: the items that levels above list, and the archive of what is published; a verb is a file."""

import argparse

from yimen.cli.catalogue import (
    conformity,
    deliver,
    export,
    import_,
    import_archive,
    merge,
    receive,
    recode,
    reorganise,
    split,
)
from yimen.cli.parsing import verbs_of

# As ``yimen catalogue --help`` lists them.
VERBS = (import_, export, import_archive, receive, deliver, reorganise, merge, split, recode, conformity)


def fill(command: argparse.ArgumentParser) -> None:
    verbs = verbs_of(command)
    for one in VERBS:
        one.add(verbs)
