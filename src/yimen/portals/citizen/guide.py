"""情形引导: one question at a time, no sign-in; the answers travel in the address, so a result can be shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yimen.engines.service import (
    Part,
    Service,
    Situation,
    chosen_parts,
    material_reasons,
    needed_materials,
    situations,
)
from yimen.engines.service.situations import fact_of, follows, read_answer, word_of

UNSURE = "unsure"
# Ways to get a material that leave work to the applicant.
BROUGHT = ("upload", "tolerate")


@dataclass(frozen=True, slots=True)
class Step:
    """One situation with its place among those that the answers so far leave."""

    number: int
    total: int
    situation: Situation

    @property
    def is_number(self) -> bool:
        return "number" in self.situation

    @property
    def unit(self) -> str:
        return self.situation["number"]["unit"] if self.is_number else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the result sheet: what was asked, what was answered (a number with its unit), what follows."""

    question: str
    answer: str
    unit: str
    then: str


def next_step(service: Service, told: Mapping[str, str], today: date) -> Step | None:
    """The first situation that has not been answered; None when all are."""
    left = situations.asked(service, _answers(service, told, today), today)
    for number, situation in enumerate(left, start=1):
        if situation["id"] not in told:
            return Step(number, len(left), situation)
    return None


def choices(step: Step) -> list[dict[str, str]]:
    """The answers of a question, each with what follows from it; not being sure is always allowed.

    Of a number they say what follows from which; ``value`` is empty then.
    """
    found = [
        {"value": "" if step.is_number else word_of(one["value"]), "label": one["label"], "then": one["then"]}
        for one in step.situation["answers"]
    ]
    return found if step.is_number else [*found, {"value": UNSURE, "label": "还不确定", "then": ""}]


def read_told(service: Service, query: Mapping[str, str], today: date) -> dict[str, str]:
    """Answers by situation id, numbers as they are stored; anything that cannot be an answer is dropped, and what is
    not asked after the other answers."""
    told = {}
    for situation in service.meta["situations"]:
        given = query.get(situation["id"], "")
        taken = read_answer(service, situation, given, today) if given not in ("", UNSURE) else None
        if given == UNSURE:
            told[situation["id"]] = UNSURE
        elif taken is not None and taken.failure is None:
            told[situation["id"]] = word_of(taken.value)
    left = {one["id"] for one in situations.asked(service, _answers(service, told, today), today)}
    return {id: given for id, given in told.items() if id in left}


def failure_of(service: Service, step: Step, query: Mapping[str, str], today: date) -> str:
    """What is wrong with the answer to this question, as it was sent."""
    given = query.get(step.situation["id"], "")
    if not step.is_number:
        return "选一个答案；拿不准就选“还不确定”"
    if not given.strip():
        return "填一个数；拿不准就点“还不确定”"
    return read_answer(service, step.situation, given, today).failure or ""


def materials(service: Service, told: Mapping[str, str], today: date) -> list[Mapping[str, Any]]:
    """The materials for what has been answered so far, by the same rules that decide the case; ``why`` says which rule
    asks for it."""
    answers, facts = _answers(service, told, today), _facts(service, told, today)
    ids = needed_materials(service, answers, facts, today)
    why = material_reasons(service, answers, facts, today)
    return [{**one, "why": why.get(one["id"])} for one in service.meta["materials"] if one["id"] in ids]


def parts(service: Service, told: Mapping[str, str], today: date) -> tuple[Part, ...]:
    """Of a joint service the parts that are needed for what has been answered so far."""
    return chosen_parts(service, _answers(service, told, today), today)


def advice(service: Service, told: Mapping[str, str], today: date) -> list[Line]:
    """Every answered question with what follows from the answer."""
    values = _values(service, told, today)
    return [
        _line(situation, values[situation["id"]])
        for situation in service.meta["situations"]
        if situation["id"] in values
    ]


def _line(situation: Situation, value: object) -> Line:
    question = situation["question"]
    if value is None:
        return Line(question, "还不确定", "", "填表时再选，我们会按您的选择算清楚要什么")
    found = follows(situation, value)
    then = found["then"] if found else ""
    if "number" in situation:
        return Line(question, word_of(value), situation["number"]["unit"], then)
    return Line(question, found["label"] if found else "", "", then)


def answers_told(service: Service, query: Mapping[str, str], today: date) -> dict[str, object]:
    """What the guide was told, as answers of the form."""
    return _answers(service, read_told(service, query, today), today)


def _values(service: Service, told: Mapping[str, str], today: date) -> dict[str, object]:
    """By situation what was answered; None: not sure."""
    return {
        one["id"]: None if told[one["id"]] == UNSURE else read_answer(service, one, told[one["id"]], today).value
        for one in service.meta["situations"]
        if one["id"] in told
    }


def _answers(service: Service, told: Mapping[str, str], today: date) -> dict[str, object]:
    values = _values(service, told, today)
    return {
        one["field"]: values[one["id"]]
        for one in service.meta["situations"]
        if "field" in one and values.get(one["id"]) is not None
    }


def _facts(service: Service, told: Mapping[str, str], today: date) -> dict[str, object]:
    values = _values(service, told, today)
    return {
        one["fact"]: fact_of(one, values[one["id"]])
        for one in service.meta["situations"]
        if "fact" in one and values.get(one["id"]) is not None
    }
