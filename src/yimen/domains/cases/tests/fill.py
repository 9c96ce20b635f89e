"""Filling in through the pages, as a browser sends it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of
from yimen.domains.cases.tests import make_food
from yimen.engines.forms import Field
from yimen.ground.files.tests import uploads

DRAWING = ("布局图.png", uploads.png())


def post_sections(browser: Client, case: Case, answers: Mapping[str, Any]) -> None:
    """Every section filled in on its page and saved."""
    for part in form_of(case).sections:
        told: dict[str, Any] = {"field": [], "asked": [], "page": "one-page", "seen": ""}
        for field in part.fields:
            told["asked"].append(field.key)
            if field.key in answers:
                told["field"].append(field.key)
                told.update(_inputs(field, answers[field.key]))
        answer = browser.post(reverse("cases:section", args=[case.number, part.id]), told)
        assert answer.status_code == 302, answer.content.decode()


def fill_food(browser: Client, case: Case, **instead: Any) -> None:
    """Every section of the food licence, as the service's own scenario answers it."""
    post_sections(browser, case, make_food.typed(case, **instead))


def upload(browser: Client, path: str, material: str, *files: tuple[str, bytes], **more: str) -> HttpResponse:
    sent = [uploads.upload(content, name) for name, content in files]
    return browser.post(path, {f"file-{material}": sent, "upload": material, **more})


def _inputs(field: Field, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {f"{field.key}.{part}": text for part, text in value.items()}
    if isinstance(value, bool):
        return {field.key: "true" if value else "false"}
    return {field.key: [str(one) for one in value] if isinstance(value, list) else str(value)}
