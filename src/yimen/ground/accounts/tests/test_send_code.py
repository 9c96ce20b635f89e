from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.ground.accounts.actions.send_code import PER_DAY, VALID_FOR
from yimen.ground.accounts.errors import TooSoon
from yimen.ground.accounts.jobs import clear_old_codes
from yimen.ground.accounts.models import OneTimeCode
from yimen.ground.accounts.tests.make import FRESH, code_for
from yimen.ground.audit.models import Entry


def test_a_code_has_six_digits_and_only_its_hash_is_kept(cast: Cast) -> None:
    code = code_for()
    assert len(code) == 6
    assert code.isdigit()
    row = OneTimeCode.objects.get()
    assert code not in row.code_hash
    assert row.expires_at == NOW + VALID_FOR


def test_the_evidence_covers_the_middle_of_the_number(cast: Cast) -> None:
    code_for()
    assert Entry.objects.get(action="send-code").object_ref == "154****9999"


def test_the_next_code_needs_a_minute(cast: Cast) -> None:
    code_for()
    with pytest.raises(TooSoon, match="刚刚发过") as refusal:
        code_for(now=NOW + timedelta(seconds=59))
    assert "等 1 秒" in refusal.value.advice
    assert code_for(now=NOW + timedelta(seconds=60))


def test_another_number_need_not_wait(cast: Cast) -> None:
    code_for()
    assert code_for("15400008888")


def test_a_number_gets_ten_codes_within_a_day(cast: Cast) -> None:
    for minute in range(PER_DAY):
        code_for(now=NOW + timedelta(minutes=minute))
    with pytest.raises(TooSoon, match="10 次"):
        code_for(now=NOW + timedelta(hours=23))
    assert code_for(now=NOW + timedelta(hours=25))


def test_old_codes_are_deleted_when_they_no_longer_count(cast: Cast) -> None:
    code_for()
    assert clear_old_codes.call((NOW + timedelta(days=1)).isoformat()) == 0
    assert clear_old_codes.call((NOW + timedelta(days=2, seconds=1)).isoformat()) == 1
    assert not OneTimeCode.objects.filter(mobile=FRESH).exists()
