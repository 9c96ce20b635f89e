"""Within one database: load the demo city, judge the queries, build 50,000 entries, ask each query among them."""

import json
import sys
from itertools import chain
from time import perf_counter

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench.search.items import QUERIES, UNHEARD, many  # noqa: E402
from yimen.config import demo, judging  # noqa: E402
from yimen.domains.catalogue import finding  # noqa: E402
from yimen.ground.calendar.moment import now  # noqa: E402
from yimen.ground.search.actions.rebuild import rebuild  # noqa: E402
from yimen.ground.search.find import find  # noqa: E402
from yimen.ground.search.ports import plug_reader, reader  # noqa: E402


def main(count: int) -> int:
    call_command("migrate", verbosity=0)
    _say("the demo city with its imported items")
    for _ in demo.load():
        pass
    queries = judging.read(QUERIES)
    missing = judging.absent(queries)
    told = judging.figures(list(judging.judge(one for one in queries if one not in missing)), len(missing))
    unheard = judging.figures(list(judging.judge(judging.read(UNHEARD))))
    told |= {"unheard_top3": unheard["top3"], "unheard_top1": unheard["top1"]}
    _say(f"{count} entries")
    start = perf_counter()
    rebuild(now=now(), entries=chain(finding.entries(), many(count)))
    took = perf_counter() - start
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_row")
    if (model := reader()) is not None:
        # A new one: this one remembers the last questions, and these were asked already.
        plug_reader(type(model)())
        find("什么都没有说过的一句话")
    find(queries[0].text)
    times = [_timed(find, one.text) for _ in range(1 if model else 2) for one in queries]
    print(json.dumps({**told, "rebuild_s_50k": round(took, 1), "times_ms": times}))
    return 0


def _timed(ask: object, text: str) -> float:
    start = perf_counter()
    ask(text)  # type: ignore[operator]
    return (perf_counter() - start) * 1000


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
