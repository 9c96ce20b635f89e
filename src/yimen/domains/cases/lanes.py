"""A joint application and its lanes: each chosen part is a case of its own, with its own body, clock and decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yimen.domains.cases.clocks import rules_of, set_days
from yimen.domains.cases.events import CaseWithdrawn
from yimen.domains.cases.handling import locked_row
from yimen.domains.cases.models import Case, JointVisit, Material
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.region import region_of
from yimen.domains.cases.states import BEFORE_ACCEPTANCE, OPEN, Status
from yimen.domains.cases.steps import add_step
from yimen.domains.catalogue.queries import part_version
from yimen.engines import clock
from yimen.engines.clock import LegalClock, Limit, Unit
from yimen.engines.service import Part, answers_for, chosen_parts, days_behind, parts_behind
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.outbox.announce import announce
from yimen.ground.places.models import Organisation
from yimen.ground.places.queries import organisation_with
from yimen.ground.processes.actions.cancel import cancel_process
from yimen.ground.processes.subjects import Called

_CARRIED = ("applicant", "account", "channel", "entered_by", "entered_at_body", "created_at", "saved_at", "keep_until")


def is_joint(case: Case) -> bool:
    return bool(service_of(case).parts)


def chosen(case: Case) -> tuple[Part, ...]:
    """The parts that the answers of a joint application need."""
    return chosen_parts(service_of(case), case.answers, legal_day(case.submitted_at or case.saved_at))


def not_begun(case: Case, lanes: Sequence[Case]) -> tuple[Part, ...]:
    """The chosen parts that no department has yet: they wait for an earlier one, or what they need was not granted."""
    begun = {lane.part for lane in lanes}
    return tuple(part for part in chosen(case) if part.id not in begun)


def bodies_of(case: Case) -> list[Organisation]:
    """The body that decides each chosen part, in the order of the service."""
    told = [part.service.meta for part in chosen(case)]
    return [organisation_with(one["deciding_body"]["role"], one["region"]["code"]) for one in told]


def visited_before_decision(lane: Case) -> bool:
    """Whether the lane's department must see the place before it decides: an inspection inside its limit."""
    meta = service_of(lane).meta
    inside = {step["task"] for step in meta["steps"] if step["phase"] == "inside" and "task" in step}
    return any(one["task"] in inside for one in meta.get("inspections", []))


def joint_visit_of(lane: Case) -> JointVisit | None:
    """The visit that was arranged for all departments together, where this lane takes part."""
    found = JointVisit.objects.filter(case_id=lane.parent_id).first() if lane.parent_id else None
    return found if found is not None and lane.part in found.parts else None


def lanes_of(case: Case) -> list[Case]:
    """The lanes of a joint application, in the order of its service."""
    # Their parent is the case itself: fetched with each it would come without its version.
    whole = ("version__item", "applicant", "account", "body__region", "region", "correction", "extension")
    order = [part.id for part in service_of(case).parts]
    return sorted(case.lanes.select_related(*whole), key=lambda lane: order.index(lane.part))


def begin_lane(reference: str, called: str, now: datetime) -> Called:
    """The case of a part, as its department gets it: only the answers and papers that the part needs.

    Its days run from the day on which the common window received the papers (行政许可法 26, 32).
    """
    parent = locked_row(reference)
    lane = parent.lanes.filter(part=called).first() or _new_lane(parent, called, now)
    return Called("case", lane.number, lane.version.key, named_in_messages(lane, parent.number))


def named_in_messages(case: Case, whole: str) -> dict[str, object]:
    """The number under which a case and its parts tell each other something, for a process that does."""
    return {"joint": whole} if service_of(case).process.has_letters else {}


def _new_lane(parent: Case, called: str, now: datetime) -> Case:
    service = service_of(parent)
    part, version = service.part(called), part_version(parent.version, called)
    told = part.service.meta
    place = [one.id for one in service.parts].index(called) + 1
    answers = answers_for(part, parent.answers)
    lane = Case(
        number=f"{parent.number}-{place}",
        version=version,
        parent=parent,
        part=called,
        body=organisation_with(told["deciding_body"]["role"], told["region"]["code"]),
        status=Status.SUBMITTED,
        answers=answers,
        sources={key: source for key, source in parent.sources.items() if key in answers},
        disputed=[key for key in parent.disputed if key in answers],
        submitted_at=parent.submitted_at,
        received_on=parent.received_on,
        **{name: getattr(parent, name) for name in _CARRIED},
    )
    lane.region = region_of(lane)
    lane.save()
    _share_papers(parent, lane)
    if changed := set_days(lane, now):
        lane.save(update_fields=changed)
    add_step(lane, "submitted", by=SYSTEM, now=now, note=f"{service.meta['name']} {parent.number}")
    record(SYSTEM, "begin-lane", object_kind="case", object_ref=lane.number, at=now, details={"parent": parent.number})
    return lane


