"""What Chinese pages say of each change, to the letter."""

import re

import pytest

from tests.strings import catalogue, sources
from yimen.engines.service.diff.tests.examples import EXAMPLES, Example
from yimen.engines.service.diff.words import Listed, Message, Short, Words, in_chinese, message, told

DIFF = catalogue.ROOT / "engines" / "service" / "diff"


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.sentence)
def test_a_change_is_told_in_this_sentence(one: Example) -> None:
    assert one.sentence in [change.sentence for change in one.changes()]


def test_every_sentence_of_the_program_has_an_example() -> None:
    needed = {text for path in DIFF.glob("*.py") for text, _ in sources.messages(path) if "%(" in text}
    changes = [change for one in EXAMPLES for change in one.changes() if change.sentence == one.sentence]
    assert len(needed) > 25
    assert needed - {text for change in changes for text in texts(change.words)} == set()


def texts(words: Words) -> set[str]:
    match words:
        case Message(text, values):
            return {text}.union(*map(texts, values.values()))
        case Listed(parts, _):
            return set().union(*map(texts, parts))
        case Short(inside, _):
            return texts(inside)
    return set()


ENGLISH = {
    "%(place)s从“%(was)s”改成“%(now)s”": "%(place)s: from “%(was)s” to “%(now)s”",
    "%(one)s、%(next)s": "%(one)s, %(next)s",
    "收费": "Fee",
}


def in_english(text: str) -> str:
    return ENGLISH.get(text, text)


def test_each_value_is_a_piece_by_itself_in_the_language_of_the_reader() -> None:
    words = message("%(place)s从“%(was)s”改成“%(now)s”", place="收费", was="不收", now=Listed(("收费", "十元"), "、"))
    assert told(words, in_english) == ("Fee", ": from “", "不收", "” to “", "Fee", ", ", "十元", "”")
    assert in_chinese(words) == "收费从“不收”改成“收费、十元”"


def test_what_a_value_says_is_never_taken_for_a_place() -> None:
    words = message("%(place)s从“%(was)s”改成“%(now)s”", place="%(was)s", was="100%", now="{now}%s")
    assert in_chinese(words) == "%(was)s从“100%”改成“{now}%s”"


@pytest.mark.parametrize("text", ["", " ", "一", "一\n\n 二  三 ", "字" * 60, "字" * 61, "字 " * 61, "　全　角　"])
@pytest.mark.parametrize("parts", [1, 2, 3])
def test_what_is_cut_is_one_line_of_sixty_signs_in_however_many_pieces(text: str, parts: int) -> None:
    at = -(-len(text) // parts)
    pieces = tuple(text[n : n + at] for n in range(0, len(text), at)) if text else ("",)
    plain = " ".join(text.split())
    expected = plain if len(plain) <= 60 else f"{plain[:59]}…"
    assert in_chinese(Short(Listed(pieces, ""))) == expected


def test_english_may_take_twice_the_room_and_is_cut_there() -> None:
    assert told(Short("字" * 70), lambda _: "w" * 100) == ("w" * 100,)
    assert told(Short("字" * 70), lambda _: "w" * 140) == ("w" * 119, "…")
    assert re.fullmatch("字{59}…", "".join(told(Short("字" * 70), in_english)))
