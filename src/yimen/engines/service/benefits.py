"""What a granted case opens: for whom, paid where and by whom, and which decisions say how much and until when.

Those who pay ask ``amount`` month by month and ``stops`` day by day, long after the case, and know nothing of it then
but whose it is: so these decisions may read little. What the case itself decides may not read what only they know.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import get_args

from yimen.engines import bpmn, dmn
from yimen.engines.problem import Problem
from yimen.engines.service.links import DECISIONS, rules_of
from yimen.engines.service.meta.benefit import Benefit, Told
from yimen.engines.service.model import Service

CAPABILITY = "open-benefit"
MONTH = "month"
_DAYS = frozenset(get_args(Told)) - {MONTH}
_PERSON = {"name": "text", "id_number": "idcard", "born": "date"}
_PAYEE = {"way": "select", "name": "text", "account": "bank_account"}
_EFFECTS = {"停发": "stop", "暂停": "suspend"}
_STOP_COLUMNS = {"kind", "from_month"}


def told_names(service: Service) -> frozenset[str]:
    """Facts that those who pay give to the rules; null before, and in the case itself."""
    return frozenset(service.meta["benefit"]["told"]) if "benefit" in service.meta else frozenset()


def known_later(service: Service) -> dict[str, None]:
    """Those of them that nobody knows before something was opened: a service may ask a register for the others too."""
    return dict.fromkeys(sorted(told_names(service) - {fact["name"] for fact in service.meta["facts"]}))


def told_days(service: Service, facts: Mapping[str, object]) -> dict[str, object]:
    """Those facts as the rules get them: a date where a scenario writes ``2026-09-03``, null where it says nothing."""
    return {name: _day(facts.get(name)) for name in sorted(told_names(service))}


def _day(value: object) -> object:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def check(service: Service) -> Iterator[Problem]:
    """Problems of ``benefit``, and of the step that opens one."""
    benefit = service.meta.get("benefit")
    yield from _opened(service, benefit)
    if benefit:
        yield from _people(service, benefit)
        yield from _told(service, benefit)
        yield from _decisions(service, benefit)
        if benefit["pay_post"] not in {post["id"] for post in service.meta["posts"]}:
            yield _problem("pay_post", f"岗位 {benefit['pay_post']} 没有写在 posts 里。")


def _problem(key: str, sentence: str, advice: str = "") -> Problem:
    return Problem(f"service.yaml#benefit/{key}", sentence, advice)


def _opened(service: Service, benefit: Benefit | None) -> Iterator[Problem]:
    nodes = service.process.nodes.values()
    opening = [node for node in nodes if isinstance(node, bpmn.ServiceTask) and node.capability == CAPABILITY]
    if opening and not benefit:
        advice = "写明发给谁、打到哪里、由哪些决策算。"
        yield Problem(f"process.bpmn#{opening[0].id}", "要开始发放，service.yaml 里没有写 benefit，", advice)
    if benefit and not opening:
        sentence = f"写了发放什么，流程里没有 {CAPABILITY}，"
        yield Problem("service.yaml#benefit", sentence, "补上这个服务任务，或者删去 benefit。")


def _people(service: Service, benefit: Benefit) -> Iterator[Problem]:
    """Each name is one of the form, of a type that can be paid, and always known."""
    person, payee = dict(benefit["person"]), dict(benefit["payee"])
    named = {f"person/{one}": (str(person[one]), kind) for one, kind in _PERSON.items()}
    named |= {f"payee/{one}": (str(payee[one]), kind) for one, kind in _PAYEE.items()}
    derived = {one.key: one.type for one in service.form.derived}
    for place, (key, wanted) in named.items():
        field = service.form.fields.get(key)
        found = field.type if field else derived.get(key)
        if found is None:
            yield _problem(place, f"表单里没有 {key}。")
        elif found != wanted:
            yield _problem(place, f"{key} 的类型是 {found}，", f"用类型是 {wanted} 的那一项。")
        elif field and (not field.required or field.ask_when is not None):
            yield _problem(place, f"{key} 可以不填，不填就不知道发给谁、打到哪里，", "改成必填。")


def _told(service: Service, benefit: Benefit) -> Iterator[Problem]:
    asked = service.form.names | {item["id"] for one in service.meta.get("inspections", []) for item in one["items"]}
    for name in sorted(set(benefit["told"])):
        place = f"told/{name}"
        if benefit["told"].count(name) > 1:
            yield _problem(place, f"{name} 写了 {benefit['told'].count(name)} 次，", "每个名字只用一次。")
        if name in asked:
            yield _problem(place, "表单或者 inspections 里也有这个名字，分不清是谁给的。", "换一个名字。")
        if name not in service.model.inputs:
            yield _problem(place, "规则没有用到它，", "用不上的不要写。")


def _decisions(service: Service, benefit: Benefit) -> Iterator[Problem]:
    names = benefit["decisions"]
    knows = {"amount": {MONTH, benefit["person"]["born"]}, "stops": set(_DAYS)}
    for use, decision in (("amount", names["amount"]), ("first", names["first"]), ("stops", names["stops"])):
        if decision not in service.model.decisions:
            yield _problem(f"decisions/{use}", f"rules.dmn 里没有决策 {decision}。")
        elif use in knows:
            for unknown in sorted(set(dmn.inputs_of(service.model, decision)) - knows[use]):
                sentence = f"{decision} 用到 {unknown}，发放时不知道它，"
                yield _problem(f"decisions/{use}", sentence, f"只能用：{'、'.join(sorted(knows[use]))}。")
    yield from _before(service, names["first"])
    yield from _stops(service, names["stops"])


def _before(service: Service, first: str) -> Iterator[Problem]:
    """What is decided in the case comes before any payment: what only the payments tell is not known then."""
    nodes = service.process.nodes.values()
    asked = {node.decision for node in nodes if isinstance(node, bpmn.BusinessRuleTask)}
    for name in sorted({*DECISIONS, *asked, first} & set(service.model.decisions)):
        for unknown in sorted(known_later(service).keys() & set(dmn.inputs_of(service.model, name))):
            yield Problem(f"rules.dmn#{name}", f"{name} 用到 {unknown}，决定以前还没有它。")


def _stops(service: Service, name: str) -> Iterator[Problem]:
    """Those who pay take each row that hits: what it does and from which month."""
    if name not in service.model.decisions:
        return
    columns = {column.name for table in service.model.decisions[name].tables for column in table.outputs}
    if not columns >= _STOP_COLUMNS:
        yield Problem(f"rules.dmn#{name}", f"{name} 要是一张表，有 kind 和 from_month 两列输出。")
        return
    for rule in rules_of(service, name):
        if not effects(rule.output_texts):
            place = f"rules.dmn#{rule.id}"
            yield Problem(place, "没有写是停发还是暂停，", 'kind 写 "stop" 或者 "suspend"。')


def effects(texts: tuple[str, ...]) -> set[str]:
    """What the output cells of a row of ``stops`` do, in the words that people read."""
    said = {text.strip().strip('"') for text in texts}
    return {effect for effect, kind in _EFFECTS.items() if kind in said}
