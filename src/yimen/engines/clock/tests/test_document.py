"""``docs/concepts/clock.md`` says what the engine says."""

from pathlib import Path

import pytest

from yimen.engines.clock import StopRefused, permit_stops

from . import story

DOCUMENT = Path(__file__).parents[5] / "docs" / "concepts" / "clock.md"


@pytest.fixture(scope="module")
def text():
    return DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", range(3))
def test_each_table_is_what_the_engine_explains(text, number):
    assert story.tables()[number] in text


def test_the_tables_name_every_event_of_the_story(text):
    shown = "\n".join(story.tables())
    assert all(event in shown for event in (*story.ANSWER_EVENTS.values(), *story.EVENTS.values()))
    assert text.count("日 周") == shown.count("日 周")


def test_each_last_day_it_names_is_computed(text):
    for name, last in story.days_told().items():
        assert f"| {name} | {last.month}月{last.day}日 |" in text


@pytest.mark.parametrize("kind", ["补正", "现场核查", "公示", "集体研究", "征求意见", "等待其他部门", "技术挂起"])
def test_it_quotes_the_refusals_word_by_word(text, kind):
    with pytest.raises(StopRefused) as refused:
        permit_stops().rule_for(kind)
    own_words = str(refused.value).split("行政许可只有")[0]
    assert f"| {kind} | {own_words} |" in text
