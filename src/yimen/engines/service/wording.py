"""Words that say nothing, or that blame: found in what applicants read. Legal documents keep their own words."""

from collections.abc import Iterator

from yimen.engines.problem import Problem
from yimen.engines.service.model import Service

BANNED = ("相关", "有关规定", "其他材料", "非法字符", "尽快", "近日", "亲，", "！", "申请人应当")


def check(service: Service) -> Iterator[Problem]:
    """Warnings for the guide, the form and the plain texts of service.yaml."""
    for place, text in _texts(service):
        for word in BANNED:
            if word in text:
                advice = "说清楚是什么，对申请人说“您”。"
                yield Problem(place, f"“{word}”没有说清楚，或者不是对人说的话。", advice, "warning")


def _texts(service: Service) -> Iterator[tuple[str, str]]:
    yield "guide.md", service.guide
    for field in service.form.fields.values():
        yield f"form.json#fields/{field.key}", f"{field.label} {field.hint}"
    for rule in service.form.checks:
        yield f"form.json#checks/{rule.id}", rule.sentence
    meta = service.meta
    yield "service.yaml#summary", meta["summary"]
    yield "service.yaml#promise", meta["promise"]["text"]
    for ground in meta["not_accepted"]:
        yield f"service.yaml#not_accepted/{ground['id']}", ground["text"] + ground.get("instead", "")
    for material in meta["materials"]:
        yield f"service.yaml#materials/{material['id']}", material["plain"]
    for question in meta["faq"]:
        yield "service.yaml#faq", question["q"] + question["a"]
