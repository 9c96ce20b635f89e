"""What officers find on site: the items that a service asks for, and how the record becomes facts for the rules."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from yimen.domains.cases.errors import ReasonMissing
from yimen.domains.cases.models import Case, CaseFact, Inspection
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.steps import add_step
from yimen.engines.forms import Field, take_in
from yimen.ground.accounts.models import Account
from yimen.ground.audit.record import record
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.models import Task

DONE = "done"


def asked_at(case: Case, node: str) -> Mapping[str, Any]:
    """The inspection of this step as service.yaml has it. Raises KeyError when the service knows none."""
    for one in service_of(case).meta.get("inspections", []):
        if one["task"] == node:
            return dict(one)
    raise KeyError(node)


def officers_wanted(case: Case, node: str) -> int:
    return int(asked_at(case, node)["officers"])


def item_values(case: Case, node: str, found: Mapping[str, str]) -> dict[str, object]:
    """Every item as a typed value.

    Raises:
        ReasonMissing: an item is missing or cannot be read; the sentence names the first one.
    """
    values: dict[str, object] = {}
    for item in asked_at(case, node)["items"]:
        values[item["id"]], wrong = read_item(item, found.get(item["id"], ""))
        if wrong:
            raise ReasonMissing(f"{item['label']}：{wrong}", "每一项都写现场看到、量到或者数到的情况。")
    return values


def read_item(item: Mapping[str, Any], typed: str) -> tuple[object, str]:
    """One finding as a typed value, and what is wrong with it: empty when it can be taken."""
    taken = take_in(Field(key=item["id"], label=item["label"], type=item["type"]), [typed])
    if taken.failure or taken.value in (None, ""):
        return None, taken.failure or "还没有填"
    if item.get("options") and taken.value not in item["options"]:
        return None, f"从{'、'.join(item['options'])}里选"
    if "min" in item and Decimal(str(taken.value)) < item["min"]:
        return None, f"不能小于 {item['min']}"
    return taken.value, ""


def finish(officer: Account, case: Case, task: Task, row: Inspection, now: datetime) -> None:
    """The record counts from now on: its items become facts, and the process goes on."""
    row.confirmed_at = now
    row.save(update_fields=["confirmed_at"])
    names = "、".join(one.name for one in (row.recorded_by, row.second) if one is not None)
    for name, value in row.found.items():
        CaseFact.objects.update_or_create(
            case=case,
            name=name,
            defaults={
                "value": value,
                "source": f"{task.name}（{names}）"[:200],
                "as_of": row.visited_at,
                "doubt": "",
                "gathered_at": now,
            },
        )
    actor = officer.actor(now)
    add_step(case, "inspected", by=actor, now=now, note=f"{task.name}：{names}")
    record(actor, "confirm-inspection", object_kind="case", object_ref=case.number, at=now)
    complete_task(actor=actor, task=task, outcome=DONE, variables={}, now=now)
