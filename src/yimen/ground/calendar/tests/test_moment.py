from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from yimen.ground.calendar.moment import demo_day, legal_day, move_demo_clock, now

A_MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> None:
    settings.YIMEN_VAR = tmp_path  # type: ignore[attr-defined]
    settings.YIMEN_DEMO = True  # type: ignore[attr-defined]


def test_time_is_real_until_somebody_moves_it() -> None:
    assert abs(now() - datetime.now(UTC)) < A_MINUTE
    assert demo_day() is None


def test_a_demo_may_stand_in_the_next_month_and_says_so() -> None:
    move_demo_clock(timedelta(days=20))
    move_demo_clock(timedelta(days=11))
    assert abs(now() - datetime.now(UTC) - timedelta(days=31)) < A_MINUTE
    assert demo_day() == legal_day(datetime.now(UTC) + timedelta(days=31))


def test_nothing_sets_it_back_to_real_time() -> None:
    move_demo_clock(timedelta(days=20))
    move_demo_clock(timedelta(0))
    assert demo_day() is None


def test_the_time_of_a_real_city_cannot_be_moved(settings: object) -> None:
    move_demo_clock(timedelta(days=20))
    settings.YIMEN_DEMO = False  # type: ignore[attr-defined]
    assert abs(now() - datetime.now(UTC)) < A_MINUTE
    with pytest.raises(RuntimeError):
        move_demo_clock(timedelta(days=1))


def test_a_spoilt_file_moves_nothing(settings: object) -> None:
    (settings.YIMEN_VAR / "clock").write_text("soon")  # type: ignore[attr-defined]
    assert abs(now() - datetime.now(UTC)) < A_MINUTE
