"""A service in English: ``en.yaml`` maps each Chinese text that people see; ``guide.en.md`` is the guide.

Both are there or neither is. The form keeps one definition: only words are put into English, never keys or rules.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from yimen.engines.bpmn import UserTask
from yimen.engines.problem import Problem
from yimen.engines.service import strict_yaml
from yimen.engines.service.model import Service

FILE, GUIDE = "en.yaml", "guide.en.md"
# What pages show of service.yaml; * stands for each entry of a list.
_SHOWN = (
    *("name", "plain_name", "summary", "department", "visits.reason", "fee.plain", "promise.text", "promise.basis"),
    *("channels.*.name", "channels.*.note", "legal_basis.*.document", "legal_basis.*.gist"),
    *("limits.statutory.plain", "limits.promised.plain", "limits.modes.*.name", "limits.modes.*.plain"),
    *("limits.extension.approver", "limits.pauses.*.kind", "limits.pauses.*.required_by"),
    *("conditions.*.text", "refusals.*.text", "not_accepted.*.text", "not_accepted.*.instead"),
    *("situations.*.question", "situations.*.hint", "situations.*.number.unit"),
    *("situations.*.answers.*.label", "situations.*.answers.*.then"),
    *("materials.*.name", "materials.*.plain", "materials.*.when"),
    *("steps.*.name", "steps.*.who", "steps.*.plain", "posts.*.name"),
    *("results.*.name", "results.*.validity", "results.*.fields.*.label", "decision.granted", "decision.refused"),
    *("faq.*.q", "faq.*.a", "parts.*.name", "parts.*.plain", "parts.*.without"),
)
_FORM = (
    *("sections.*.title", "sections.*.hint", "checks.*.sentence"),
    *("sections.*.fields.*.label", "sections.*.fields.*.hint", "sections.*.fields.*.row_label"),
    *("sections.*.fields.*.options.*.label", "sections.*.fields.*.options.*.hint"),
    *("sections.*.fields.*.columns.*.label", "sections.*.fields.*.columns.*.hint"),
)
# The column of a decision table whose words become the reasons that an applicant reads.
_REASON = "说明"
_CHINESE = re.compile("[\u4e00-\u9fff]")
_QUOTED = re.compile('"([^"]*)"')
_CHAPTER = re.compile("^## ", re.MULTILINE)
_WRITE = "在 en.yaml 里补上这一条的英文。"


def read(content: bytes) -> dict[str, str]:
    """The map of ``en.yaml``. Raises ``ValueError`` with a Chinese sentence when it is none."""
    data = strict_yaml.load(content.decode())
    if not isinstance(data, dict) or not all(isinstance(text, str) and text.strip() for text in data.values()):
        raise ValueError("要写成“中文：英文”，每一条都要有英文文字")
    return data


def shown(service: Service) -> list[str]:
    """Every Chinese text of the service that citizens see, in the order of the files, each once."""
    found = [*_at(service.meta, _SHOWN), *_at(_form(service), _FORM)]
    found += [node.name for node in service.process.nodes.values() if isinstance(node, UserTask)]
    tables = [table for decision in service.model.decisions.values() for table in decision.tables]
    found += [rule.annotations.get(_REASON, "") for table in tables for rule in table.rules]
    return [text for text in dict.fromkeys(found) if _CHINESE.search(text)]


def check(service: Service) -> Iterator[Problem]:
    """English that lacks, or is about a text that is not there; a guide with other chapters. None at all is fine.

    Warnings only: what the law changes must not wait for its translation, and pages show the Chinese text meanwhile.
    """
    if not service.english and not service.guide_in_english:
        return
    needed = shown(service)
    for text in needed:
        if text not in service.english:
            yield Problem(f"{FILE}#{text[:40]}", "没有英文。", _WRITE, "warning")
    known = {*needed, *_every(service.meta), *_every(_form(service)), *_of_rules(service)}
    for text in service.english:
        if text not in known:
            advice = "照事项里的原文改，或者删掉这一条。"
            yield Problem(f"{FILE}#{text[:40]}", "事项里没有这段中文。", advice, "warning")
    chapters = [len(_CHAPTER.findall(guide)) for guide in (service.guide, service.guide_in_english)]
    if chapters[0] != chapters[1]:
        sentence = f"有 {chapters[1]} 章，guide.md 有 {chapters[0]} 章。"
        yield Problem(GUIDE, sentence, "两份指南按同样的次序写同样的几章。", "warning")


def _form(service: Service) -> dict[str, Any]:
    return dict(json.loads(service.files.get("form.json", b"{}")))


def _at(data: object, paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        yield from _walk(data, path.split("."))


def _walk(data: object, path: list[str]) -> Iterator[str]:
    if not path:
        if isinstance(data, str):
            yield data
    elif path[0] == "*" and isinstance(data, list):
        for entry in data:
            yield from _walk(entry, path[1:])
    elif isinstance(data, dict) and path[0] in data:
        yield from _walk(data[path[0]], path[1:])


def _every(data: object) -> Iterator[str]:
    """Every text in a tree, at any depth."""
    if isinstance(data, str):
        yield data
    for inside in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _every(inside)


def _of_rules(service: Service) -> Iterator[str]:
    """Sentences that the rules may give as reasons, and names of what stands in the process."""
    yield from (found[1] for found in _QUOTED.finditer(service.files.get("rules.dmn", b"").decode()))
    yield from (found[1] for found in _QUOTED.finditer(service.files.get("process.bpmn", b"").decode()))
