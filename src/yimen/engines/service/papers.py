"""Papers that go in and come out: blanks that exist, results whose every value has a source."""

import re
from collections.abc import Iterator

from yimen.engines.problem import Problem
from yimen.engines.service.meta import PrintedField, Result
from yimen.engines.service.model import Service

# 兜底: a paper that nobody can name in advance may not be asked for (行政许可法 31).
_CATCH_ALL = re.compile(
    r"其他材料|其它材料|其他有关|其他相关|相关材料|有关材料|规定的其他|要求的其他|需要的其他|等材料$"
)


def check(service: Service) -> Iterator[Problem]:
    """Problems of materials and results."""
    yield from _materials(service)
    for result in service.meta["results"]:
        yield from _result(service, result)
    yield from _uses(service)


def _materials(service: Service) -> Iterator[Problem]:
    for material in service.meta["materials"]:
        place = f"service.yaml#materials/{material['id']}"
        if _CATCH_ALL.search(material["name"]):
            yield Problem(place, f"“{material['name']}”是兜底的说法，", "写出材料的名字，写不出就不能要。")
        if material.get("blank") and material["blank"] not in service.files:
            yield Problem(place, f"没有文件 {material['blank']}。")


def _result(service: Service, result: Result) -> Iterator[Problem]:
    place = f"service.yaml#results/{result['id']}"
    if result["template"] not in service.files:
        yield Problem(place, f"没有文件 {result['template']}。")
    template = service.files.get(result["template"], b"").decode(errors="replace")
    filled = {label for field in service.form.fields.values() for label in field.certificate_labels}
    for field in result["fields"]:
        yield from _printed(field, filled, place)
        if not re.search(rf"\bdata\.(?:at\(\")?{re.escape(field['key'])}\b", template):
            yield Problem(place, f"样式 {result['template']} 里没有印 {field['key']}（{field['label']}）。")


def _printed(field: PrintedField, filled: set[str], place: str) -> Iterator[Problem]:
    sources = [name for name in ("from", "computed", "value") if name in field]
    if len(sources) != 1:
        yield Problem(place, f"{field['label']} 要写 from、computed、value 中的一个。")
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
