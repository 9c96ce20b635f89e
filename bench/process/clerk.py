"""One worker process on the database of its environment: ``python -m bench.process.clerk [open]``.

With ``open`` it makes an empty database ours and ends. Else it reads lines ``START COUNT``, takes that
many instances of its own, says ``ready``, takes them through all their steps after the next line, and says when it
began and ended, on the clock that all processes of a machine share.
"""

import sys
import time
from typing import TextIO

import django

django.setup()

from bench.process import office  # noqa: E402
from bench.process.workload import ORDER  # noqa: E402


def main(arguments: list[str]) -> int:
    if arguments == ["open"]:
        office.open_office()
        office.try_out()
        return 0
    office.come_in()
    _work(sys.stdin, sys.stdout)
    return 0


def _work(orders: TextIO, answers: TextIO) -> None:
    tokens = office.tokens()
    for line in orders:
        start, count = map(int, line.split())
        numbers = [office.begin(f"B{start + place}") for place in range(count)]
        print("ready", file=answers, flush=True)
        orders.readline()
        began = time.monotonic()
        for node in ORDER:
            for number in numbers:
                office.step(number, tokens[node], node)
        print(began, time.monotonic(), file=answers, flush=True)
        office.check_ended(numbers)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
