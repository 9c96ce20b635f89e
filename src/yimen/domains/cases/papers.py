"""The papers of a case: receipt, decision, certificate. Slow, so they are made by the worker; each is made once."""

from datetime import datetime
from typing import Any

from django.conf import settings

from yimen.domains.cases.decisions import facts_of
from yimen.domains.cases.display import entries, legal_text
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import lists_of, service_of, visible_of
from yimen.domains.cases.states import Status
from yimen.domains.certificates.actions.issue import Blank, issue
from yimen.domains.certificates.models import Certificate
from yimen.engines import dmn
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.documents.actions.make import make_document
from yimen.ground.documents.kinds import kind_of
from yimen.ground.documents.models import Document
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject
from yimen.ground.numbering.serials import serial_for

FORMS = {
    "generate": "系统生成，在线签名",
    "ecert": "电子证照，免交",
    "share": "数据共享，免交",
    "promise": "承诺书代替",
}
_WORD = {"receipt": "收", "grant-registration": "登准", "refuse-registration": "登不"}


def make_receipt(case: Case, now: datetime) -> Document:
    """收件凭证: what was received, when, and by when the applicant is told about acceptance (行政许可法 32)."""
    if case.submitted_at is None or case.answer_by is None:
        raise ValueError(f"{case.number} has not been submitted")
    data = {
        "case_number": case.number,
        "matter": service_of(case).meta["name"],
        "received_at": case.submitted_at.astimezone(CITY).isoformat(timespec="minutes"),
        "channel": "网上办事大厅",
        "materials": [{"name": one["name"], "form": FORMS[one["obtain"]]} for one in materials_of(case, now)],
        "told_by": case.answer_by.isoformat(),
    }
    return _once(case, "receipt", data, now)


def make_decision_document(case: Case, status: Status, now: datetime) -> Document:
    """准予登记通知书 or 不予登记通知书 of the deciding body."""
    if case.submitted_at is None:
        raise ValueError(f"{case.number} has not been submitted")
    data: dict[str, Any] = {
        "case_number": case.number,
        "matter": service_of(case).meta["name"],
        "applied_on": legal_day(case.submitted_at).isoformat(),
    }
    if status == Status.GRANTED:
        automatic = not case.steps.filter(kind="officer-grant").exists()
        data.update(entries=_registered(case, now), certificate="营业执照", automatic=automatic)
        return _once(case, "grant-registration", data, now)
    found = case.steps.filter(kind="officer-refuse").order_by("-at").values_list("note", flat=True).first()
    data.update(facts=[found or ""], reasons=case.reasons)
    return _once(case, "refuse-registration", data, now)


def issue_certificate(case: Case, now: datetime) -> Certificate:
    """The certificate that this service brings out, filled as service.yaml says."""
    result = service_of(case).meta["results"][0]
    values = _certificate_values(case, now)
    labels = [(str(one["label"]), values[str(one["key"])]) for one in result["fields"]]
    blank = Blank(
        kind=result["id"],
        title=result["name"],
        template=service_of(case).certificates[result["id"]],
        number=case.result_number,
        data={**values, "registered_on": legal_day(case.decided_at or now).isoformat()},
        fields=labels,
        public_fields=[label for label, _ in labels],
        valid_until=None,
        body=case.body,
        holder=case.applicant,
        subject_kind="case",
        subject_ref=case.number,
    )
    return issue(actor=SYSTEM, blank=blank, verify_address=f"{settings.YIMEN_ADDRESS}/verify/", now=now)


def materials_of(case: Case, now: datetime) -> list[dict[str, Any]]:
    """The materials that this case needs, as the rules say for its answers."""
    service = service_of(case)
    wanted = dmn.decide(service.model, "materials", facts_of(case, now)).outputs
    ids = wanted if isinstance(wanted, list) else []
    return [dict(one) for one in service.meta["materials"] if one["id"] in ids]


def _once(case: Case, kind: str, data: dict[str, Any], now: datetime) -> Document:
    existing = document_of(Subject("case", case.number), kind)
    if existing is not None:
        return existing
    year = legal_day(now).year
    serial = serial_for(f"{case.number} {kind}", f"document-{case.body.code}-{kind}", str(year))
    return make_document(
        actor=SYSTEM,
        now=now,
        kind=kind_of(kind),
        body=case.body,
        subject=Subject("case", case.number),
        addressee=case.applicant.name,
        data=data,
        number=f"{case.body.mark}{_WORD[kind]}〔{year}〕{serial}号",
    )


def _registered(case: Case, now: datetime) -> list[dict[str, str]]:
    """The registered matters (登记事项), as the certificate will show them."""
    values = _certificate_values(case, now)
    result = service_of(case).meta["results"][0]
    rows = [{"label": str(one["label"]), "value": values[str(one["key"])]} for one in result["fields"]]
    return [row for row in rows if row["value"]]


def _certificate_values(case: Case, now: datetime) -> dict[str, str]:
    service, lists = service_of(case), lists_of(case)
    asked = visible_of(case, legal_day(case.submitted_at or now)).fields
    computed = {
        "number": case.result_number,
        "decided_on": f"{legal_day(case.decided_at or now):%Y年%-m月%-d日}",
        "authority": case.body.name,
    }
    from_form = {
        label: legal_text(field, case.answers.get(key), lists, service.meta["region"]["name"])
        for key, field in service.form.fields.items()
        if key in asked
        for label in field.certificate_labels
    }
    return {
        str(one["key"]): str(
            one.get("value") or computed.get(one.get("computed", "")) or from_form.get(one["label"], "")
        )
        for one in service.meta["results"][0]["fields"]
    }


def answers_told(case: Case, now: datetime) -> list[dict[str, str]]:
    """Everything the applicant has stated, label by label."""
    asked = visible_of(case, legal_day(case.submitted_at or now)).fields
    return entries(service_of(case).form, case.answers, asked, lists_of(case))
