"""Several workers start after a long stop, and many timers were missed: ``python -m tests.crash.missed``.

Prints, as JSON, how many timers there were, how many fired twice or never, how many each worker fired, and of how many
processes the later timer came before the earlier one.
"""

import json
import os
import tempfile
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.crash.settings"
django.setup()

from django.db import transaction  # noqa: E402

from tests.crash import clock, forks, life, outside  # noqa: E402
from tests.crash.databases import open_databases  # noqa: E402
from tests.crash.matter import KIND  # noqa: E402
from tests.crash.models import Matter  # noqa: E402
from tests.crash.people import OFFICER  # noqa: E402
from tests.crash.runs import City, city  # noqa: E402
from yimen.ground.processes.actions.fire_timers import fire_due_timers  # noqa: E402
from yimen.ground.processes.actions.start import start_process  # noqa: E402
from yimen.ground.processes.models import Instance, Timer  # noqa: E402

MATTERS = 60
WORKERS = 4


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="yimen-missed-") as name,
        open_databases(Path(name)) as databases,
        city(databases, Path(name), 0) as made,
    ):
        forks.finish(made.does(_prepare), made.errors)
        clock.move(timedelta(days=30))
        fired = made.folder / "fired"
        numbers = [forks.fork(made.does(lambda who=who: _fire(who, fired)), made.errors) for who in range(WORKERS)]
        codes = [forks.wait(number) for number in numbers]
        if any(codes):
            raise forks.ChildFailed(made.errors.read_text())
        print(json.dumps(forks.ask(made.does(lambda: _counted(made)), made.errors)))


def _prepare() -> None:
    for number in range(MATTERS):
        reference = f"M{number}"
        with transaction.atomic():
            Matter.objects.create(reference=reference)
            told = {"definition": "two-timers", "kind": KIND, "reference": reference}
            start_process(actor=OFFICER, variables={}, now=clock.now(), **told)


def _fire(who: int, fired: Path) -> None:
    with life.at_work():
        while (tried := fire_due_timers(clock.now, limit=5)) or Timer.objects.filter(closed_at=None).exists():
            outside.append(fired, {"who": who, "tried": tried})
            if not tried:
                threading.Event().wait(0.005)


def _counted(made: City) -> dict[str, Any]:
    shares: Counter[int] = Counter()
    for line in outside.lines(made.folder / "fired"):
        shares[line["who"]] += line["tried"]
    ends = Instance.objects.values_list("ended_with", flat=True)
    return {
        "timers": Timer.objects.count(),
        "tried": sum(shares.values()),
        "never": Timer.objects.filter(closed_at=None).count() + Instance.objects.filter(ended_at=None).count(),
        "again": Timer.objects.exclude(attempts=1).count(),
        "in the wrong order": sum(1 for end in ends if end != "first-over second-over"),
        "shares": [shares[who] for who in range(WORKERS)],
    }


if __name__ == "__main__":
    main()
