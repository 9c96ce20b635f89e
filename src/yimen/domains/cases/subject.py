"""What this domain lends to its processes; plugged in by config.wiring."""

from datetime import datetime

from yimen.domains.cases import clocks
from yimen.domains.cases.capabilities import CAPABILITIES
from yimen.domains.cases.decisions import decide_by_rules
from yimen.domains.cases.lanes import begin_lane, end_lane
from yimen.domains.cases.models import Case
from yimen.domains.cases.posts import post_for
from yimen.domains.cases.queries import service_of
from yimen.domains.catalogue.queries import definition_by_key, version_by_key
from yimen.engines import clock
from yimen.engines.bpmn import Process
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.errors import DomainError
from yimen.ground.places.models import Post
from yimen.ground.processes.subjects import Schedule, Subject, Variables


def lock(reference: str) -> None:
    """The case before its process: who waits for both takes them in this order."""
    Case.objects.select_for_update().only("pk").filter(number=reference).first()


def definition(key: str) -> Process:
    return definition_by_key(key).process


def decide(reference: str, decision: str, variables: Variables, now: datetime) -> object:
    return decide_by_rules(_case(reference), decision, now).outputs


def post(reference: str, code: str) -> Post | None:
    return post_for(_case(reference), code)


def schedule(reference: str, now: datetime) -> Schedule:
    """The clock that runs for the case: lights and order follow the promise, not the steps' own targets."""
    case, today = _case(reference), legal_day(now)
    if service_of(case).meta["limits"]["modes"] and "promised_on" in clocks.set_days(case, now):
        # Another promise may apply than a step before; all other moves are told by ``recompute_days``.
        case.save(update_fields=["promised_on"])
    found = clocks.running(case)
    if found.clock is None or found.limit is None:
        return Schedule()
    stops = found.clock.stops_on(today)
    return Schedule(
        due_on=clock.last_day(found.clock, found.limit, working_calendar()).day,
        soon_on=clocks.soon_on(found.clock, found.limit, today),
        paused_until=max((stop.last for stop in stops), default=None),
    )


def moved(reference: str, definition: str, now: datetime) -> None:
    """Another version of the process is another version of the whole service: the case goes along, where it may.

    What the applicant has answered was asked by the old form, and the days were promised by the old limits: where one
    of them differs the case stays as it is until it ends.
    """
    case, becomes = _case(reference), version_by_key(definition)
    if becomes.item_id != case.version.item_id:
        raise DomainError(f"{definition} 是另一个事项", "迁移只在同一个事项的版本之间。")
    was, service = service_of(case), definition_by_key(definition)
    for what, one, other in (
        ("申请表", was.form, service.form),
        ("办理期限", was.meta["limits"], service.meta["limits"]),
    ):
        if one != other:
            raise DomainError(f"新版本的{what}不同", "这件按提交时的版本办完。")
    case.version = becomes
    case.save(update_fields=["version"])


def _case(reference: str) -> Case:
    return Case.objects.select_related("version__item", "body", "region", "correction", "extension").get(
        number=reference
    )


CASE = Subject(
    kind="case",
    definition=definition,
    capabilities=CAPABILITIES,
    decide=decide,
    post=post,
    schedule=schedule,
    lock=lock,
    call=begin_lane,
    cancel_called=end_lane,
    moved=moved,
)
