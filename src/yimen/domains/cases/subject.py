"""What this domain lends to its processes; plugged in by config.wiring."""

from datetime import date, datetime

from yimen.domains.cases.capabilities import CAPABILITIES
from yimen.domains.cases.decisions import decide_by_rules
from yimen.domains.cases.limits import limit_day, read_limit
from yimen.domains.cases.models import Case
from yimen.domains.catalogue.queries import definition_by_key
from yimen.engines.bpmn import Process
from yimen.ground.calendar.moment import legal_day
from yimen.ground.places.models import Post
from yimen.ground.places.queries import post as post_of
from yimen.ground.processes.subjects import Subject, Variables

OPERATOR = "operator"


def definition(key: str) -> Process:
    return definition_by_key(key).process


def decide(reference: str, decision: str, variables: Variables, now: datetime) -> object:
    return decide_by_rules(_case(reference), decision, now).outputs


def post(reference: str, code: str) -> Post:
    """Who does a task: a post of the deciding body; without a code the one that looks after failed steps."""
    return post_of(_case(reference).body, code or OPERATOR)


def due(reference: str, limit: str, now: datetime) -> date | None:
    """The day by which a task is due, counted from acceptance; without a limit of its own the promised day."""
    case = _case(reference)
    return limit_day(legal_day(case.accepted_at or now), read_limit(limit)) if limit else case.promised_on


def _case(reference: str) -> Case:
    return Case.objects.select_related("version__item", "body").get(number=reference)


CASE = Subject(kind="case", definition=definition, capabilities=CAPABILITIES, decide=decide, post=post, due=due)
