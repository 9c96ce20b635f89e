"""The catalogue of strings: complete, in English, compiled, and nothing in Chinese stands outside it."""

import re
from pathlib import Path

import pytest

from tests.strings import catalogue, templates
from yimen.ground.language import compiled

PLACE = re.compile(r"%\(\w+\)s|\{\w*\}")
ELEMENT = re.compile(r"</?\w+")
NEEDED = catalogue.needed()
KEPT = catalogue.kept()
# The name of the other language stands in its own words.
UNMARKED = {"ui/templates/ym/components/util_bar.html": ["中文"]}
REMAKE = "run make strings, then write the English in locale/en/LC_MESSAGES/django.po and run it again"


def english(message: str) -> list[str]:
    entry = KEPT[message]
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_string_of_code_and_templates_is_in_the_catalogue_and_nothing_else() -> None:
    assert NEEDED.keys() - KEPT.keys() == set(), REMAKE
    assert KEPT.keys() - NEEDED.keys() == set(), REMAKE


def test_every_string_has_its_english() -> None:
    assert [message for message in NEEDED if message in KEPT and not all(english(message))] == []


def test_english_keeps_the_places_and_elements_of_the_chinese() -> None:
    """A place that the Chinese does not have would stop the page; one that is left out would hide something."""
    wrong = [
        message
        for message in KEPT
        for text in english(message)
        if set(PLACE.findall(text)) != set(PLACE.findall(message)) or ELEMENT.findall(text) != ELEMENT.findall(message)
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_what_the_catalogue_compiles_to(tmp_path: Path) -> None:
    book = catalogue.merged()
    book.save_as_mofile(str(tmp_path / "django.mo"))
    assert (tmp_path / "django.mo").read_bytes() == catalogue.MO.read_bytes(), REMAKE


def test_the_catalogue_is_written_the_same_way_each_time(tmp_path: Path) -> None:
    catalogue.merged().save(str(tmp_path / "django.po"))
    written = (tmp_path / "django.po").read_text(encoding="utf-8")
    assert written == catalogue.PO.read_text(encoding="utf-8"), REMAKE
    assert "-Date:" not in written


def test_what_pages_read_is_what_the_catalogue_says() -> None:
    read = compiled.read(catalogue.MO)
    assert {message: text for message, text in read.items() if message in KEPT} == {
        message: english(message)[-1] for message in KEPT
    }


@pytest.mark.parametrize("path", list(catalogue.shown_templates()), ids=lambda path: path.stem)
def test_no_chinese_stands_unmarked_in_a_template(path: Path) -> None:
    known = UNMARKED.get(path.relative_to(catalogue.ROOT).as_posix(), [])
    assert templates.unmarked(path) == known


def test_each_template_of_a_citizens_page_is_looked_at() -> None:
    """A template that lies in a folder of citizens' pages is in the list, or named here as one for officers."""
    listed = set(catalogue.shown_templates())
    folders = {path.parent for path in listed}
    others = {path.name for folder in folders for path in folder.glob("*.html") if path not in listed}
    assert others == OFFICERS


OFFICERS = {
    *(
        "overview.html",
        "entries.html",
        "entry.html",
        "compare.html",
        "findings.html",
        "reform.html",
        "merge.html",
        "split.html",
        "recode.html",
        "without_cases.html",
    ),
    *("alive.html", "alive_record.html", "alive_rows.html", "changes.html", "entitlement.html", "list.html"),
    *("lists.html", "soon.html", "follow_up.html", "follow_ups.html", "design.html", "design_polling.html"),
    *("alarm.html", "alarm_rows.html", "alarms.html", "gaps.html"),
    *("lacks.html", "downloads.html"),
    *("overview.html", "entries.html", "entry.html", "compare.html", "findings.html", "reform.html"),
    *("draft.html", "review.html", "desk_versions.html", "problems.html"),
}
