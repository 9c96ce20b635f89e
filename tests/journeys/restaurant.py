"""开办餐饮店 in the browser: what 陈静 hands in, by the answers of the service's own scenario."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.journeys import walk
from yimen.engines import service as engine
from yimen.ground.files.tests import uploads

SERVICE = "open-restaurant"
SERVICES = Path(__file__).resolve().parents[2] / "services"
DRAWING = {"name": "图.png", "mimeType": "image/png", "buffer": uploads.png()}
# The place of each part in the service gives its case the last digit.
PLACES = {"food": 1, "fire-commitment": 2, "fire-inspection": 3, "sign": 4, "tobacco": 5, "drain": 6}


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
        given = typed({field.key: told[field.key] for field in section.fields if told.get(field.key) is not None})
        keys = [field.key for field in section.fields]
        saved = walk.post(applicant, f"/apply/{number}/{section.id}/", page="a-page", seen="", field=keys, **given)
        assert saved.ok, section.id
    hand_in(applicant, number)
    assert walk.post(applicant, f"/apply/{number}/check/", promise="yes").url.endswith(f"/cases/{number}/")
    return number


# Four parts: no drainage; fire safety is looked at before.
ANSWERS: Mapping[str, Any] = {
    key: value
    for key, value in answers("everything-with-inspection", needs_drain=False).items()
    if value not in (None, "", []) and not key.startswith(("drain_", "oil_"))
}


def begun(applicant: Page) -> str:
    applicant.goto(f"/s/{SERVICE}/begin/")
    applicant.get_by_role("button", name="好，开始填").click()
    applicant.wait_for_url("**/apply/**")
    return applicant.url.rstrip("/").rsplit("/", 1)[1]


def hand_in(applicant: Page, number: str, *, but: str = "") -> None:
    """A drawing for every paper that is asked for, except one."""
    page = applicant.request.get(f"/apply/{number}/materials/").text()
    for material in sorted(set(re.findall(r'name="file-(m\d+)"', page)) - {but}):
        walk.post_file(applicant, f"/apply/{number}/materials/", material, DRAWING)


def typed(given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in given.items():
        if isinstance(value, dict):
            found |= {f"{key}.{name}": text for name, text in value.items()}
        elif isinstance(value, bool):
            found[key] = str(value).lower()
        else:
            found[key] = value if isinstance(value, list) else str(value)
    return found
