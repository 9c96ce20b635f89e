"""The table on the pages, as a browser without JavaScript gets and sends them."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of, person_of
from tests.forms import page, table
from tests.forms.test_on_the_server import OWN
from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of
from yimen.domains.catalogue.queries import current_version
from yimen.ground.accounts.models import Account
from yimen.ground.calendar.moment import legal_day

SHEETS = table.sheets(OWN)


@pytest.fixture(autouse=True)
def on_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.config.middleware.now", lambda: NOW)


@pytest.mark.parametrize("sheet", SHEETS, ids=[one.name for one in SHEETS])
def test_the_page_says_what_the_table_says(cast: Cast, sheet: table.Sheet) -> None:
    wang_jian = Account.objects.get(login="15400000007")
    version = current_version(sheet.service)
    case = start_draft(
        actor=wang_jian.actor(NOW), person=person_of(wang_jian), account=wang_jian, version=version, told={}, now=NOW
    )
    browser = browser_of(wang_jian)
    for section, told in sheet.given.items():
        _filled(browser, _path(case, section), (told,))
    for fill in sheet.fills:
        path = _path(case, sheet.section)
        _emptied(browser, case, sheet.section)
        before = _answers(case)
        shown, wrong = _filled(browser, path, fill.types)
        assert (fill.says, shown.asks) == (fill.says, set(fill.asks))
        assert (fill.says, wrong) == (fill.says, fill.wrong)
        # The browser must not refuse, or cut off, what the server would take or explain.
        assert shown.limits == []
        _compare(case, shown, fill, before)


def _compare(case: Case, shown: page.Page, fill: table.Fill, before: Mapping[str, object]) -> None:
    answers = _answers(case)
    assert {key: answers.get(key) for key in fill.keeps} == fill.keeps
    told = {key for step in fill.types for key in step}
    for key in answers.keys() - told:
        assert answers[key] == before.get(key, answers[key]), f"nobody answered {key}"
    for key in fill.keeps.keys() & shown.asks:
        assert shown.value(key) == table.sent(fill.keeps[key]), key
    assert table.known(form_of(case), answers, fill.knows, legal_day(NOW)) == fill.knows


def _path(case: Case, section: str) -> str:
    return reverse("cases:section", args=[case.number, section])


def _answers(case: Case) -> Mapping[str, object]:
    found: Mapping[str, object] = Case.objects.values_list("answers", flat=True).get(pk=case.pk)
    return found


def _emptied(browser: Client, case: Case, section: str) -> None:
    path = _path(case, section)
    shown = page.read(browser.get(path).content.decode())
    shown.empty(field.key for field in form_of(case).section(section).fields)
    _send(browser, path, shown)


def _filled(browser: Client, path: str, steps: tuple[table.Typed, ...]) -> tuple[page.Page, Mapping[str, str]]:
    """Type, and save whenever something is to be answered that does not stand there yet; the page as it is in the end,
    and what it says."""
    shown = page.read(browser.get(path).content.decode())
    for step in steps:
        for key, raw in step.items():
            if key not in shown.asks:
                shown = _send(browser, path, shown)[0]
            shown = _typed(browser, path, shown, key, raw)
    for _ in range(5):
        shown, status = _send(browser, path, shown)
        if status != 200:
            return (shown, shown.told) if status == 422 else (page.read(browser.get(path).content.decode()), {})
        assert shown.told == {}, "a question that has just come up is called wrong"
    raise AssertionError("it asks and asks")


def _typed(browser: Client, path: str, shown: page.Page, key: str, raw: Any) -> page.Page:
    """A row of a table comes when the button is pressed; one with nothing in it does not stay."""
    if not (isinstance(raw, list) and raw and isinstance(raw[0], dict)):
        shown.type(key, raw)
        return shown
    rows = [row for row in raw if any(row.values())]
    for at in range(len(rows)):
        if shown.rows(key) <= at:
            shown = _send(browser, path, shown, ("add_row", key))[0]
        shown.type(key, rows[: at + 1])
    return shown


def _send(browser: Client, path: str, shown: page.Page, *button: tuple[str, str]) -> tuple[page.Page, int]:
    told: dict[str, list[str]] = {}
    for name, value in shown.sends(*button):
        told.setdefault(name, []).append(value)
    answer = browser.post(path, told)
    return page.read(answer.content.decode()), answer.status_code
