"""The pages that ``make bench`` measures put a fixed number of questions to the database, however much there is in it.

The numbers are written out: a page that begins to ask for more has become slower for everybody.
"""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.architecture.test_lists import another_case, another_person, copy
from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.models import Case, CaseStep
from yimen.domains.cases.states import Status
from yimen.domains.cases.tests import make, make_food
from yimen.domains.catalogue.queries import current_version
from yimen.domains.evaluation.models import Rating

MORE = 30
# Reads, with those for the session and the person who has come in; for the form also what it changes.
SERVICE_PAGE, CASE_PAGE, WORKLIST, SUBMIT_READS, SUBMIT_WRITES = 4, 14, 16, 16, 10


def asked(browser: Client, path: str, form: dict[str, str] | None = None) -> tuple[int, int]:
    """How many reads and changes a request costs. The page is opened before: the first visit writes the session."""
    assert browser.get(path).status_code == 200
    with CaptureQueriesContext(connection) as questions:
        answer = browser.get(path) if form is None else browser.post(path, form)
    assert answer.status_code == (200 if form is None else 302)
    words = [one["sql"].split(None, 1)[0].upper() for one in questions.captured_queries]
    return words.count("SELECT"), sum(word in ("INSERT", "UPDATE", "DELETE") for word in words)


def test_the_page_of_a_service(cast: Cast) -> None:
    path = f"/s/{make_food.SERVICE}/"
    few = asked(browser_of(None), path)
    case = make_food.submitted(cast.chen_jing)
    for place in range(MORE):
        made = another_case(case.number, place, applicant_id=another_person(place), accepted_at=NOW, decided_at=NOW)
        Rating.objects.create(
            number=f"PJ-{place}",
            case=made,
            item=current_version(make_food.SERVICE).item,
            body=made.body,
            grade=5,
            given_at=NOW,
        )
    assert asked(browser_of(None), path) == few == (SERVICE_PAGE, 0)


def test_the_page_of_a_case(cast: Cast) -> None:
    case, browser = make_food.accepted(cast), browser_of(cast.chen_jing)
    few = asked(browser, f"/cases/{case.number}/")
    step = CaseStep.objects.filter(case=case).first()
    for place in range(MORE):
        copy(step, note=f"第 {place} 步")
        another_case(case.number, place)
    assert asked(browser, f"/cases/{case.number}/") == few == (CASE_PAGE, 0)


def test_the_work_list(cast: Cast) -> None:
    case, browser = make_food.submitted(cast.chen_jing), browser_of(cast.wang_fang)
    few = asked(browser, "/desk/")
    for place in range(MORE):
        another_case(case.number, place, applicant_id=another_person(place))
    assert asked(browser, "/desk/") == few == (WORKLIST, 0)


def test_handing_in(cast: Cast) -> None:
    form, first = {"promise": "yes"}, make.filled(cast.zhang_wei)
    few = asked(browser_of(cast.zhang_wei), f"/apply/{first.number}/check/", form)
    like = Case.objects.get(pk=first.pk)
    assert like.status == Status.SUBMITTED
    for place in range(MORE):
        copy(like, number=f"ROW-{place:03}", applicant_id=another_person(place))
    second = make.filled(cast.zhang_wei)
    many = asked(browser_of(cast.zhang_wei), f"/apply/{second.number}/check/", form)
    assert many == few == (SUBMIT_READS, SUBMIT_WRITES)
