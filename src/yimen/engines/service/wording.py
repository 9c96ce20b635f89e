"""Words that say nothing, blame, or flatter: found in what people read. Legal documents and quoted law keep their own.

`faults(text)` may be asked of any text; `check` asks it of all plain texts of a service folder.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from yimen.engines.problem import Problem
from yimen.engines.service.model import Service

# 非法人 is a kind of organisation (民法典第一百零二条), no blame.
BANNED = re.compile(
    "进行|相关|有关规定|其他材料|其它材料|非法[^人]|非法$|错误操作|禁止|尽快|近日|亲[，,！!]|亲爱的|(?<=[\u4e00-\u9fff0-9”）])[\uff01!](?!=)|申请人应当"
)
# Keys of service.yaml whose texts are the law's own words, official titles, or no text at all.
_LAW = frozenset(
    "basis article legal_basis required_by deemed_by stopped_by duties remedies refusals conditions audience "
    "code documents department phrases topics".split()
)
_NO_PROSE = frozenset("expression when keys value from register".split())
# 材料名称 is the official title of the list of materials; `plain` beside it is what we say.
_TITLED = re.compile(r"#materials/[^/]+/name$")
# What only officers read may speak of the applicant.
_OFFICERS = re.compile(r"service\.yaml#(?:posts|inspections|facts)/")


def faults(text: str) -> list[str]:
    """The banned words of a text, in order."""
    return BANNED.findall(text)


def check(service: Service) -> Iterator[Problem]:
    """Warnings for the guide, the form and the plain texts of service.yaml."""
    for place, text in texts(service):
        for word in faults(text):
            advice = "说清楚是什么，对申请人说“您”。"
            yield Problem(place, f"“{word}”没有说清楚，或者不是对人说的话。", advice, "warning")
        if "申请人" in text and "申请人应当" not in text and not _OFFICERS.match(place):
            yield Problem(place, "这里是对办事的人说话，写的却是“申请人”。", "改成“您”。", "warning")
    for place, hint in _hints(service):
        if hint.endswith("。"):
            yield Problem(place, "提示只有一句，句尾不用句号。", "删去句号。", "warning")


def texts(service: Service) -> Iterator[tuple[str, str]]:
    """What people read in the folder, with its place; the words of the law are left out by where they stand."""
    yield "guide.md", service.guide
    for field in service.form.fields.values():
        yield f"form.json#fields/{field.key}", f"{field.label} {field.hint}"
        for option in field.options:
            yield f"form.json#fields/{field.key}/{option.value}", f"{option.label} {option.hint}"
    for section in service.form.sections:
        yield f"form.json#sections/{section.id}", f"{section.title} {section.hint}"
    for rule in service.form.checks:
        yield f"form.json#checks/{rule.id}", rule.sentence
    yield from _of_meta("service.yaml#", service.meta)


def _of_meta(place: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if not _TITLED.search(place):
            yield place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _LAW | _NO_PROSE:
                yield from _of_meta(f"{place}{'' if place.endswith('#') else '/'}{key}", inner)
    elif isinstance(value, Sequence):
        for index, inner in enumerate(value):
            yield from _of_meta(f"{place}/{index}", inner)


def _hints(service: Service) -> Iterator[tuple[str, str]]:
    for field in service.form.fields.values():
        yield f"form.json#fields/{field.key}", field.hint
        yield from ((f"form.json#fields/{field.key}/{option.value}", option.hint) for option in field.options)
    yield from ((f"form.json#sections/{section.id}", section.hint) for section in service.form.sections)
    for index, one in enumerate(service.meta["situations"]):
        yield f"service.yaml#situations/{index}", one.get("hint", "")
