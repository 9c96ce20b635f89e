"""What comes out: the certificate of a granted case, filled as service.yaml says."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from yimen.domains.cases.decisions import facts_of
from yimen.domains.cases.display import entries, legal_text
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import lists_of, service_of, visible_of
from yimen.domains.certificates.actions.issue import Blank, issue
from yimen.domains.certificates.models import Certificate
from yimen.engines.clock import add_months
from yimen.engines.feel import compile_expression, write
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import legal_day

_MONTHS = {"year": 12, "month": 1}


def result_of(case: Case) -> Mapping[str, Any] | None:
    """The certificate that this service brings out; None where only a document comes out."""
    results = service_of(case).meta["results"]
    return results[0] if results else None


def valid_until(case: Case, now: datetime) -> date | None:
    """The last day of validity; None for a result without end."""
    result = result_of(case)
    told = result.get("valid_for") if result else None
    if told is None:
        return None
    start = legal_day(case.decided_at or now)
    return add_months(start, int(told["value"]) * _MONTHS[told["unit"]]) - timedelta(days=1)


def issue_certificate(case: Case, now: datetime) -> Certificate:
    """The certificate, sealed by the deciding body. Raises ValueError for a service without one."""
    result = result_of(case)
    if result is None:
        raise ValueError(f"{case.version.key} brings out no certificate")
    values = _values(case, now)
    labels = [(str(one["label"]), values[str(one["key"])]) for one in result["fields"]]
    until = valid_until(case, now)
    blank = Blank(
        kind=result["id"],
        title=result["name"],
        template=service_of(case).certificates[result["id"]],
        number=case.result_number,
        data={**values, "registered_on": legal_day(case.decided_at or now).isoformat()},
        fields=labels,
        public_fields=[label for label, _ in labels],
        valid_until=until,
        body=case.body,
        holder=case.applicant,
        subject_kind="case",
        subject_ref=case.number,
    )
    return issue(actor=SYSTEM, blank=blank, verify_address=f"{settings.YIMEN_ADDRESS}/verify/", now=now)


def result_entries(case: Case, now: datetime) -> list[dict[str, str]]:
    """What is registered or permitted, as the certificate shows it."""
    result = result_of(case)
    if result is None:
        return []
    values = _values(case, now)
    rows = [{"label": str(one["label"]), "value": values[str(one["key"])]} for one in result["fields"]]
    return [row for row in rows if row["value"]]


def answers_told(case: Case, now: datetime, seen: Callable[[str], bool] = bool) -> list[dict[str, str]]:
    """What the applicant has stated, label by label.

    Args:
        seen: whether the reader may see a field; by default everything is seen.
    """
    asked = [key for key in visible_of(case, legal_day(case.submitted_at or now)).fields if seen(key)]
    return entries(service_of(case).form, case.answers, asked, lists_of(case))


def _values(case: Case, now: datetime) -> dict[str, str]:
    service, lists, result = service_of(case), lists_of(case), result_of(case)
    asked = visible_of(case, legal_day(case.submitted_at or now)).fields
    until = valid_until(case, now)
    computed = {
        "number": case.result_number,
        "decided_on": _day(legal_day(case.decided_at or now)),
        "authority": case.body.name,
        "valid_to": _day(until) if until else "",
    }
    from_form: dict[str, str] = {}
    for key, field in service.form.fields.items():
        if key not in asked:
            continue
        text = legal_text(field, case.answers.get(key), lists, service.meta["region"]["name"])
        for label in field.certificate_labels:
            # Several answers may make one line: 主体业态 and the notes in its brackets.
            from_form[label] = (
                f"{from_form[label]}（{text}）" if from_form.get(label) and text else text or from_form.get(label, "")
            )
    fields = result["fields"] if result else []
    found = _found(case, [one for one in fields if "expression" in one], now)
    return {
        str(one["key"]): str(
            one.get("value")
            or computed.get(one.get("computed", ""))
            or from_form.get(one["label"], "")
            or found.get(one["key"], "")
        )
        for one in fields
    }


def _found(case: Case, fields: Sequence[Mapping[str, Any]], now: datetime) -> dict[str, str]:
    """What registers and officers know of the case, as it is printed; what nobody knows stays empty."""
    facts = facts_of(case, now) if fields else {}
    told = {one["key"]: compile_expression(one["expression"], tuple(facts)).evaluate(facts).value for one in fields}
    return {key: _printed(value) for key, value in told.items() if value is not None}


def _printed(value: object) -> str:
    if isinstance(value, date):
        return _day(value)
    return value if isinstance(value, str) else write(value)


def _day(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
