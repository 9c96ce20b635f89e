"""Make the city that is measured: the demo city with 10,000 open cases. ``python -m bench.city VISITS``.

What is real: bodies, people, services; one food licence for each day of the last weeks, filled in and handed in through
the product's actions, its receipt printed and sealed by the worker; one that was accepted; one registration that was
granted on the spot; one registration filled in to the last section. What is copied: the 10,000 open cases are copies
of those licences, row for row (case, process, task, steps, facts), with numbers and applicants of their own, and so are
the granted registrations and the drafts that wait to be handed in. Copies have no files and no sealed papers; every
fiftieth task is claimed, thirty applicants urge. All open cases but one wait at the same post: the longest work list
that there could be. Then each kind of request is made once and its reads, writes and bytes are counted.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.floor import make_table  # noqa: E402
from bench.visits import TOKEN, Visit, write  # noqa: E402
from tests import cast as the_cast  # noqa: E402
from yimen.config import demo, publishing  # noqa: E402
from yimen.domains.cases.actions.urge import urge  # noqa: E402
from yimen.domains.cases.models import Case, CaseFact, CaseStep, Urge  # noqa: E402
from yimen.domains.cases.tests import make, make_food  # noqa: E402
from yimen.ground.accounts.models import Account, Person  # noqa: E402
from yimen.ground.accounts.sessions import SessionStore  # noqa: E402
from yimen.ground.calendar.moment import now  # noqa: E402
from yimen.ground.processes.models import Instance, Task  # noqa: E402

OPEN, GRANTED, DRAFTS, URGED = 10_000, 1_000, 300, 30
DAYS_AGO = (0, 1, 3, 6, 9)
BATCH = 500


def main(path: Path) -> None:
    moment = now()
    call_command("migrate", verbosity=0, interactive=False)
    opened = moment - timedelta(days=60)
    with patch.object(demo, "now", lambda: opened), patch.object(publishing, "now", lambda: opened):
        for _ in demo.load():
            pass
    call_command("collectstatic", verbosity=0, interactive=False)
    make_table(moment)
    cast = the_cast.read()
    accepted = make_food.accepted(cast, now=moment - timedelta(days=4))
    handed_in = [make_food.submitted(cast.chen_jing, now=moment - timedelta(days=ago)) for ago in DAYS_AGO]
    granted = make.granted(cast.zhang_wei, now=moment - timedelta(days=7))
    draft = make.filled(cast.zhang_wei, now=moment)
    people = _people(DRAFTS, moment)
    _copy(handed_in, OPEN - len(handed_in), people, cast.wang_fang)
    _copy([granted], GRANTED, people, None)
    _urged(cast, accepted, moment)
    drafts = _drafts(draft, people)
    _analyze()
    write([*_pages(cast, accepted, moment), _submit(drafts, people, moment)], path)


def _people(count: int, moment: datetime) -> list[Account]:
    """Applicants with an account each, known by real name."""
    persons = Person.objects.bulk_create(
        Person(
            name=f"样例{place}",
            id_number=f"99018119{place:09}X",
            birth=date(1980, 1, 1),
            verified_at=moment,
            verified_by="人口库",
        )
        for place in range(count)
    )
    return Account.objects.bulk_create(
        Account(
            kind=Account.CITIZEN, login=f"159{place:08}", person=person, created_at=moment, password=f"!{place:039}"
        )
        for place, person in enumerate(persons)
    )


def _copy(originals: list[Case], count: int, people: list[Account], officer: Account | None) -> None:
    """Copies of these cases in turn, each with its process, tasks, steps and facts."""
    originals = [Case.objects.get(pk=one.pk) for one in originals]
    for places in _batches(range(count)):
        likes = [originals[place % len(originals)] for place in places]
        cases = Case.objects.bulk_create(
            _like(like, number=f"B{like.pk:03}{place:06}", applicant=(whose := people[place % len(people)]).person,
                  account=whose)
            for place, like in zip(places, likes, strict=True)
        )  # fmt: skip
        pairs = list(zip(likes, cases, strict=True))
        CaseStep.objects.bulk_create(_like(row, case=case) for like, case in pairs for row in like.steps.all())
        CaseFact.objects.bulk_create(_like(row, case=case) for like, case in pairs for row in like.facts.all())
        _processes(pairs, officer)


def _processes(pairs: list[tuple[Case, Case]], officer: Account | None) -> None:
    found = {like.number: Instance.objects.get(subject_ref=like.number) for like, _ in pairs}
    made = Instance.objects.bulk_create(_like(found[like.number], subject_ref=case.number) for like, case in pairs)
    tasks = {number: list(Task.objects.filter(instance=one)) for number, one in found.items()}
    Task.objects.bulk_create(
        _like(task, instance=instance, claimed_by=officer if place % 50 == 0 else None)
        for place, ((like, _), instance) in enumerate(zip(pairs, made, strict=True))
        for task in tasks[like.number]
    )


def _urged(cast: the_cast.Cast, case: Case, moment: datetime) -> None:
    """One applicant urges; copies of it stand at some of the open cases."""
    urge(actor=cast.chen_jing.actor(moment), case=case, text="", now=moment)
    like = Urge.objects.get(case=case)
    cases = Case.objects.filter(number__startswith="B", status="submitted").order_by("pk")[:URGED]
    Urge.objects.bulk_create(_like(like, case=one) for one in cases)


def _drafts(draft: Case, people: list[Account]) -> list[Case]:
    draft = Case.objects.get(pk=draft.pk)
    return Case.objects.bulk_create(
        _like(draft, number=f"D{place:06}", applicant=one.person, account=one) for place, one in enumerate(people)
    )


def _like(row: models.Model, **changes: object) -> Any:
    """A new row of the same kind with the same values, but for the changes."""
    values = {one.name: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key}
    keys = {one.name: one.attname for one in row._meta.concrete_fields}
    kept = {keys[name]: value for name, value in values.items() if name not in changes}
    return type(row)(**kept, **changes)


def _batches(places: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(places)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _analyze() -> None:
    """What a database that has lived for a while knows of its tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def session_of(account: Account, moment: datetime) -> str:
    """A session of somebody who has come in and was last seen just now."""
    return _sessions([account], moment)[0]


