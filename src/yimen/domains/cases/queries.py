from datetime import date
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet

from yimen.domains.cases.lists import Lists, lists_for, values_in
from yimen.domains.cases.models import Case, CaseStep, SpecialProcedure
from yimen.domains.cases.states import OPEN, Status
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import definition
from yimen.engines.forms import Failure, Form, Visible, validate, visible
from yimen.engines.service import Service
from yimen.ground.accounts.models import Person
from yimen.ground.prepared import prepared


def service_of(case: Case) -> Service:
    """The definition that this case stays on."""
    return definition(case.version)


def form_of(case: Case) -> Form:
    return service_of(case).form


def kept_of(case: Case) -> list[str]:
    """What is kept in registers for this case while it is being handled, in plain words: 名称“…”."""
    steps = case.steps.filter(kind__in=("reserved", "released")).order_by("pk").values_list("kind", "note")
    found: list[str] = []
    for kind, note in steps:
        what = note.rpartition("，")[0] if kind == "reserved" else note
        found = [*found, what] if kind == "reserved" else [one for one in found if one != what]
    return found


def lists_of(case: Case) -> dict[str, list[dict[str, str]]]:
    """The reference lists of this case's form."""
    return lists_for(form_of(case), service_of(case).meta["region"]["code"])


def failures_of(case: Case, today: date, lists: Lists) -> list[Failure]:
    """Everything that must be mended before the case can be submitted."""
    return validate(form_of(case), case.answers, today, lists=values_in(lists))


def visible_of(case: Case, today: date) -> Visible:
    return visible(form_of(case), case.answers, today)


def attach_history(case: Case) -> None:
    """Read the steps and the special procedures of a case once, for all who ask it for them."""
    attach(case, "steps", _steps_of(case.pk))
    attach(case, "special_procedures", _special_procedures_of(case.pk))


def attach(case: Case, relation: str, rows: list[Any]) -> None:
    """Let a relation of the case answer from rows that have been read, as Django's ``prefetch_related`` does it: what
    is filtered is still asked for anew."""
    kept = getattr(case, relation).get_queryset()
    kept._result_cache, kept._prefetch_done = rows, True
    vars(case).setdefault("_prefetched_objects_cache", {})[relation] = kept


@prepared
def _steps_of(case: int) -> QuerySet[CaseStep]:
    return CaseStep.objects.filter(case=case)


@prepared
def _special_procedures_of(case: int) -> QuerySet[SpecialProcedure]:
    return SpecialProcedure.objects.filter(case=case)


def cases_of(person: Person) -> QuerySet[Case]:
    """A person's applications, the latest touched first; the parts of a joint one are found in it."""
    return Case.objects.filter(applicant=person, parent=None).select_related("version", "body").order_by("-saved_at")


def open_draft(person: Person, version: Version) -> Case | None:
    return Case.objects.filter(applicant=person, version__item=version.item, status=Status.DRAFT).first()


def handling_times() -> list[dict[str, object]]:
    """How long decided cases really took, per service: count and mean time from acceptance to decision."""
    took = ExpressionWrapper(F("decided_at") - F("accepted_at"), output_field=DurationField())
    rows = (
        Case.objects.filter(decided_at__isnull=False, accepted_at__isnull=False)
        .values("version__item__slug")
        .annotate(count=Count("pk"), mean=Avg(took))
        .order_by("version__item__slug")
    )
    return [dict(row) for row in rows]


def findings_of(case: Case) -> list[dict[str, str]]:
    """What the rules found against the case: condition, finding, sentence, basis. Empty: all is met."""
    latest = case.decisions.filter(decision="outcome").order_by("-pk").first()
    if latest is None:
        return []
    return [
        {
            "condition": str(hit["outputs"].get("condition", "")),
            "finding": str(hit["outputs"].get("finding", "")),
            "sentence": hit["sentence"],
            "basis": hit["basis"],
        }
        for hit in latest.rules_hit
        if hit["table"] == "checklist"
    ]


def grounds_of(case: Case, *, every: bool = False) -> list[dict[str, str]]:
    """On what a refusal of this case may rest: each condition that is not met, or that the officer finds not met.

    A doubt is no ground in itself: what the officer then confirms is the ground of refusal as service.yaml words it.

    Args:
        every: also the grounds of conditions that the rules found met; an officer who refuses on one goes against
            the checklist.
    """
    refusals = {one["condition"]: one for one in service_of(case).meta["refusals"]}
    found_ids = {found["condition"] for found in findings_of(case)}
    grounds = [
        {"condition": one["condition"], "sentence": one["text"], "basis": one["basis"]}
        for one in refusals.values()
        if every and one["condition"] not in found_ids
    ]
    for found in findings_of(case):
        worded = refusals.get(found["condition"]) if found["finding"] == "存疑" else None
        sentence, basis = (worded["text"], worded["basis"]) if worded else (found["sentence"], found["basis"])
        grounds.append({"condition": found["condition"], "sentence": sentence, "basis": basis})
    return grounds


def checklist_of(case: Case) -> list[dict[str, str]]:
    """Every condition of the service with what was found: 符合, 不符合 or 存疑."""
    found = {one["condition"]: one for one in findings_of(case)}
    # Before the rules were asked nothing is known: silence must not look like 符合.
    unsaid = "符合" if case.decisions.filter(decision="outcome").exists() else "没核"
    return [
        {
            "condition": str(condition["id"]),
            "text": str(condition["text"]),
            "basis": found.get(condition["id"], {}).get("basis") or str(condition.get("basis", "")),
            "finding": found.get(condition["id"], {}).get("finding", unsaid),
            "sentence": found.get(condition["id"], {}).get("sentence", ""),
        }
        for condition in service_of(case).meta.get("conditions", [])
    ]


def waiting_for_applicant(cases: list[Case]) -> Case | None:
    """The case that needs the applicant now: one that waits for a correction, else the draft touched last."""
    correcting = next((one for one in cases if one.status == Status.CORRECTING), None)
    return correcting or next((one for one in cases if one.status == Status.DRAFT), None)


def refusal_words(case: Case) -> tuple[str, str]:
    """What granting and refusing are called in this matter: 准予许可 and 不予许可, 准予登记 and 不予登记."""
    told = service_of(case).meta["decision"]
    return told["granted"], told["refused"]


def to_answer(before: date, after: int = 0) -> QuerySet[Case]:
    """Received cases whose last day to answer lies before ``before``, from a cursor on."""
    late = Case.objects.filter(status=Status.SUBMITTED, accepted_on=None, answer_by__lt=before, pk__gt=after)
    return late.order_by("pk")


def open_cases(after: int = 0) -> QuerySet[Case]:
    """Cases whose days still run, from a cursor on."""
    running = Q(status__in=OPEN) | Q(status__in=(Status.GRANTED, Status.REFUSED), closed_at=None)
    return Case.objects.filter(running, pk__gt=after).order_by("pk")
