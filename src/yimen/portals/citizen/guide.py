"""情形引导: one question at a time, no sign-in; the answers travel in the address, so a result can be shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yimen.engines.service import Part, Service, chosen_parts, needed_materials

UNSURE = "unsure"
# Ways to get a material that leave work to the applicant.
BROUGHT = ("upload", "tolerate")


@dataclass(frozen=True, slots=True)
class Step:
    """One situation with its place among all."""

    number: int
    total: int
    situation: Mapping[str, Any]


def next_step(service: Service, told: Mapping[str, str]) -> Step | None:
    """The first situation that has not been answered; None when all are."""
    situations = service.meta.get("situations", [])
    for number, situation in enumerate(situations, start=1):
        if situation["id"] not in told:
            return Step(number, len(situations), situation)
    return None


def choices(step: Step) -> list[dict[str, str]]:
    """The answers of a question, each with what follows from it; not being sure is always allowed."""
    found = [
        {"value": _word(one["value"]), "label": one["label"], "then": one.get("then", "")}
        for one in step.situation["answers"]
    ]
    return [*found, {"value": UNSURE, "label": "还不确定", "then": ""}]


def read_told(service: Service, query: Mapping[str, str]) -> dict[str, str]:
    """Answers by situation id; anything the service does not offer is dropped."""
    told = {}
    for situation in service.meta.get("situations", []):
        given = query.get(situation["id"], "")
        if given == UNSURE or given in {_word(answer["value"]) for answer in situation["answers"]}:
            told[situation["id"]] = given
    return told


def materials(service: Service, told: Mapping[str, str], today: date) -> list[Mapping[str, Any]]:
    """The materials for what has been answered so far, by the same rules that decide the case."""
    ids = needed_materials(service, _answers(service, told), _facts(service, told), today)
    return [one for one in service.meta["materials"] if one["id"] in ids]


def parts(service: Service, told: Mapping[str, str], today: date) -> tuple[Part, ...]:
    """Of a joint service the parts that are needed for what has been answered so far."""
    return chosen_parts(service, _answers(service, told), today)


def advice(service: Service, told: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Question, chosen answer, what follows from it; for the result sheet."""
    sheet = []
    for situation in service.meta.get("situations", []):
        given = told.get(situation["id"], "")
        answer = next((one for one in situation["answers"] if _word(one["value"]) == given), None)
        if answer is not None:
            sheet.append((situation["question"], answer["label"], answer.get("then", "")))
        elif given == UNSURE:
            sheet.append((situation["question"], "还不确定", "填表时再选，我们会按您的选择算清楚要什么"))
    return sheet


def answers_told(service: Service, query: Mapping[str, str]) -> dict[str, object]:
    """What the guide was told, as answers of the form."""
    return _answers(service, read_told(service, query))


def _answers(service: Service, told: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for situation in service.meta.get("situations", []):
        given = told.get(situation["id"])
        if given not in (None, UNSURE) and situation.get("field"):
            found[situation["field"]] = next(
                answer["value"] for answer in situation["answers"] if _word(answer["value"]) == given
            )
    return found


def _facts(service: Service, told: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for situation in service.meta.get("situations", []):
        given = told.get(situation["id"])
        if given not in (None, UNSURE) and situation.get("fact"):
            found[situation["fact"]] = next(
                answer["value"] for answer in situation["answers"] if _word(answer["value"]) == given
            )
    return found


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
