"""A list of powers as it is written in a file."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, NotRequired, TypedDict

import yaml

from yimen.domains.powers.errors import NotAList
from yimen.engines.problem import Problem
from yimen.engines.service.shape import faults

Source = Literal["L", "F", "K", "D"]


class Basis(TypedDict):
    """A document and its articles."""

    document: str
    article: str
    src: Source


class Duty(TypedDict):
    """责任事项: what the body must do at a stage, and which article says so."""

    stage: str
    text: str
    basis: str
    src: Source


class Liability(TypedDict):
    """追责情形: what is answered for."""

    text: str
    basis: str
    src: Source


class Supervisor(TypedDict):
    """Whoever supervises and is no body of this city's list."""

    name: str
    phone: str


class PowerTold(TypedDict):
    """One power. ``posts``: of the body, or ``role/post`` of another; ``supervised_by``: a body's code, or told."""

    key: str
    name: str
    kind: Literal[
        "行政许可",
        "行政处罚",
        "行政强制",
        "行政征收",
        "行政给付",
        "行政检查",
        "行政确认",
        "行政奖励",
        "行政裁决",
        "其他行政权力",
        "公共服务",
    ]
    body: str
    posts: list[str]
    basis: list[Basis]
    duties: list[Duty]
    liability: list[Liability]
    supervised_by: object
    services: list[str]
    in_force_from: str
    src: Source
    abolished: NotRequired[str]


def read(source: str) -> list[PowerTold]:
    """The powers of a file in YAML.

    Raises:
        NotAList: it cannot be read, or a power has not the shape of one; every fault is named.
    """
    try:
        told = _plain(yaml.safe_load(source))
    except yaml.YAMLError as error:
        raise NotAList([Problem("powers.yaml", f"YAML 读不出来：{error}")]) from error
    if not isinstance(told, dict) or told.get("format") != 1 or not isinstance(told.get("powers"), list):
        raise NotAList([Problem("powers.yaml", "没有写 format: 1 和 powers。")])
    powers: list[Any] = told["powers"]
    problems = [problem for at, one in enumerate(powers, 1) for problem in _faults(one, at)]
    if problems:
        raise NotAList(problems)
    return powers


def _faults(one: Any, at: int) -> Iterator[Problem]:
    place = f"powers/{one.get('key', at)}" if isinstance(one, dict) else f"powers/{at}"
    found = list(faults(one, PowerTold, place))
    yield from found
    if found:
        return
    if not one["key"].replace("-", "").isalnum() or not one["key"].isascii():
        yield Problem(place, f"key 写的是 {one['key']}，", "用小写字母、数字和短横。")
    supervisor = one["supervised_by"]
    if not isinstance(supervisor, str):
        yield from faults(supervisor, Supervisor, f"{place}/supervised_by")
    try:
        date.fromisoformat(one["in_force_from"])
    except ValueError:
        yield Problem(f"{place}/in_force_from", f"写的是 {one['in_force_from']}，", "写成 2026-11-01 这样。")


def _plain(value: Any) -> Any:
    """Days as text, as they are kept."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
