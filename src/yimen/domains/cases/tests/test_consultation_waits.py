"""A process that waits for the opinion of another body: the message finds it by the key, whichever comes first.

No service waits so yet; the licence of these tests has a receive task between the review and the site check.
"""

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.errors import NotHeard
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make, make_food
from yimen.domains.cases.tests import make_consultation as opinions
from yimen.domains.cases.tests.deaths import Fate, Phones, drain_again, drain_mortal
from yimen.domains.cases.tests.test_worker_killed import undone
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.files import from_json, to_json
from yimen.domains.catalogue.models import Item, Version
from yimen.domains.catalogue.queries import current_version
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.messages.models import Notice
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.models import Instance, Message, Subscription, Task, Timer
from yimen.ground.processes.queries import open_tasks_of, variables_of

WAIT = """<bpmn:receiveTask id="await-fire" name="等消防的意见" messageRef="opinion-given"
 ym:correlation="joint + &quot; fire-rescue/inspector&quot;">
<bpmn:incoming>reviewed</bpmn:incoming><bpmn:outgoing>fire-told</bpmn:outgoing></bpmn:receiveTask>
<bpmn:sequenceFlow id="fire-told" sourceRef="await-fire" targetRef="ask-site-check"/>"""


@pytest.fixture
def waiting_licence(cast: Cast) -> None:
    version = current_version(make_food.SERVICE)
    files = from_json(version.files)
    drawn = files["process.bpmn"].decode()
    flow = '<bpmn:sequenceFlow id="reviewed" sourceRef="written-review" targetRef="ask-site-check" />'
    assert flow in drawn
    drawn = drawn.replace("<bpmn:incoming>reviewed</bpmn:incoming>", "<bpmn:incoming>fire-told</bpmn:incoming>")
    drawn = drawn.replace(flow, flow.replace("ask-site-check", "await-fire") + WAIT)
    drawn = drawn.replace("<bpmn:process ", '<bpmn:message id="opinion-given" name="opinion-given"/><bpmn:process ', 1)
    values = {one.attname: getattr(version, one.attname) for one in Version._meta.concrete_fields}
    values |= {"id": None, "number": version.number + 1, "fingerprint": "with-a-wait"}
    made = Version.objects.create(**values | {"files": to_json({**files, "process.bpmn": drawn.encode()})})
    Item.objects.filter(pk=version.item_id).update(current=made)


def reviewed(cast: Cast, case: Case) -> None:
    told = {"outcome": "agree", "text": "材料齐全", "now": NOW}
    give_opinion(actor=cast.wu_lei.actor(NOW), case=case, task=make.task_of(case), **told)
    make.drain()


def tasks(case: Case) -> list[str]:
    return [task.node for task in open_tasks_of("case", case.number)]


@pytest.mark.usefixtures("waiting_licence")
def test_the_case_waits_until_the_other_body_has_answered_and_reads_the_answer(cast: Cast) -> None:
    row = opinions.asked(cast)
    reviewed(cast, row.case)
    assert tasks(row.case) == []
    assert Subscription.objects.get().key == f"{row.case.number} fire-rescue/inspector"
    opinions.answer(row, "object")
    assert tasks(row.case) == ["site-check"]
    assert variables_of("case", row.case.number)["opinion_outcome"] == "object"
    assert Message.objects.get().consumed_by.subject_ref == row.case.number


@pytest.mark.usefixtures("waiting_licence")
def test_an_answer_that_came_before_the_case_waits_is_kept_for_it(cast: Cast) -> None:
    row = opinions.asked(cast)
    opinions.answer(row)
    assert Message.objects.get().consumed_at is None
    reviewed(cast, row.case)
    assert tasks(row.case) == ["site-check"]


@pytest.mark.usefixtures("waiting_licence")
def test_the_opinion_of_another_body_is_not_the_one_that_is_waited_for(cast: Cast) -> None:
    case = opinions.in_hand(cast)
    fire, drains = opinions.ask(case, cast.wu_lei, opinions.fire(), opinions.post("drainage", "reviewer"))
    reviewed(cast, case)
    opinions.answer(drains, by="shentao")
    assert tasks(case) == []
    opinions.answer(fire)
    assert tasks(case) == ["site-check"]


@pytest.fixture
def licence_that_must_hear(cast: Cast) -> None:
    """As if a law made the reviewer hear fire safety."""
    version = current_version(make_food.SERVICE)
    files = from_json(version.files)
    told = "consults:\n  - {step: written-review, body: fire-rescue, post: inspector, basis: 样例办法第九条}\nversion: "
    yaml = files["service.yaml"].decode().replace("\nversion: ", f"\n{told}", 1)
    publish(actor=SYSTEM, files={**files, "service.yaml": yaml.encode()}, now=NOW)


@pytest.mark.usefixtures("licence_that_must_hear")
def test_where_the_law_requires_it_the_step_waits_for_the_answer(cast: Cast) -> None:
    case = opinions.in_hand(cast)
    with pytest.raises(NotHeard, match="云溪市消防救援大队的意见（样例办法第九条）"):
        reviewed(cast, case)
    asked = opinions.ask(case, cast.wu_lei, opinions.post("drainage", "reviewer"), opinions.fire())
    drains, fire = sorted(asked, key=lambda one: one.post.organisation.role)
    opinions.answer(drains, by="shentao")
    with pytest.raises(NotHeard):
        reviewed(cast, case)
    opinions.answer(fire, "object")
    reviewed(cast, case)
    assert tasks(case) == ["site-check"]


def standing(number: str) -> dict[str, object]:
    """Everything that must be the same whether a worker died or not, and each thing as often."""
    return {
        "tasks": sorted(Task.objects.filter(closed_at=None).values_list("instance__subject_ref", "node")),
        "timers": Timer.objects.filter(closed_at=None).count(),
        "ends": sorted(Instance.objects.values_list("subject_ref", "result")),
        "notices": sorted(Notice.objects.values_list("key", flat=True)),
        "steps": sorted(Case.objects.get(number=number).steps.values_list("kind", "note")),
        "evidence": sorted(Entry.objects.filter(object_ref__startswith=number).values_list("action", "object_ref")),
        "messages": list(Message.objects.values_list("name", "key", "consumed_by__subject_ref")),
        "waits": Subscription.objects.count(),
        "outbox": Delivery.objects.filter(done_at=None).count(),
    }


@pytest.mark.usefixtures("waiting_licence")
def test_a_worker_killed_between_the_answer_and_the_case_that_waits_loses_and_doubles_nothing(cast: Cast) -> None:
    row = opinions.asked(cast)
    reviewed(cast, row.case)

    def lived(dies_at: int = 0) -> tuple[dict[str, object], int]:
        phones, fate = Phones(), Fate(dies_at)
        with undone():
            opinions.answer(row, "object", drains=False)
            assert drain_mortal(fate, phones, NOW) == (dies_at == 0)
            drain_again(phones, NOW)
            return standing(row.case.number), fate.passed

    expected, points = lived()
    assert expected["outbox"] == 0 and points > 5
    for dies_at in range(1, points + 1, 3):
        found, _ = lived(dies_at)
        assert found == expected, f"killed at point {dies_at} of {points}"
