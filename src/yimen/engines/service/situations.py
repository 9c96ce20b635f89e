"""The guiding questions before the form: what may be answered, what follows from it, which are left out."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from yimen.engines import forms
from yimen.engines.feel import Expression, FeelError, Value, compile_expression
from yimen.engines.forms.model import NUMBERS
from yimen.engines.problem import Problem
from yimen.engines.service.meta import Choice, Situation
from yimen.engines.service.model import Service


def asked(service: Service, answers: Mapping[str, object], today: date) -> list[Situation]:
    """The questions that these answers leave: one about a field that the form will surely not ask is left out."""
    known = forms.facts(service.form, answers, today)
    return [one for one in service.meta["situations"] if not _left_out(service, one, known)]


def _left_out(service: Service, situation: Situation, known: Mapping[str, Value]) -> bool:
    field = service.form.fields.get(situation.get("field", ""))
    if field is None or not field.conditions:
        return False
    # What was not answered yet, or not surely, leaves every question open.
    return all(
        all(known.get(name) is not None for name in condition.names) and condition.evaluate(known).value is not True
        for condition in field.conditions
    )


def read_answer(service: Service, situation: Situation, text: str, today: date) -> forms.Taken:
    """An answer as it came in: a number as the form stores it, else the value of one of the answers.

    ``failure`` says what is wrong; then the value is nothing to go by.
    """
    if "number" in situation:
        return forms.take_alone(_number_field(service, situation), text, today)
    for one in situation["answers"]:
        if text == word_of(one["value"]):
            return forms.Taken(one["value"], None, text)
    return forms.Taken(None, "选一个答案", text)


def word_of(value: object) -> str:
    """The value of an answer as an address carries it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def follows(situation: Situation, value: object) -> Choice | None:
    """The first answer of the question that this value is; of a number the first whose condition it meets."""
    if "number" not in situation:
        return next((one for one in situation["answers"] if one["value"] == value), None)
    known = {_name(situation): fact_of(situation, value)}
    return next((one for one in situation["answers"] if _compiled(one["when"]).evaluate(known).value is True), None)


def fact_of(situation: Situation, value: object) -> Value:
    """The answer as the rules know it: a number exactly, with all its places."""
    return Decimal(str(value)) if "number" in situation else value


def _number_field(service: Service, situation: Situation) -> forms.Field:
    """The field that the number answers; a fact of a register has none, and is never below zero."""
    own = service.form.fields.get(situation.get("field", ""))
    return own or forms.Field(key=_name(situation), label=situation["question"], type="decimal", min=Decimal(0))


def _name(situation: Situation) -> str:
    return situation.get("field") or situation.get("fact", "")


@lru_cache(maxsize=256)
def _compiled(text: str) -> Expression:
    return compile_expression(text)


def check(service: Service) -> Iterator[Problem]:
    """Each question is about something that is known, and each of its answers is one that it can have."""
    for situation in service.meta["situations"]:
        yield from faults(service, situation)


def faults(service: Service, situation: Situation) -> Iterator[Problem]:
    """What is wrong with one question; what else is known of it counts only when there is nothing."""
    place = f"service.yaml#situations/{situation['id']}"
    field, fact = situation.get("field"), situation.get("fact")
    if bool(field) == bool(fact):
        yield Problem(place, "要写 field 或者 fact，二者写一个。")
    elif fact and fact not in {one["name"] for one in service.meta["facts"]}:
        yield Problem(place, f"{fact} 没有写在 facts 里。")
    elif field and field not in service.form.fields:
        yield Problem(place, f"表单里没有 {field}。")
    else:
        yield from _answers(service, situation, place)


def _answers(service: Service, situation: Situation, place: str) -> Iterator[Problem]:
    field = service.form.fields.get(situation.get("field", ""))
    wanted, other = ("when", "value") if "number" in situation else ("value", "when")
    if "number" in situation and field is not None and field.type not in NUMBERS:
        yield Problem(place, f"问的是数字，{field.key} 却是 {field.type}，", f"换成 {'、'.join(sorted(NUMBERS))}。")
    for answer in situation["answers"]:
        if wanted not in answer or other in answer:
            kind = "number 的答案写 when" if wanted == "when" else "选一个的答案写 value"
            yield Problem(place, f"“{answer['label']}”要写 {wanted}，不写 {other}，", f"{kind}。")
        elif wanted == "when":
            yield from _condition(situation, answer, place)
        elif field is not None and field.options and answer["value"] not in {one.value for one in field.options}:
            yield Problem(place, f"{answer['value']} 不是 {field.key} 的选项。")


def _condition(situation: Situation, answer: Choice, place: str) -> Iterator[Problem]:
    try:
        names = _compiled(answer["when"]).names
    except FeelError as error:
        yield Problem(place, f"when 第 {error.column} 列：{error.sentence}", f"（{answer['when']}）")
        return
    for name in sorted(names - {_name(situation)}):
        yield Problem(place, f"“{answer['label']}”的 when 用到了 {name}，", f"这里只知道 {_name(situation)}。")
