from datetime import date

from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import failures_of, lists_of


def open_fields(case: Case, today: date) -> frozenset[str]:
    """The fields that a correction opens: those asked for, and those that became wrong or wanted by changing them.

    The accident the second half prevents: an answer that was asked for brings up a further question, and nobody
    could answer it.
    """
    correction = getattr(case, "correction", None)
    if correction is None:
        return frozenset()
    asked: frozenset[str] = correction.fields
    return asked | {one.key for one in failures_of(case, today, lists_of(case))}
