"""What we hold is shown, not asked (UX rule 2): the applicant's values from registers, with source and time."""

from datetime import datetime
from typing import Any

from yimen.domains.registers.queries import Held, look_up
from yimen.engines.forms import Form
from yimen.ground.accounts.models import Account, Person
from yimen.ground.audit import Actor


def prefill(
    form: Form, person: Person, account: Account | None, *, actor: Actor, now: datetime
) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """Answers and their sources, for every field that names a register. What is not held is left to be asked."""
    answers: dict[str, Any] = {}
    sources: dict[str, dict[str, str]] = {}
    held: dict[str, Held] = {}
    for key, field in form.fields.items():
        if field.prefill is None:
            continue
        if field.prefill.register == "account":
            if account is None:
                continue
            answers[key] = account.login
            sources[key] = {"source": "登录时用的手机号", "as_of": now.isoformat()}
            continue
        if field.prefill.register not in held:
            held[field.prefill.register] = look_up(
                actor=actor, register=field.prefill.register, keys=[person.id_number], purpose="填表时预填", now=now
            )[0]
        found = held[field.prefill.register]
        value = (found.data or {}).get(field.prefill.attribute)
        if value in (None, "") or found.as_of is None:
            continue
        answers[key] = value
        sources[key] = {"source": found.source, "as_of": found.as_of.isoformat()}
    return answers, sources
