"""The materials of a case: which are wanted, which may be handed in now, which still lack."""

from datetime import datetime
from typing import Any

from yimen.domains.cases.decisions import facts_of
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.states import Status
from yimen.engines import dmn
from yimen.engines.service import material_reasons, needed_materials
from yimen.ground.calendar.moment import legal_day


def materials_of(case: Case, now: datetime) -> list[dict[str, Any]]:
    """The materials that this case needs, as the rules say for its answers."""
    service = service_of(case)
    if service.parts:
        return _joint_materials(case, now)
    wanted = dmn.decide(service.model, "materials", facts_of(case, now)).outputs
    ids = wanted if isinstance(wanted, list) else []
    return [dict(one) for one in service.meta["materials"] if one["id"] in ids]


def _joint_materials(case: Case, now: datetime) -> list[dict[str, Any]]:
    """What the chosen parts of a joint application ask for, each paper once."""
    service = service_of(case)
    ids = needed_materials(service, case.answers, {}, legal_day(case.submitted_at or now))
    return [dict(one) for one in service.meta["materials"] if one["id"] in ids]


def reasons_of(case: Case, now: datetime) -> dict[str, dmn.Reason]:
    """Why each material is asked for, by its id: what the rule says that asks for it, and the article."""
    service = service_of(case)
    known = {} if service.parts else facts_of(case, now)
    return material_reasons(service, case.answers, known, legal_day(case.submitted_at or now))


def uploads_of(case: Case, now: datetime) -> list[dict[str, Any]]:
    """Those of them that the applicant hands in as files."""
    return [one for one in materials_of(case, now) if one["obtain"] == "upload"]


def open_materials(case: Case, now: datetime) -> list[dict[str, Any]]:
    """What may be handed in or taken back now: everything of a draft, of a correction exactly what was asked for."""
    if case.status == Status.DRAFT:
        return uploads_of(case, now)
    if case.status == Status.CORRECTING:
        # What a corrected answer has made necessary is open too, or nobody could ever hand it in.
        # It stays open once a file is there: a wrong one must be taken back.
        old = {one.material for one in handed_in(case) if one.added_at <= case.correction.told_at}
        asked = case.correction.materials | {one["id"] for one in uploads_of(case, now) if one["id"] not in old}
        return [dict(one) for one in service_of(case).meta["materials"] if one["id"] in asked]
    return []


def handed_in(case: Case) -> list[Material]:
    """The files that count now, oldest first."""
    return list(case.materials.filter(removed_at=None).select_related("file"))


def lacking_materials(case: Case, now: datetime) -> list[dict[str, Any]]:
    """The materials that must be handed in and are not. In a correction the asked ones need a file since the notice."""
    files = handed_in(case)
    there = {one.material for one in files}
    lacking = [one for one in uploads_of(case, now) if one["id"] not in there]
    if case.status != Status.CORRECTING:
        return lacking
    fresh = {one.material for one in files if one.added_at > case.correction.told_at}
    known = {one["id"] for one in lacking}
    asked = [one for one in open_materials(case, now) if one["id"] not in fresh and one["id"] not in known]
    return lacking + asked
