"""The stored form of a state."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.engines.bpmn import BpmnError, State, Token, start
from yimen.engines.feel import DaysTime, YearsMonths

from .make import chain, process

FOUND = process('<startEvent id="s"/><userTask id="t" ym:post="c"/><endEvent id="e"/>' + chain("s", "t", "e"))


def text(longest=None):
    """What may be kept: without NUL and halves of characters (``test_limits``)."""
    return st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=longest)


ZONES = st.sampled_from([None, UTC, ZoneInfo("Asia/Shanghai")])
SIMPLE = (
    st.none()
    | st.booleans()
    | st.integers()
    | text()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.datetimes(timezones=ZONES)
    | st.times(timezones=ZONES)
    | st.builds(YearsMonths, st.integers())
    | st.builds(DaysTime, st.integers())
)
KEYS = text(4) | st.sampled_from(["@date", "@context", "@zone", "@number"])
VALUES = st.recursive(SIMPLE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))


@given(st.dictionaries(text(5), VALUES, max_size=4))
def test_every_value_survives_being_stored(variables):
    state = start(FOUND, variables).state
    stored = json.loads(json.dumps(state.to_json(), allow_nan=False))
    found = State.from_json(stored)
    assert found == state
    assert [type(value) for value in found.variables.values()] == [type(v) for v in state.variables.values()]
    assert found.to_json() == stored


def test_plain_json_is_stored_as_it_is():
    plain = {"name": "张伟", "rooms": [1, None, True, {"area": "12.5"}]}
    assert start(FOUND, plain).state.to_json()["variables"] == plain


def test_other_values_are_tagged():
    values = {
        "fee": Decimal("1.50"),
        "day": date(2026, 1, 5),
        "at": datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Asia/Shanghai")),
        "from": time(9, 0),
        "term": YearsMonths(36),
    }
    assert start(FOUND, values).state.to_json()["variables"] == {
        "fee": {"@number": "1.50"},
        "day": {"@date": "2026-01-05"},
        "at": {"@datetime": "2026-01-05T09:00:00", "@zone": "Asia/Shanghai", "@fold": 0},
        "from": {"@time": "09:00:00"},
        "term": {"@months": 36},
    }


def test_tokens_keep_what_they_are():
    state = State((Token(3, "t", True, "s-t"), Token(4, "b", True, host=3, incident="X")), {}, 5, ("e",), False)
    assert State.from_json(state.to_json()) == state
    assert state.token(4).host == 3
    assert state.token(9) is None


GOOD = State((Token(1, "t", True),), {"a": 1}, 2).to_json()


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 3},
        {"format": None},
        {"tokens": None},
        {"tokens": [{}]},
        {"tokens": ["t"]},
        {"tokens": [{"id": "1", "node": "t", "waiting": True}]},
        {"variables": []},
        {"variables": {"a": {"@unknown": 1}}},
        {"variables": {"a": {"@number": "one"}}},
        {"variables": {"a": {"@date": "2026-02-30"}}},
        {"variables": {"a": {"@datetime": "2026-01-01T00:00:00", "@zone": "Nowhere/Else"}}},
        {"next_token": True},
        {"ended": "e"},
    ],
)
def test_it_refuses_data_that_it_did_not_write(changes):
    assert State.from_json(GOOD).next_token == 2
    with pytest.raises(BpmnError, match="流程状态"):
        State.from_json(GOOD | changes)


@pytest.mark.parametrize("missing", ["format", "tokens", "variables", "next_token", "ended", "done"])
def test_it_refuses_data_with_a_part_missing(missing):
    with pytest.raises(BpmnError, match="流程状态"):
        State.from_json({key: value for key, value in GOOD.items() if key != missing})


def test_a_state_of_the_first_format_is_read_as_it_stands():
    first = GOOD | {"format": 1, "tokens": [{"id": 1, "node": "t", "waiting": True, "flow": "s-t", "host": 2}]}
    state = State.from_json(first)
    assert state.tokens == (Token(1, "t", True, "s-t", 2),)
    assert state.scopes == state.works == () and state.failed == ""
    assert state.to_json()["format"] == 2


@pytest.mark.parametrize("changes", [{"scopes": {}}, {"scopes": [{"id": 1}]}, {"works": [[1, "a"]]}, {"works": ["a"]}])
def test_it_refuses_scopes_that_it_did_not_write(changes):
    with pytest.raises(BpmnError, match="流程状态"):
        State.from_json(GOOD | changes)
