"""A step that cannot be done waits for a person; nothing is issued meanwhile and nothing is lost."""

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.capabilities import CAPABILITIES
from yimen.domains.cases.tests import make
from yimen.domains.certificates.models import Certificate
from yimen.ground.documents import ports
from yimen.ground.documents.models import Document
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.models import Instance, Task

# A sign of the private use area: some city's own glyph for a rare name, which no font of ours has.
UNPRINTABLE = "云溪市\ue000记面馆"


@pytest.mark.printed
def test_a_name_that_cannot_be_printed_ends_with_a_person_and_issues_nothing(cast: Cast) -> None:
    case = make.handled(cast.zhang_wei, trade_name=UNPRINTABLE)
    incident = make.task_of(case)
    assert (incident.kind, incident.post.code) == (Task.INCIDENT, "operator")
    assert "U+E000" in incident.reason
    assert "印不出来的字" in incident.reason
    assert case.status == "accepted"
    assert case.decided_at is None
    assert not Certificate.objects.exists()
    assert not Document.objects.filter(kind="grant-registration").exists()


@pytest.mark.printed
def test_trying_again_without_a_remedy_is_the_same_incident_once_more(cast: Cast) -> None:
    case = make.handled(cast.zhang_wei, trade_name=UNPRINTABLE)
    number = case.result_number
    retry(actor=cast.li_min.actor(NOW), incident=make.task_of(case), now=NOW)
    make.drain()
    assert make.task_of(case).kind == Task.INCIDENT
    # The credit code was given once and is kept for when it is needed.
    assert make.fresh(case).result_number == number
    assert not Certificate.objects.exists()


def test_a_seal_service_that_is_away_costs_nothing_but_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as away:
        away.setattr(ports, "_plugged", [])
        case = make.handled(cast.zhang_wei)
        assert case.decided_at is None
        assert not Document.objects.exists()
    from datetime import timedelta

    make.drain(NOW + timedelta(minutes=1))
    assert make.fresh(case).status == "granted"
    assert Certificate.objects.count() == 1
    assert not Task.objects.exists()


def test_a_case_never_goes_backwards(cast: Cast) -> None:
    case = make.refused(cast.chen_jing, cast.li_min)
    with pytest.raises(ValueError, match="refused cannot become granted"):
        CAPABILITIES["grant"](case.number, now=NOW)
    assert make.fresh(case).status == "refused"
    assert Instance.objects.get(subject_ref=case.number).ended_with == "refused"
