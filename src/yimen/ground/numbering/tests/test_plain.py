from datetime import date

import pytest
from django.db import transaction

from yimen.engines.service.numbers import PatternError
from yimen.ground.numbering.models import Serial
from yimen.ground.numbering.plain import new_plain_number

pytestmark = pytest.mark.django_db
FIRE, DRAIN = "云消安检字〔{year}〕第{serial:4}号", "云排许字〔{year}〕第{serial:4}号"
DAY = date(2026, 11, 20)


def number(pattern: str = FIRE, region: str = "990181", on: date = DAY) -> str:
    return new_plain_number(pattern=pattern, region=region, on=on)


def test_each_pattern_counts_for_itself_and_begins_anew_each_year() -> None:
    assert [number(), number(), number(DRAIN)] == [
        "云消安检字〔2026〕第0001号",
        "云消安检字〔2026〕第0002号",
        "云排许字〔2026〕第0001号",
    ]
    assert number(on=date(2027, 1, 1)) == "云消安检字〔2027〕第0001号"
    assert number(on=date(2026, 12, 31)) == "云消安检字〔2026〕第0003号"


def test_a_pattern_with_the_place_counts_for_each_place_and_without_the_year_for_ever() -> None:
    tobacco = "{place}{serial:6}"
    assert number(tobacco) == "990181000001"
    assert number(tobacco, region="990182") == "990182000001"
    assert number(tobacco, on=date(2030, 1, 1)) == "990181000002"


def test_a_number_that_was_rolled_back_is_given_out_again() -> None:
    number()
    with pytest.raises(ValueError, match="refused"), transaction.atomic():
        assert number() == "云消安检字〔2026〕第0002号"
        raise ValueError("refused")
    assert number() == "云消安检字〔2026〕第0002号"


def test_the_longest_pattern_fits_and_a_malformed_one_uses_up_nothing() -> None:
    longest = "字" * 25 + "{place}{serial}"
    assert number(longest) == "字" * 25 + "9901811"
    with pytest.raises(PatternError):
        number("没有流水号")
    assert Serial.objects.count() == 1
