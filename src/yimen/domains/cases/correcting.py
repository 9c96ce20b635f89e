from collections.abc import Iterable
from datetime import date

from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import failures_of, form_of, lists_of
from yimen.engines.forms import Form


def open_fields(case: Case, today: date) -> frozenset[str]:
    """The fields that a correction opens: those asked for, those that they decide about, and what is wrong now.

    The accident this prevents: an answer that was asked for brings up a further question, and nobody could answer it,
    or could mend the answer once it was stored.
    """
    correction = getattr(case, "correction", None)
    if correction is None:
        return frozenset()
    failing = {one.key for one in failures_of(case, today, lists_of(case))}
    return frozenset(correction.fields | failing | _decided_by(form_of(case), correction.fields))


def _decided_by(form: Form, asked: Iterable[str]) -> set[str]:
    """Fields that are asked or wanted only because of these, directly or through derived values."""
    names, found = set(asked), set[str]()
    while True:
        names |= {one.key for one in form.derived if names & one.expression.names}
        more = {
            key
            for key, field in form.fields.items()
            if key not in names and any(names & condition.names for condition in field.conditions)
        }
        if not more:
            return found
        found |= more
        names |= more
