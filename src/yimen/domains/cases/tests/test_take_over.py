"""代为补正: what was filed online may be corrected at the window, by the officer before whom the applicant sits."""

import pytest

from tests.cast import NOW, Cast, person_of
from yimen.domains.cases.access import draft_for_filler
from yimen.domains.cases.actions.take_over import take_over
from yimen.domains.cases.tests import make_food as make
from yimen.ground.errors import NotAllowed, NotFound, Stale


def test_the_officer_may_then_type_the_correction_in(cast: Cast) -> None:
    case = make.correcting(cast)
    with pytest.raises(NotFound):
        draft_for_filler(cast.wang_fang, None, case.number)
    take_over(officer=cast.wang_fang, case=case, person=person_of(cast.chen_jing), now=NOW)
    assert draft_for_filler(cast.wang_fang, None, case.number) == case
    assert case.steps.filter(kind="taken-over").exists()


def test_it_refuses_an_officer_who_takes_nothing_in(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        take_over(officer=cast.wu_lei, case=make.correcting(cast), person=person_of(cast.chen_jing), now=NOW)


def test_it_refuses_the_case_of_somebody_else(cast: Cast) -> None:
    with pytest.raises(NotFound):
        take_over(officer=cast.wang_fang, case=make.correcting(cast), person=person_of(cast.zhang_wei), now=NOW)


def test_it_refuses_a_case_that_waits_for_no_correction(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(Stale):
        take_over(officer=cast.wang_fang, case=case, person=person_of(cast.chen_jing), now=NOW)
