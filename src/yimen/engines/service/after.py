"""What people are told about the time after a benefit was opened: the same as the rules do, each with its article."""

import re
from collections.abc import Iterator

from yimen.engines.problem import Problem
from yimen.engines.service.benefits import effects
from yimen.engines.service.links import rules_of
from yimen.engines.service.meta.benefit import After
from yimen.engines.service.model import Service


def check(service: Service) -> Iterator[Problem]:
    """Problems of ``after``."""
    after, benefit = service.meta.get("after"), service.meta.get("benefit")
    if after is None:
        return
    if benefit is None:
        yield Problem("service.yaml#after", "写了发放以后的事，没有写 benefit，", "补上 benefit，或者删去 after。")
    yield from _lengths(after)
    yield from _articles(after)
    ids = [stop["id"] for stop in after["stops"]]
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        yield Problem(f"service.yaml#after/stops/{one}", f"{one} 写了 {ids.count(one)} 次，", "每个名字只用一次。")
    if benefit:
        yield from _as_ruled(service, after, benefit["decisions"]["stops"])


def _lengths(after: After) -> Iterator[Problem]:
    lengths = {"notice": after["notice"]["value"], "recover": after["recover"]["value"]}
    if alive := after.get("alive_check"):
        lengths["alive_check/every"] = alive["every"]["value"]
        if not alive["ways"]:
            yield Problem("service.yaml#after/alive_check", "没有写怎么核对，", "至少写一种。")
    for name, value in lengths.items():
        if value < 1:
            yield Problem(f"service.yaml#after/{name}", f"写的是 {value}，", "至少写 1。")


def _articles(after: After) -> Iterator[Problem]:
    """What people are told of their money rests on something, to the article."""
    bases = {f"stops/{stop['id']}": stop["basis"] for stop in after["stops"]}
    bases |= {"notice": after["notice"]["basis"], "recover": after["recover"]["basis"]}
    if alive := after.get("alive_check"):
        bases["alive_check"] = alive["basis"]
    if move := after.get("move_inside"):
        bases["move_inside"] = move["basis"]
    for place, basis in bases.items():
        if not re.search(r"第.+条", basis):
            yield Problem(f"service.yaml#after/{place}", f"{basis} 没有写到条，", "写成“第十四条”这样。")


def _as_ruled(service: Service, after: After, name: str) -> Iterator[Problem]:
    """What people read and what the rules do is the same."""
    said: set[str] = {stop["effect"] for stop in after["stops"]}
    done = {effect for rule in rules_of(service, name) for effect in effects(rule.output_texts)}
    for effect in sorted(said - done):
        yield Problem("service.yaml#after/stops", f"写了{effect}的情形，决策 {name} 里没有一行{effect}。")
    for effect in sorted(done - said):
        yield Problem("service.yaml#after/stops", f"决策 {name} 有{effect}的行，这里没有写什么情形{effect}。")
