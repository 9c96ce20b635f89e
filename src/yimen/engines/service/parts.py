"""The parts of a joint service: read with it, chosen by what the applicant answers, each given what it needs."""

from collections.abc import Callable, Mapping
from datetime import date

from yimen.engines import dmn, forms
from yimen.engines.feel import FeelError, compile_expression
from yimen.engines.problem import Problem
from yimen.engines.service.inspections import items_of
from yimen.engines.service.meta.joint import PartOf
from yimen.engines.service.model import Part, Service, ServiceError

FOLDER, MATERIALS = "parts/", "materials"
Find = Callable[[str], Service]
Read = Callable[[Mapping[str, bytes]], Service]


def files_inside(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """The files of a part's folder, by their path inside it."""
    start = folder.rstrip("/") + "/"
    return {path.removeprefix(start): content for path, content in files.items() if path.startswith(start)}


def files_beside(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The joint service's own files, without those of its parts."""
    return {path: content for path, content in files.items() if not path.startswith(FOLDER)}


def read_parts(
    told: list[PartOf], files: Mapping[str, bytes], read: Read, find: Find | None, problems: list[Problem]
) -> list[Part]:
    """Every part that can be read; what is wrong with the others goes to ``problems`` under its place."""
    found = []
    for one in told:
        service = _service(one, files, read, find, problems)
        if service is not None:
            found.append(Part(one["id"], one["name"], one["plain"], service))
    return found


def _service(
    told: PartOf, files: Mapping[str, bytes], read: Read, find: Find | None, problems: list[Problem]
) -> Service | None:
    place = f"service.yaml#parts/{told['id']}"
    if ("service" in told) == ("folder" in told):
        problems.append(Problem(place, "要写 service 或者 folder，二者写一个。"))
        return None
    if "folder" in told:
        return _inside(told["folder"], files, read, place, problems)
    try:
        if find is None:
            raise LookupError(told["service"])
        return find(told["service"])
    except LookupError:
        advice = "先发布它；检查的时候把两个文件夹一起检查。"
        problems.append(Problem(place, f"没有找到事项 {told['service']}，", advice))
    return None


def _inside(folder: str, files: Mapping[str, bytes], read: Read, place: str, problems: list[Problem]) -> Service | None:
    inside = files_inside(files, folder)
    if not folder.startswith(FOLDER) or not inside:
        problems.append(Problem(place, f"没有文件夹 {folder}，", "放在 parts/ 下面。"))
        return None
    try:
        return read(inside)
    except ServiceError as error:
        problems += [one.at(f"{folder}/{one.element}") for one in error.problems]
        return None


def chosen_when(parts: list[Part], told: list[PartOf], form: forms.Form, problems: list[Problem]) -> tuple[Part, ...]:
    """The parts with their conditions compiled over the joint form."""
    texts = {one["id"]: one.get("when", "") for one in told}
    return tuple(_conditioned(part, texts[part.id], form, problems) for part in parts)


def _conditioned(part: Part, text: str, form: forms.Form, problems: list[Problem]) -> Part:
    if not text:
        return part
    place = f"service.yaml#parts/{part.id}"
    try:
        when = compile_expression(text, form.names)
    except FeelError as error:
        problems.append(Problem(place, f"when 第 {error.column} 列：{error.sentence}", f"（{text}）"))
        return part
    for name in sorted(when.names - form.names):
        problems.append(Problem(place, f"when 里的 {name} 不在表单里。"))
    return Part(part.id, part.name, part.plain, part.service, when)


def chosen_parts(service: Service, answers: Mapping[str, object], today: date) -> tuple[Part, ...]:
    """The parts that these answers need, in the order of the service; what is not known chooses nothing."""
    known = forms.facts(service.form, answers, today)
    return tuple(one for one in service.parts if one.when is None or one.when.evaluate(known).value is True)


def answers_for(part: Part, answers: Mapping[str, object]) -> dict[str, object]:
    """What this part is told: the answers to its own questions, and no others."""
    return {key: answers[key] for key in part.service.form.fields if key in answers}


def part_facts(part: Part, answers: Mapping[str, object], today: date) -> dict[str, object]:
    """What a part's rules may know before any register was asked: its own answers, everything else null."""
    return {
        **dict.fromkeys(_unknown(part.service)),
        **forms.facts(part.service.form, answers_for(part, answers), today),
    }


def _unknown(service: Service) -> list[str]:
    return [fact["name"] for fact in service.meta["facts"]] + [one["id"] for one in items_of(service)]


def joint_materials(service: Service, wanted: Mapping[str, object]) -> list[str]:
    """The joint service's papers that the chosen parts ask for, in its order; each once, however many need it.

    Args:
        wanted: part → what its decision ``materials`` said; anything but a list asks for nothing.
    """
    asked = {(part, name) for part, names in wanted.items() if isinstance(names, list) for name in names}
    return [one["id"] for one in service.meta["materials"] if asked & set(one.get("parts", {}).items())]


def needed_materials(
    service: Service, answers: Mapping[str, object], known: Mapping[str, object], today: date
) -> list[str]:
    """The papers that the rules ask for, by what is answered so far; of a joint service those of the chosen parts.

    Args:
        known: facts that are known beside the answers; all others are null.
    """
    if not service.parts:
        facts = {**forms.facts(service.form, answers, today), **dict.fromkeys(_unknown(service)), **known}
        wanted = dmn.decide(service.model, MATERIALS, facts).outputs
        return [one["id"] for one in service.meta["materials"] if isinstance(wanted, list) and one["id"] in wanted]
    asked = {
        part.id: dmn.decide(part.service.model, MATERIALS, {**part_facts(part, answers, today), **known}).outputs
        for part in chosen_parts(service, answers, today)
    }
    return joint_materials(service, asked)


def material_reasons(
    service: Service, answers: Mapping[str, object], known: Mapping[str, object], today: date
) -> dict[str, dmn.Reason]:
    """Why each paper is asked for: the sentence and the article of the first rule that asks for it.

    Args:
        known: facts that are known beside the answers; all others are null.
    """
    if not service.parts:
        facts = {**forms.facts(service.form, answers, today), **dict.fromkeys(_unknown(service)), **known}
        return _reasons(service, facts)
    asked = {
        part.id: _reasons(part.service, {**part_facts(part, answers, today), **known})
        for part in chosen_parts(service, answers, today)
    }
    found: dict[str, dmn.Reason] = {}
    for one in service.meta["materials"]:
        for part, name in one.get("parts", {}).items():
            if name in asked.get(part, {}):
                found.setdefault(one["id"], asked[part][name])
    return found


def _reasons(service: Service, facts: Mapping[str, object]) -> dict[str, dmn.Reason]:
    found: dict[str, dmn.Reason] = {}
    for hit in dmn.decide(service.model, MATERIALS, dict(facts)).rules_hit:
        sentence = hit.annotations.get("说明", "")
        if hit.table == MATERIALS and sentence:
            for name in hit.outputs.values():
                found.setdefault(str(name), dmn.Reason(sentence, hit.basis, hit.rule_id, hit.table))
    return found
