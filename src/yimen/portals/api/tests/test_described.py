"""Schemathesis asks every operation in the ways its description allows, and in ways it does not."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.cast import Cast
from yimen.config.wsgi import application

OPERATIONS, PAGED = 18, 9


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The rows of the test are seen by its own connection alone: no request may close it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_operation_answers_as_it_is_described(cast: Cast, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    asked = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not list(operation.query):
            # Any text may be a path: what is not there is not found.
            continue
        # A cursor is a text that we gave: another text fits the description and is refused all the same.
        not_asked = [positive_data_acceptance] if list(operation.query) else []

        _ask(operation, mode, not_asked)
        asked.add(operation.path)
    assert len(asked) == (OPERATIONS if mode is GenerationMode.POSITIVE else PAGED)


def _ask(operation: Any, mode: GenerationMode, not_asked: list[Any]) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=not_asked)

    ask()
