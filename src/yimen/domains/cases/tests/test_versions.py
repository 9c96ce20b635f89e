from tests.cast import NOW, Cast
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.tests import make
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.models import Version
from yimen.ground.audit import SYSTEM
from yimen.ground.processes.models import Instance


def publish_next(version: Version) -> Version:
    """The same service with another name for its certificate."""
    files = from_json(version.files)
    text = files["service.yaml"].decode().replace("一个人或者一家人开店", "一个人、一家人开店")
    return publish(actor=SYSTEM, files={**files, "service.yaml": text.encode()}, now=NOW)


def test_a_running_case_stays_on_its_version(cast: Cast) -> None:
    running = make.submitted(cast.zhang_wei)
    following = publish_next(cast.version)
    assert following.number == 2
    make.drain()
    case = make.fresh(running)
    assert case.status == "granted"
    assert case.version.number == 1
    assert "一个人或者一家人开店" in service_of(case).meta["summary"]
    assert Instance.objects.get(subject_ref=case.number).definition.endswith("@1")


def test_a_draft_stays_on_the_version_it_was_begun_on(cast: Cast) -> None:
    draft = make.draft(cast.zhang_wei)
    publish_next(cast.version)
    assert make.draft(cast.zhang_wei).pk == draft.pk
    assert make.fresh(draft).version.number == 1


def test_who_begins_later_gets_the_new_version(cast: Cast) -> None:
    publish_next(cast.version)
    case = make.granted(cast.zhang_wei)
    assert case.version.number == 2
    assert "一个人、一家人开店" in service_of(case).meta["summary"]
