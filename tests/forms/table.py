"""The table as it is written: see the head of ``cases.yaml``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from yimen.engines import forms
from yimen.engines import service as engine

HERE = Path(__file__).parent
SERVICES = HERE.parents[1] / "services"
OWN = "own id number"
# Every process of a parallel run reads the table three times before its first test.
QUICK = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

Typed = Mapping[str, Any]


@dataclass(frozen=True)
class Fill:
    """One filling of a page: what is typed, step by step, and what must come of it.

    ``asks``: the questions that stand on the page then. ``wrong``: what saving says, by the name of the input.
    ``keeps``: stored answers, hidden ones too. ``knows``: what the rules see of them.
    """

    says: str
    types: tuple[Typed, ...]
    asks: tuple[str, ...]
    wrong: Mapping[str, str]
    keeps: Mapping[str, Any]
    knows: Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A page of a form with what was answered before on others, and its fillings."""

    service: str
    section: str
    given: Mapping[str, Typed]
    fills: tuple[Fill, ...]

    @property
    def name(self) -> str:
        told = "".join(f", {key} {value}" for page in self.given.values() for key, value in list(page.items())[:1])
        return f"{self.service} {self.section}{told}"


def sheets(own: str) -> list[Sheet]:
    """The whole table, for a person with this id number."""
    told = yaml.load((HERE / "cases.yaml").read_text().replace(OWN, own), Loader=QUICK)
    return [
        Sheet(one["service"], one["section"], one.get("given", {}), tuple(_fill(fill) for fill in one["fills"]))
        for one in told
    ]


def _fill(told: Mapping[str, Any]) -> Fill:
    steps = told.get("types", {})
    return Fill(
        told["says"],
        tuple(steps) if isinstance(steps, list) else (steps,),
        tuple(told["asks"]),
        told.get("wrong", {}),
        told.get("keeps", {}),
        told.get("knows", {}),
    )


@cache
def service_of(slug: str) -> engine.Service:
    """A service as its folder says it, those of its parts included."""
    folders = {path.parent.name: path.parent for path in SERVICES.glob("*/*/service.yaml")}
    return engine.read_folder(folders[slug], lambda part: engine.read_folder(folders[part]))


def inputs(key: str, raw: Any) -> Iterator[tuple[str, list[str]]]:
    """The names and values under which a page sends what was typed for one question."""
    if isinstance(raw, dict):
        for part, text in raw.items():
            yield f"{key}.{part}", [text]
    elif isinstance(raw, list) and any(isinstance(one, dict) for one in raw):
        for at, row in enumerate(raw):
            for column, text in row.items():
                yield f"{key}.{at}.{column}", [text]
    elif isinstance(raw, list):
        yield key, raw
    else:
        yield key, [str(raw).lower() if isinstance(raw, bool) else raw]


def sent(stored: Any) -> Any:
    """A stored answer as a page shows it in its inputs."""
    if stored is None:
        return ""
    if isinstance(stored, dict):
        return {key: sent(value) for key, value in stored.items()}
    if isinstance(stored, list):
        return [sent(one) for one in stored]
    return stored if isinstance(stored, bool) or stored == "" else str(stored)


def answered(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that say something."""
    return {key: value for key, value in answers.items() if value not in (None, "", [])}


def told_by(failures: list[forms.Failure]) -> dict[str, str]:
    """What is wrong, by the name of the input where it is said; of one input the first."""
    found: dict[str, str] = {}
    for one in failures:
        parts = (one.key, one.row, one.column)
        found.setdefault(".".join(str(part) for part in parts if part is not None), one.sentence)
    return found


def known(form: forms.Form, answers: Mapping[str, object], keys: Mapping[str, Any], day: date) -> dict[str, Any]:
    """What the rules see of these answers, written as the table writes it."""
    facts = forms.facts(form, answers, day)
    return {key: _plain(facts[key]) for key in keys}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value if isinstance(value, bool | str) or value is None else str(value)
