"""The table of ``tests/forms`` in a browser with script: what comes up while one types, and what is said."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.forms import page as pages
from tests.forms import table
from tests.journeys import walk
from tests.journeys.conftest import Enter

SHEETS = table.sheets(walk.HE_TING[2])
SERVICES = tuple(dict.fromkeys(sheet.service for sheet in SHEETS))
ASKED = """() => {
  const seen = new Set(), open = one => one.type != 'hidden' && one.name && one.checkVisibility();
  for (const one of document.querySelectorAll('#questions :is(input, select, textarea)'))
    if (open(one)) seen.add(one.name.split('.')[0]);
  for (const one of document.querySelectorAll('#questions button[name=say_wrong]')) seen.add(one.value);
  return [...seen].sort();
}"""
SAID = """() => Object.fromEntries([...document.querySelectorAll('#questions .err')].map(one =>
  [one.id.slice(2, -2), one.innerText.replace('错误：', '').trim()]))"""


@pytest.mark.parametrize("service", SERVICES)
def test_the_browser_says_what_the_table_says(enter: Enter, service: str) -> None:
    page = enter(walk.HE_TING)
    number = _begun(page, service)
    form = table.service_of(service).form
    for sheet in (one for one in SHEETS if one.service == service):
        path = f"/apply/{number}/{sheet.section}/"
        for section, told in sheet.given.items():
            _sent(page, f"/apply/{number}/{section}/", told)
        for fill in sheet.fills:
            _emptied(page, path, form.section(sheet.section).fields)
            _filled(page, path, fill)
        _emptied(page, path, form.section(sheet.section).fields)


def _begun(page: Page, service: str) -> str:
    page.goto(f"/s/{service}/begin/")
    page.get_by_role("button", name="好，开始填").click()
    page.wait_for_url("**/apply/**")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def _filled(page: Page, path: str, fill: table.Fill) -> None:
    page.goto(path)
    for step in fill.types:
        for key, raw in step.items():
            _type(page, key, raw)
    asks = sorted(fill.asks)
    try:
        page.wait_for_function(f"asks => String(({ASKED})()) === asks", arg=",".join(asks), timeout=5000)
    except TooLate:
        assert (fill.says, page.evaluate(ASKED)) == (fill.says, asks)
    if not asks:
        return
    walk.go_on(page)
    on = not page.url.endswith(path)
    assert (fill.says, {} if on else page.evaluate(SAID)) == (fill.says, fill.wrong)
    shown = pages.read(page.request.get(path).text())
    for key in fill.keeps.keys() & shown.asks:
        assert shown.value(key) == table.sent(fill.keeps[key]), (fill.says, key)


def _type(page: Page, key: str, raw: Any) -> None:
    """As a person does; a question that an answer brings up is waited for."""
    if isinstance(raw, list) and not any(isinstance(one, dict) for one in raw):
        boxes = page.locator(f'input[name="{key}"]')
        expect(boxes.first).to_be_visible()
        for one in boxes.all():
            one.set_checked(one.get_attribute("value") in raw)
        return
    if isinstance(raw, list):
        expect(page.locator(f'[name^="{key}.0."]').first).to_be_visible()
        for _ in raw[1:]:
            page.locator(f'[data-add-row="{key}"]').click()
    for name, values in table.inputs(key, raw):
        field = page.locator(f'[name="{name}"]').first
        expect(field).to_be_visible()
        if field.get_attribute("type") == "radio":
            page.locator(f'input[name="{name}"][value="{values[0]}"]').check()
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(values[0])
        else:
            field.fill(values[0])
            field.blur()


def _sent(page: Page, path: str, told: Mapping[str, Any]) -> None:
    """What was answered on another page before, sent without drawing it."""
    for one in told:
        shown = pages.read(page.request.get(path).text())
        shown.type(one, told[one])
        _post(page, path, shown)


def _emptied(page: Page, path: str, fields: tuple[Any, ...]) -> None:
    shown = pages.read(page.request.get(path).text())
    shown.empty(field.key for field in fields)
    _post(page, path, shown)


def _post(page: Page, path: str, shown: pages.Page) -> None:
    body = urlencode(list(shown.sends()))
    answer = page.request.post(path, data=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status in (200, 422), (path, answer.status)
