from datetime import datetime

from django.db import transaction

from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.again import BY, OF, followed_by, hindrance
from yimen.domains.cases.handling import locked_row
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.queries import form_of
from yimen.domains.cases.reuse import same_papers
from yimen.domains.cases.steps import add_step
from yimen.domains.catalogue.queries import version_at
from yimen.ground.accounts.models import Account
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotFound
from yimen.ground.files.models import StoredFile

_MARK = "again"


@transaction.atomic
def apply_again(*, actor: Actor, account: Account, case: Case, now: datetime) -> Case:
    """重新申请: a new application for what was not granted, with the answers and files of the earlier one.

    Of a part of a joint application only that part is applied for, under its service as it is now; the other parts and
    the earlier decision stand (行政许可法 26, 38). Pressed again it gives the application that followed. A draft of
    that service which is there already is used; what is filled in there stays.

    Raises:
        NotFound: the account's person is not its applicant, or the service is not had any more.
        Stale: it was granted, is still open, or is a joint application as a whole.
        NotOpenForChange: a new application is barred until a day, or belongs elsewhere.
    """
    # Locked first: of two presses at once the second one finds what the first one has made.
    earlier = locked_row(case.number)
    if account.person_id != earlier.applicant_id:
        raise NotFound
    followed = followed_by(earlier)
    if followed is not None:
        return followed
    hindered = hindrance(earlier, legal_day(now))
    if hindered is not None:
        raise hindered
    version = version_at(earlier.version.item.slug)
    draft = start_draft(actor=actor, person=earlier.applicant, account=account, version=version, told={}, now=now)
    draft = locked_row(draft.number)
    _carry_answers(earlier, draft, now)
    files = _carry_files(actor, earlier, draft, now)
    add_step(draft, OF, by=actor, now=now, note=earlier.number)
    add_step(earlier, BY, by=actor, now=now, note=draft.number)
    details = {"from": earlier.number, "files": files}
    record(actor, "apply-again", object_kind="case", object_ref=draft.number, at=now, details=details)
    return draft


def _carry_answers(earlier: Case, draft: Case, now: datetime) -> None:
    """What the form still asks and nobody has answered in the draft. A register's value that the applicant has called
    wrong before stays corrected."""
    fields = form_of(draft).fields
    given = {key: value for key, value in earlier.answers.items() if key in fields}
    disputed = {key for key in earlier.disputed if key in draft.sources and draft.answers[key] != given.get(key)}
    taken = {key: value for key, value in given.items() if key in disputed or draft.answers.get(key) in (None, "", [])}
    draft.answers = {**draft.answers, **taken}
    draft.sources = {key: source for key, source in draft.sources.items() if key not in taken}
    draft.disputed = sorted({*draft.disputed, *disputed})
    # What was answered before need not be opened page by page: only what is to be mended is.
    filled = {part.id: _MARK for part in form_of(draft).sections if any(one.key in given for one in part.fields)}
    draft.saved_by = {**filled, **draft.saved_by}
    draft.saved_at = now
    draft.save(update_fields=["answers", "sources", "disputed", "saved_by", "saved_at"])


def _carry_files(actor: Actor, earlier: Case, draft: Case, now: datetime) -> int:
    """The files of each paper that the draft wants and has none of yet, by reference as when they are reused."""
    there = set(draft.materials.filter(removed_at=None).values_list("material", flat=True))
    rows = [(paper, row) for paper, row in same_papers(earlier, draft) if paper not in there]
    # Asked again with their rows locked: one may be ordered to be destroyed at this moment, its period being over.
    locked = StoredFile.objects.select_for_update().filter(pk__in=[row.file_id for _, row in rows]).order_by("pk")
    gone = {file.pk for file in locked if file.is_gone}
    rows = [(paper, row) for paper, row in rows if row.file_id not in gone]
    Material.objects.bulk_create(
        Material(case=draft, material=paper, file=row.file, added_by=actor.name, added_at=now) for paper, row in rows
    )
    return len(rows)
