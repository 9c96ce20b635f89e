"""Answers as FEEL values: dates, decimals, contexts; a question that is not asked, or not answered, is null."""

from collections.abc import Mapping
from datetime import date

from yimen.engines.feel import Value
from yimen.engines.forms.model import Form
from yimen.engines.forms.visible import look


def facts(form: Form, answers: Mapping[str, object], today: date) -> dict[str, Value]:
    """Everything the rules may know from this form: answers of asked questions, derived values, ``today``."""
    return look(form, answers, today)[1]
