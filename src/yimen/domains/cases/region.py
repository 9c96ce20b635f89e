from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import service_of
from yimen.ground.places.models import Region


def region_of(case: Case) -> Region | None:
    """The street or village that the case belongs to, by the field that the service names; None when it names none."""
    key = service_of(case).meta["region"].get("field")
    answer = case.answers.get(key) if key else None
    code = answer.get("street") if isinstance(answer, dict) else answer
    return Region.objects.filter(code=code).first() if code else None