def _sessions(accounts: list[Account], moment: datetime) -> list[str]:
    """Sessions of these accounts, as signing in writes them."""
    store, end = SessionStore(), moment + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    made = [
        Session(
            session_key=f"bench{account.pk:027}",
            session_data=store.encode(
                {
                    SESSION_KEY: str(account.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: account.get_session_auth_hash(),
                    "assurance": 2,
                    "touched": int(moment.timestamp()) + 3600,
                }
            ),
            expire_date=end,
        )
        for account in accounts
    ]
    return [one.session_key for one in Session.objects.bulk_create(made)]


def _pages(cast: the_cast.Cast, accepted: Case, moment: datetime) -> list[Visit]:
    applicant, officer = session_of(cast.chen_jing, moment), session_of(cast.wang_fang, moment)
    return [
        _counted("service_page", reverse("citizen:service", args=["food-business-license"]), ""),
        _counted("case_page", reverse("citizen:case", args=[accepted.number]), applicant),
        _counted("worklist", reverse("desk:worklist"), officer),
    ]


def _submit(drafts: list[Case], people: list[Account], moment: datetime) -> Visit:
    """The check page of a complete application, posted; the first draft is used up by the counting."""
    sessions = _sessions(people, moment)
    paths = [reverse("cases:check", args=[one.number]) for one in drafts]
    form = {"promise": "yes", "csrfmiddlewaretoken": TOKEN}
    counted = _counted("submit", paths[0], sessions[0], form)
    return Visit("submit", tuple(paths[1:]), tuple(sessions[1:]), form, counted.reads, counted.writes, counted.size)


def _counted(name: str, path: str, session: str, form: dict[str, str] | None = None) -> Visit:
    """The visit with what it asks of the database. A page is opened once before, for what is read once per process."""
    browser = Client()
    browser.cookies["ym_csrf"] = TOKEN
    if session:
        browser.cookies[settings.SESSION_COOKIE_NAME] = session
    if form is None:
        browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(path) if form is None else browser.post(path, form)
    if answer.status_code != (200 if form is None else 302):
        raise SystemExit(f"bench: {path} answers {answer.status_code}")
    words = [one["sql"].split(None, 1)[0].upper() for one in asked.captured_queries]
    writes = sum(word in ("INSERT", "UPDATE", "DELETE") for word in words)
    return Visit(name, (path,), (session,), form, words.count("SELECT"), writes, len(answer.content))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    connections.close_all()