def _share_papers(parent: Case, lane: Case) -> None:
    """What was handed in once lies in every lane that needs it."""
    as_part = {
        one["id"]: one["parts"][lane.part]
        for one in service_of(parent).meta["materials"]
        if lane.part in one.get("parts", {})
    }
    shared = parent.materials.filter(material__in=as_part, removed_at=None).order_by("pk")
    Material.objects.bulk_create(
        Material(
            case=lane, material=as_part[one.material], file_id=one.file_id, added_by=one.added_by, added_at=one.added_at
        )
        for one in shared
    )


def share_corrected(lane: Case, now: datetime) -> None:
    """What was corrected for one department is true for all: the whole and every part that is not accepted yet take
    it over; a department that has accepted is told, and what lies before it stays as it was accepted."""
    if lane.parent is None:
        return
    values = {key: lane.answers[key] for key in lane.correction.fields if key in lane.answers}
    parent = locked_row(lane.parent.number)
    _take_over(parent, values)
    for other in lanes_of(parent):
        differing = [key for key, value in values.items() if other.answers.get(key, value) != value]
        if other.pk == lane.pk or not differing:
            continue
        if other.status in BEFORE_ACCEPTANCE:
            _take_over(locked_row(other.number), values)
        if other.status in OPEN:
            fields = service_of(other).form.fields
            labels = "、".join(fields[key].label for key in differing)
            add_step(other, "corrected-elsewhere", by=SYSTEM, now=now, note=f"{labels}（{lane.version.name}）")


def _take_over(case: Case, values: dict[str, object]) -> None:
    known = service_of(case).form.fields
    case.answers = {**case.answers, **{key: value for key, value in values.items() if key in known}}
    case.save(update_fields=["answers"])


def end_lane(reference: str, now: datetime) -> None:
    """A lane that is no longer wanted is withdrawn; one that is decided goes its way."""
    with transaction.atomic():
        lane = locked_row(reference)
        if lane.status not in OPEN or lane.decision or lane.declined or lane.result_number:
            return
        lane.status, lane.closed_at = Status.WITHDRAWN, now
        lane.save(update_fields=["status", "closed_at"])
        cancel_process(actor=SYSTEM, kind="case", reference=lane.number, ended_with="withdrawn", now=now)
        add_step(lane, "withdrawn", by=SYSTEM, now=now)
        record(SYSTEM, "withdraw", object_kind="case", object_ref=lane.number, at=now)
        # Of a whole that was taken back the applicant is told once.
        if lane.parent is None or lane.parent.status != Status.WITHDRAWN:
            announce(CaseWithdrawn(lane.pk, lane.number), now=now)


@dataclass(frozen=True, slots=True)
class Whole:
    """Until when the whole takes, and which lane decides it. ``is_known``: False while that lane is not accepted yet
    and the day is what its promise would give if it were accepted on the last day for it. ``then``: names of the parts
    that begin when it is over; the day is theirs too."""

    lane: Case
    day: date
    is_known: bool
    then: tuple[str, ...] = ()


def whole_promise(lanes: Sequence[Case], today: date) -> Whole | None:
    """The last promised day of the lanes that still run, and of what begins after them; None when all are decided."""
    running = [one for one in (_promise(lane, today) for lane in lanes) if one is not None]
    waiting = not_begun(lanes[0].parent, lanes) if running and lanes[0].parent is not None else ()
    return max((_with_what_follows(one, waiting) for one in running), key=lambda one: one.day, default=None)


def _with_what_follows(found: Whole, waiting: Sequence[Part]) -> Whole:
    """The same with the parts that wait for this lane: their promises are counted one after the other behind it."""
    if not waiting or found.lane.parent is None:
        return found
    service, part, ids = service_of(found.lane.parent), found.lane.part, {one.id for one in waiting}
    then = tuple(one.name for one in parts_behind(service, part) if one.id in ids)
    if not then:
        return found
    limit = Limit(days_behind(service, part, ids), Unit(service.meta["limits"]["promised"]["unit"]), promise=True)
    day = clock.last_day(LegalClock(found.day, "前一部分办完"), limit, working_calendar()).day
    return Whole(found.lane, day, is_known=False, then=then)


def _promise(lane: Case, today: date) -> Whole | None:
    if lane.status not in OPEN or lane.decision:
        return None
    if lane.promised_on is not None:
        return Whole(lane, lane.promised_on, is_known=True)
    accepted = max(lane.answer_by or today, today)
    begun = LegalClock(accepted, "受理")
    return Whole(lane, clock.last_day(begun, rules_of(lane).promised, working_calendar()).day, is_known=False)
