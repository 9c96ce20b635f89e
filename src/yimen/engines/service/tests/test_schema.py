"""The schema that is published says what the check says."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from yimen.engines.service.meta import Meta
from yimen.engines.service.schema import schema_of, service_schema
from yimen.engines.service.shape import faults

FOLDERS = sorted(Path(__file__).parents[5].glob("services/*/*/service.yaml"))


def _read(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text()))


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.parent.name)
def test_every_service_that_is_decided_fits_the_schema(path: Path) -> None:
    told = _read(path)
    found = not any(faults(told, Meta, ""))

    assert jsonschema_rs.is_valid(service_schema(), told) == found


def test_it_is_a_schema_of_the_draft_it_names() -> None:
    jsonschema_rs.meta.validate(service_schema())


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("visits", "times"), "none"),
        (("project_type",), " "),
        (("slug",), " "),
        (("channels",), {}),
        (("nobody_knows_this",), 1),
    ],
)
def test_what_the_check_refuses_the_schema_refuses(place: tuple[str, ...], value: object) -> None:
    told = deepcopy(_read(next(path for path in FOLDERS if path.parent.name == "food-business-license")))
    inner: Any = told
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value

    assert any(faults(told, Meta, ""))
    assert not jsonschema_rs.is_valid(service_schema(), told)


def test_a_missing_key_is_refused_and_one_that_may_be_missing_is_not() -> None:
    told = _read(next(path for path in FOLDERS if path.parent.name == "food-business-license"))
    without_faq = {key: value for key, value in told.items() if key != "faq"}
    without_topics = {key: value for key, value in told.items() if key != "topics"}

    assert not jsonschema_rs.is_valid(service_schema(), without_faq)
    assert jsonschema_rs.is_valid(service_schema(), without_topics)


def test_some_keys_alone_can_be_asked_for() -> None:
    assert set(schema_of(Meta, ("slug", "name"))["properties"]) == {"slug", "name"}  # type: ignore[call-overload]


def test_a_type_that_no_file_can_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        schema_of(bytes)
