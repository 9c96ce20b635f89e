"""The two pages of a rating: the questions, and the thanks with what is done about it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from yimen.domains.evaluation.grades import Grade
from yimen.domains.evaluation.models import Rating
from yimen.domains.evaluation.opinions import Opinion, grade_of, read_opinion
from yimen.domains.evaluation.present import (
    grade_choices,
    history_of,
    next_words,
    phone_spec,
    reasons_spec,
    summary_of,
    text_spec,
    told_of,
)
from yimen.domains.evaluation.queries import why_no_change
from yimen.ground.accounts import gate
from yimen.ground.errors import Fault

Page = Mapping[str, Any]


def opinion_in(sent: QueryDict) -> Opinion:
    """The opinion that was sent. Raises Incomplete."""
    return read_opinion(
        grade=sent.get("grade", ""),
        reasons=sent.getlist("reasons"),
        text=sent.get("text", ""),
        phone=sent.get("phone", ""),
    )


def questions(
    request: gate.Visit,
    page: Page,
    sent: QueryDict,
    *,
    rating: Rating | None = None,
    act: str = "rate",
    faults: Sequence[Fault] = (),
) -> HttpResponse:
    """The form with what was typed, or with the rating that is to be changed; at first nothing is chosen.

    With script the reasons change with the grade, and only they are sent; without, a button brings them.
    """
    typed = _typed(sent, rating)
    chosen: Grade | None = typed["grade"]
    told = told_of(faults)
    shown = {
        **page,
        "act": act,
        "errors": summary_of(faults),
        "told": told,
        "grades": grade_choices(chosen),
        "reasons": reasons_spec(chosen, typed["reasons"]) if chosen else None,
        "phone": phone_spec(typed["phone"], told) if chosen and chosen.is_bad else None,
        "text": text_spec("text", "想说的话", "写事情就好，不用写姓名和证件号码", typed["text"], told, required=False),
    }
    part = bool(request.htmx) and "show" in sent
    template = "evaluation/reasons.html" if part else "evaluation/rate.html"
    return render(request, template, shown, status=422 if faults else 200)


def thanks(
    request: gate.Visit, page: Page, rating: Rating, *, remark: str = "", faults: Sequence[Fault] = ()
) -> HttpResponse:
    """What was said, what happens next and by when, what can still be done."""
    follow_up = rating.follow_up
    told = told_of(faults)
    shown = {
        **page,
        "rating": rating,
        "follow_up": follow_up,
        "history": history_of(follow_up) if follow_up else [],
        "next": next_words(follow_up) if follow_up else "",
        "can_change": not why_no_change(rating, follow_up, request.now),
        "errors": summary_of(faults),
        "remark": text_spec("remark", "追评", "只能写一次，写好不能改", remark, told),
    }
    return render(request, "evaluation/rated.html", shown, status=422 if faults else 200)


def _typed(sent: QueryDict, rating: Rating | None) -> dict[str, Any]:
    if rating is not None and not sent:
        return {"grade": Grade(rating.grade), "reasons": rating.reasons, "text": rating.text, "phone": rating.phone}
    return {
        "grade": grade_of(sent.get("grade", "")),
        "reasons": sent.getlist("reasons"),
        "text": sent.get("text", ""),
        "phone": sent.get("phone", ""),
    }
