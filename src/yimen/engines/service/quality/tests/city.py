"""The services of the city, and a way to change what one says without making its other parts wrong."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from yimen.engines import service as engine
from yimen.engines.problem import Problem
from yimen.engines.service import quality
from yimen.engines.service.folder import files_of, folders_below
from yimen.engines.service.standards import Library, library_below

ROOT = Path(__file__).parents[6]
FOLDERS = {folder.name: folder for folder in folders_below(ROOT / "services")}


@cache
def library() -> Library:
    return library_below(ROOT / "standards")


@cache
def service(slug: str) -> engine.Service:
    return engine.read(files_of(FOLDERS[slug]), service)


def variant(slug: str, changes: Mapping[str, object]) -> engine.Service:
    """The service with values of service.yaml set by path: ``results.0.kind``; ``None`` takes a key away."""
    meta: Any = deepcopy(service(slug).meta)
    for path, value in changes.items():
        *way, last = [int(one) if one.isdigit() else one for one in path.split(".")]
        place = meta
        for step in way:
            place = place[step]
        if value is None:
            place.pop(last, None)
        else:
            place[last] = value
    return replace(service(slug), meta=meta)


def said(found: list[Problem], rule: str) -> list[Problem]:
    """What one rule has said."""
    return [one for one in found if one.kind == rule]


def lint(found: engine.Service) -> list[Problem]:
    return quality.lint(found, library())
