"""XML to model: every requirement resolved, every expression compiled once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yimen.engines.feel.parser import is_name
from yimen.engines.feel.types import ANY, FeelType
from yimen.engines.problem import Problem

from .boxed import EXPRESSIONS, BoxedReader
from .errors import DmnError
from .items import read_types
from .model import UNPREFIXED, DecisionDef, DecisionMap, InputData, Knowledge, Model, ServiceDef
from .names import Reading
from .xml import child, children, local, parse, strangers, text_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # noqa: S405 - only the type

_ELEMENTS = ("import", "itemDefinition", "inputData", "decision", "businessKnowledgeModel", "decisionService")
_DECISION = ("variable", "informationRequirement", "knowledgeRequirement")
_REQUIREMENTS = ("requiredInput", "requiredDecision", "requiredKnowledge")


def read(xml: bytes, *, imports: Sequence[Model] = (), tolerant: bool = False) -> Model:
    """A model from its XML. ``imports`` are models already read, found by their namespace.

    Raises ``DmnError`` with all problems when anything is wrong or not supported. When ``tolerant``, a fault inside an
    expression becomes a null with a doubt instead, and a finding of ``check``: for test suites, not for service.
    """
    return _Reader(parse(xml), imports).model(tolerant)


@dataclass
class _Needs:
    """What a decision or knowledge model requires: references, and the names they have in its expressions."""

    inputs: list[str] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    knowledge: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, root: Element, imports: Sequence[Model]) -> None:
        self._root = root
        self._reading = Reading()
        self._imports: dict[str, Model] = {}
        self._prefixes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._available = {model.namespace: model for model in imports}

    def model(self, tolerant: bool) -> Model:
        self._refuse_strangers()
        self._read_imports()
        read_types(children(self._root, "itemDefinition"), self._reading)
        self._name_elements()
        inputs = {one.id: one for one in map(self._input, children(self._root, "inputData"))}
        knowledge = {one.id: one for one in map(self._knowledge, children(self._root, "businessKnowledgeModel"))}
        decisions = tuple(self._decision(one) for one in children(self._root, "decision"))
        services = {one.id: one for one in map(self._service, children(self._root, "decisionService"))}
        if self._reading.refusals and not tolerant:
            raise DmnError(self._reading.refusals)
        return Model(
            self._root.get("id", ""),
            self._root.get("name", ""),
            self._root.get("namespace", ""),
            DecisionMap(decisions),
            inputs,
            knowledge,
            services,
            self._reading.types,
            self._imports,
            tuple(self._reading.refusals + self._reading.findings),
        )

    def _refuse_strangers(self) -> None:
        for stranger in strangers(self._root, _ELEMENTS):
            self._reading.refuse(stranger.get("id") or local(stranger), f"不支持 {local(stranger)} 元素。")

    def _read_imports(self) -> None:
        for element in children(self._root, "import"):
            name, namespace = element.get("name", ""), element.get("namespace", "")
            model = self._available.get(namespace)
            if model is None:
                self._reading.refuse(element.get("id") or name, f"导入的模型“{name}”（{namespace}）没有提供。")
                continue
            prefix = name or f"{UNPREFIXED}{namespace}"
            self._imports[prefix] = model
            self._prefixes[namespace] = prefix
            self._reading.types.update({f"{name}.{key}" if name else key: type_ for key, type_ in model.types.items()})
            self._reading.members.update([*model.decisions, *model.inputs, *model.imports])
            self._reading.members.update(one.name for one in model.knowledge.values())
            self._reading.members.update(one.name for one in model.services.values())

    def _name_elements(self) -> None:
        seen: set[str] = set()
        for kind in ("inputData", "decision", "businessKnowledgeModel", "decisionService"):
            for element in children(self._root, kind):
                identity, name = element.get("id", ""), element.get("name", "")
                if not identity or identity in self._names:
                    self._reading.refuse(identity or name or kind, f"{kind}“{name}”的 id 缺失或重复。")
                    identity = name
                    element.set("id", name)
                if name in seen or not is_name(name):
                    self._reading.refuse(identity, f"名称“{name}”重复，或不能用作 FEEL 的名称。")
                seen.add(name)
                self._names[identity] = name

    # -- references

    def _reference(self, href: str) -> str | None:
        """``#id`` → the id; ``namespace#id`` of an import → ``prefix#id``; ``None`` when it leads nowhere."""
        namespace, _, identity = href.rpartition("#")
        if namespace and namespace != self._root.get("namespace"):
            prefix = self._prefixes.get(namespace)
            return f"{prefix}#{identity}" if prefix is not None else None
        return identity if identity in self._names else None

    def _needs(self, element: Element) -> _Needs:
        needs, owner = _Needs(), element.get("id") or ""
        lists = dict(zip(_REQUIREMENTS, (needs.inputs, needs.decisions, needs.knowledge), strict=True))
        for kind in ("informationRequirement", "knowledgeRequirement"):
            for requirement in children(element, kind):
                for name, found in lists.items():
                    target = child(requirement, name)
                    reference = None if target is None else self._reference(target.get("href", ""))
                    if reference is not None:
                        found.append(reference)
                        needs.names.append(self._visible_name(reference))
                    elif target is not None:
                        where = requirement.get("id") or owner
                        self._reading.refuse(where, f"要求的元素“{target.get('href', '')}”不存在。")
        return needs

    def _visible_name(self, reference: str) -> str:
        prefix, _, identity = reference.rpartition("#")
        if not prefix.startswith(UNPREFIXED):
            return prefix or self._names[reference]
        model = self._imports[prefix]
        other: InputData | Knowledge | ServiceDef | None = model.input_data.get(identity)
        other = other or model.knowledge.get(identity) or model.services.get(identity)
        return other.name if other else model.decisions[identity].name

    # -- elements

    def _input(self, element: Element) -> InputData:
        identity, name = element.get("id", ""), element.get("name", "")
        return InputData(identity, name, self._variable_type(element))

    def _variable_type(self, element: Element) -> FeelType:
        variable = child(element, "variable")
        return ANY if variable is None else self._reading.type_of(variable.get("typeRef"), element.get("id", ""))

    def _decision(self, element: Element) -> DecisionDef:
        identity, name = element.get("id", ""), element.get("name", "")
        for stranger in strangers(element, (*_DECISION, *EXPRESSIONS)):
            self._reading.refuse(identity, f"决策“{name}”中的 {local(stranger)} 不受支持。")
        needs = self._needs(element)
        boxed = BoxedReader(self._reading, name, identity)
        code = boxed.logic(element, needs.names)
        if code is None:
            self._reading.findings.append(_without_logic(identity, name))
        return DecisionDef(
            identity,
            name,
            self._variable_type(element),
            code,
            tuple(needs.inputs),
            tuple(needs.decisions),
            tuple(needs.knowledge),
            tuple(boxed.tables),
            text_of(element, "question"),
            text_of(element, "description"),
        )

    def _knowledge(self, element: Element) -> Knowledge:
        identity, name = element.get("id", ""), element.get("name", "")
        for stranger in strangers(element, ("variable", "encapsulatedLogic", "knowledgeRequirement")):
            self._reading.refuse(identity, f"业务知识模型“{name}”中的 {local(stranger)} 不受支持。")
        needs = self._needs(element)
        boxed = BoxedReader(self._reading, name, identity)
        logic = child(element, "encapsulatedLogic")
        if logic is None:
            sentence, english = f"业务知识模型“{name}”没有内容。", f"The knowledge model “{name}” is empty."
            self._reading.findings.append(Problem(identity, sentence, kind="no-logic", english=english))
            return Knowledge(identity, name, (), (), None, None)
        if logic.get("kind", "FEEL") != "FEEL":
            self._reading.refuse(identity, f"不支持 {logic.get('kind')} 函数：规则只能用 FEEL 写。")
        parameters, types = boxed.parameters(logic)
        code = boxed.logic(logic, [*needs.names, name, *parameters])
        reference = logic.get("typeRef")
        result = self._reading.type_of(reference, identity) if reference else None
        return Knowledge(identity, name, parameters, types, result, code, tuple(needs.knowledge), tuple(boxed.tables))

    def _service(self, element: Element) -> ServiceDef:
        identity, name = element.get("id", ""), element.get("name", "")
        known = ("variable", "outputDecision", "encapsulatedDecision", "inputDecision", "inputData")
        for stranger in strangers(element, known):
            self._reading.refuse(identity, f"决策服务“{name}”中的 {local(stranger)} 不受支持。")
        parts: Mapping[str, list[str]] = {kind: [] for kind in known}
        for kind, found in parts.items():
            for target in children(element, kind):
                reference = self._reference(target.get("href", ""))
                if reference is not None:
                    found.append(reference)
                elif kind != "variable":
                    self._reading.refuse(identity, f"决策服务引用的元素“{target.get('href', '')}”不存在。")
        outputs, inputs = tuple(parts["outputDecision"]), tuple(parts["inputData"])
        return ServiceDef(identity, name, self._variable_type(element), outputs, inputs, tuple(parts["inputDecision"]))


def _without_logic(identity: str, name: str) -> Problem:
    sentence, english = f"决策“{name}”没有写明怎样作出。", f"Nothing says how the decision “{name}” is taken."
    return Problem(identity, sentence, "补上决策表或表达式。", kind="no-logic", english=english)
