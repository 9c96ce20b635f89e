"""A process that writes through our SQLite backend: ``python -m tests.architecture.writer HOW START SECONDS``.

``HOW``: ``transactions`` and ``statements`` write until the time is over and print how often; ``hold`` begins a
transaction, writes, says so, and keeps its turn until it is killed. ``START`` is a moment (seconds since 1970).
"""

import sys
import time

from django.db import connection, transaction


def main(how: str, start: float, seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM written")
    time.sleep(max(0.0, start - time.time()))
    if how == "hold":
        hold(seconds)
        return
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        if how == "transactions":
            with transaction.atomic():
                write(how)
                # A real transaction has work to do; meanwhile those who poll for the lock grow tired.
                time.sleep(0.005)
        else:
            write(how)
        count += 1
    print(count)


def hold(seconds: float) -> None:
    with transaction.atomic():
        write("hold")
        print("holding", flush=True)
        time.sleep(seconds)


def write(by: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO written (by) VALUES (%s)", [by])


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]))
