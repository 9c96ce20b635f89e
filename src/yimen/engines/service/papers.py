"""Papers that go in and come out: blanks that exist, results whose every value has a source."""

import re
from collections.abc import Collection, Iterator

from yimen.engines import bpmn
from yimen.engines.problem import Problem
from yimen.engines.service import formulas, lines, numbers
from yimen.engines.service.meta.results import PrintedField, Result
from yimen.engines.service.model import Service

# 兜底: a paper that nobody can name in advance may not be asked for (行政许可法 31).
_CATCH_ALL = re.compile(
    r"其他材料|其它材料|其他有关|其他相关|相关材料|有关材料|规定的其他|要求的其他|需要的其他|等材料$"
)


def check(service: Service, document_kinds: Collection[str] | None) -> Iterator[Problem]:
    """Problems of materials, of the documents that decide, and of results. ``document_kinds``: what the host makes."""
    yield from check_materials(service)
    if service.parts:
        return
    yield from _documents(service, document_kinds)
    yield from lines.check(service)
    yield from _issue(service)
    for result in service.meta["results"]:
        yield from _result(service, result)
    yield from _uses(service)


def check_materials(service: Service) -> Iterator[Problem]:
    """Papers that nobody can name, blanks that are not there."""
    for material in service.meta["materials"]:
        place = f"service.yaml#materials/{material['id']}"
        if _CATCH_ALL.search(material["name"]):
            yield Problem(place, f"“{material['name']}”是兜底的说法，", "写出材料的名字，写不出就不能要。")
        for name in (material.get("blank"), material.get("sample")):
            if name and name not in service.files:
                yield Problem(place, f"没有文件 {name}。")


def _documents(service: Service, known: Collection[str] | None) -> Iterator[Problem]:
    papers, grant = service.meta["papers"], service.meta.get("grant")
    for name, kind in (("granted", papers["granted"]), ("refused", papers["refused"])):
        if known is not None and kind not in known:
            yield Problem(f"service.yaml#papers/{name}", f"没有文书 {kind}，", f"可以写：{'、'.join(sorted(known))}。")
    if papers["granted"] == papers["refused"]:
        yield Problem("service.yaml#papers", "准予和不予用了同一种文书，", "各写一种。")
    if papers["granted"] == "grant-permit" and not grant:
        yield Problem(
            "service.yaml#grant", "准予许可的决定书要写依据和持证人的义务，", "写明 grant.basis 和 grant.duties。"
        )
    if grant:
        for article in grant["basis"]:
            if not re.search(r"第.+条", article):
                yield Problem("service.yaml#grant/basis", f"{article} 没有写到条，", "写成“第三十八条”这样。")
        for key, written in (("basis", grant["basis"]), ("duties", grant["duties"])):
            if not written:
                yield Problem(f"service.yaml#grant/{key}", "一条也没有写。")


def _issue(service: Service) -> Iterator[Problem]:
    """A certificate is issued exactly where there is one; some matters end with a document alone."""
    called = [node for node in service.process.nodes.values() if isinstance(node, bpmn.ServiceTask)]
    issuing = [node for node in called if node.capability == "issue"]
    if issuing and not service.meta["results"]:
        place = f"process.bpmn#{issuing[0].id}"
        yield Problem(place, "要制发证照，service.yaml 的 results 里一个也没有，", "写明发什么，或者删去这一步。")
    if service.meta["results"] and not issuing:
        yield Problem("service.yaml#results", "写了要发的证照，流程里没有 issue，", "补上这一步，或者写 results: []。")


def _result(service: Service, result: Result) -> Iterator[Problem]:
    place = f"service.yaml#results/{result['id']}"
    if result["template"] not in service.files:
        yield Problem(place, f"没有文件 {result['template']}。")
    template = service.files.get(result["template"], b"").decode(errors="replace")
    filled = {label for field in service.form.fields.values() for label in field.certificate_labels}
    yield from _number(service, result, place)
    for field in result["fields"]:
        yield from _printed(service, field, filled, place)
        if not re.search(rf"\bdata\.(?:at\(\")?{re.escape(field['key'])}\b", template):
            yield Problem(place, f"样式 {result['template']} 里没有印 {field['key']}（{field['label']}）。")


def _number(service: Service, result: Result, place: str) -> Iterator[Problem]:
    """A number needs its scheme, an end of validity its length: the host makes both up from nothing else."""
    number, computed = result.get("number"), {field.get("computed") for field in result["fields"]}
    if "number" in computed and number is None:
        yield Problem(place, "要印号码，没有写怎么编号，", "写 number: {scheme, kind} 或者 {scheme: plain, pattern}。")
    if "valid_to" in computed and "valid_for" not in result:
        yield Problem(place, "要印有效期届满日，没有写有效多久，", "写 valid_for: {value, unit: year}。")
    if "valid_for" in result and result["valid_for"]["value"] < 1:
        yield Problem(place, "有效期至少 1 年，", "长期有效的不写 valid_for。")
    if number:
        yield from numbers.check(service, number, place)


def _printed(service: Service, field: PrintedField, filled: set[str], place: str) -> Iterator[Problem]:
    sources = [name for name in ("from", "computed", "value", "expression") if name in field]
    if len(sources) != 1:
        yield Problem(place, f"{field['label']} 要写 from、computed、value、expression 中的一个。")
    elif sources == ["expression"]:
        known, source = formulas.known_names(service), "不在表单里，也不是查来的、核查到的"
        yield from formulas.faults(field["expression"], known, place, f"{field['label']} 的 expression", source)
    elif sources == ["from"] and field["label"] not in filled:
        advice = f"在那一项的 use 里写 cert:{field['label']}。"
        yield Problem(place, f"表单里没有哪一项填“{field['label']}”。", advice)


def _uses(service: Service) -> Iterator[Problem]:
    labels = {
        field["label"]
        for result in service.meta["results"]
        for field in result["fields"]
        if field.get("from") == "form"
    }
    for field in service.form.fields.values():
        for label in field.certificate_labels:
            if label not in labels:
                yield Problem(f"form.json#fields/{field.key}", f"结果上没有“{label}”这一栏，或者它不由表单填。")
