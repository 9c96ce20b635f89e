"""开办餐饮店 in the browser: what 陈静 hands in, by the answers of the service's own scenario; who the officers are."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.journeys import food, walk
from yimen.engines import service as engine
from yimen.ground.files.tests import uploads

SERVICE = "open-restaurant"
SERVICES = Path(__file__).resolve().parents[2] / "services"
DRAWING = {"name": "图.png", "mimeType": "image/png", "buffer": uploads.png()}
# The place of each part in the service gives its case the last digit.
PLACES = {"food": 1, "fire-commitment": 2, "fire-inspection": 3, "sign": 4, "tobacco": 5, "drain": 6}
OFFICERS: Mapping[str, tuple[str, str]] = {
    "fire-inspection": ("秦朗", "韩雪"),
    "sign": ("陆平", "梁静"),
    "tobacco": ("贺东", "丁敏"),
    "drain": ("沈涛", "许兰"),
}


def the_service() -> engine.Service:
    folders = {path.parent.name: path.parent for path in SERVICES.glob("*/*/service.yaml")}
    return engine.read_folder(folders[SERVICE], lambda slug: engine.read_folder(folders[slug]))


def answers(scenario: str, **instead: Any) -> dict[str, Any]:
    """What a scenario of the service answers."""
    found = next(one for one in the_service().scenarios if one.file == f"scenarios/{scenario}.yaml")
    return {**found.given.answers, **instead}


def submitted(applicant: Page, told: Mapping[str, Any]) -> str:
    """Fill the one form, hand in each paper once, submit; the number of the whole."""
    number = begun(applicant)
    for section in the_service().form.sections:
        typed = _typed({field.key: told[field.key] for field in section.fields if told.get(field.key) is not None})
        keys = [field.key for field in section.fields]
        saved = walk.post(applicant, f"/apply/{number}/{section.id}/", page="a-page", seen="", field=keys, **typed)
        assert saved.ok, section.id
    hand_in(applicant, number)
    assert walk.post(applicant, f"/apply/{number}/check/", promise="yes").url.endswith(f"/cases/{number}/")
    return number


def begun(applicant: Page) -> str:
    applicant.goto(f"/s/{SERVICE}/begin/")
    applicant.get_by_role("button", name="好，开始填").click()
    applicant.wait_for_url("**/apply/**")
    return applicant.url.rstrip("/").rsplit("/", 1)[1]


def hand_in(applicant: Page, number: str) -> None:
    """A drawing for every paper that is asked for."""
    page = applicant.request.get(f"/apply/{number}/materials/").text()
    for name in sorted(set(re.findall(r'name="file-(m\d+)"', page))):
        token = applicant.locator("[name=csrfmiddlewaretoken]").first.input_value()
        form = {f"file-{name}": DRAWING, "upload": name, "csrfmiddlewaretoken": token}
        assert applicant.request.post(f"/apply/{number}/materials/", multipart=form).ok


def lane(page: Page, number: str, part: str) -> food.Desk:
    """An officer before one part."""
    return food.Desk(page, f"{number}-{PLACES[part]}")


def _typed(given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in given.items():
        if isinstance(value, dict):
            found |= {f"{key}.{name}": text for name, text in value.items()}
        elif isinstance(value, bool):
            found[key] = str(value).lower()
        else:
            found[key] = value if isinstance(value, list) else str(value)
    return found
