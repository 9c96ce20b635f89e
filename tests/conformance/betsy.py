"""Run the BETSY suite on a virtual clock: ``python tests/conformance/betsy.py PATH``.

PATH holds the processes by group, ``expected.json`` and ``bpmn_constraints``; the README of the suite says what its
words mean. A script word becomes the capability of a service task, a condition in Java becomes FEEL. A file is refused
when the reader notes a problem; the static files and the valid processes go the same way.
"""

import heapq
import json
import re
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring, tostring

from yimen.engines import bpmn
from yimen.engines.feel import DaysTime, YearsMonths, compile_expression

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
YM = "{urn:yimen:bpmn:1}"
_CONTAINS = re.compile(r'(!?)test\.contains\("(\w+)"\)')
_EXPRESSIONS = {
    f"{BPMN}{name}"
    for name in (
        *("conditionExpression", "condition", "loopCondition", "loopCardinality", "completionCondition"),
        "activationCondition",
    )
}


def translated(xml: bytes) -> bytes:
    """The file with script words as capabilities and conditions as FEEL."""
    root = fromstring(xml)
    root.attrib.pop("expressionLanguage", None)
    for element in root.iter():
        if element.tag == f"{BPMN}scriptTask":
            _as_service(element)
        elif element.tag in _EXPRESSIONS:
            element.text = _as_feel(element.text or "")
            # What is translated is no longer what the file calls it.
            element.attrib.pop("language", None)
    return tostring(root)


def _as_feel(text: str) -> str:
    # One file of the suite has a ">" left over behind its condition.
    found = _CONTAINS.sub(
        r'\1contains(test, "\2")', text.strip().removesuffix(")>") + ")" * text.strip().endswith(")>")
    )
    found = re.sub(r"!(contains\([^)]*\))", r"not(\1)", found)
    return re.sub(r"^\$\{(.*)\}$", r"\1", found)


def _as_service(element: Element) -> None:
    words = [child for child in element if child.tag == f"{BPMN}script"]
    element.tag = f"{BPMN}serviceTask"
    element.attrib.pop("scriptFormat", None)
    element.set(f"{YM}capability", " ".join((child.text or "").strip() for child in words))
    for child in words:
        element.remove(child)


def global_tasks(xml: bytes) -> dict[str, str]:
    """The words of the tasks that call activities of the file may call, by their ids."""
    found = (one for name in ("globalScriptTask", "globalTask") for one in fromstring(xml).findall(f"{BPMN}{name}"))
    return {one.get("id", ""): (one.findtext(f"{BPMN}script") or "").strip() for one in found}


@dataclass
class Running:
    """One instance of one process of the file."""

    process: bpmn.Process
    state: bpmn.State = field(default_factory=bpmn.State)
    waits: dict[int, set[tuple[str, str]]] = field(default_factory=dict)
    caller: "tuple[Running, int] | None" = None


@dataclass
class Run:
    """One case: the instances of a file, a virtual clock, and the log."""

    processes: list[bpmn.Process]
    case: dict[str, Any]
    called: dict[str, str]
    name: str = ""
    log: list[str] = field(default_factory=list)
    queue: list[tuple[timedelta, int, Running, Any]] = field(default_factory=list)
    now: timedelta = timedelta()
    number: int = 0
    marked: bool = False
    running: list[Running] = field(default_factory=list)
    open_marks: set[int] = field(default_factory=set)

    def finish(self) -> list[str]:
        """The sorted log when nothing is left to do."""
        main = next((one for one in self.processes if one.id == self.name), self.processes[0])
        others = [one for one in self.processes if one is not main]
        if self.case["parallelProcess"]:
            # The second process stands ready before the first one sends.
            for process in others:
                self._start(process)
        begins = [node.id for node in main.inside.get("", ()) if isinstance(node, bpmn.StartEvent)]
        # A process that a timer or a condition begins is begun by it.
        self._start(main, "" if main.entries("") else begins[0])
        for _ in range(5000):
            if not self.queue:
                break
            self.now, _, running, happening = heapq.heappop(self.queue)
            self._happen(running, happening)
        expected = self.case["trace"]
        if self.marked and "MARKER_exists" in expected:
            self.log.append("MARKER_exists")
        return sorted(self.log)

    def _start(self, process: bpmn.Process, at: str = "", caller: tuple[Running, int] | None = None) -> None:
        variables = {"test": self.case["input"] or "", "integerVariable": self.case["integerVariable"], "data": ""}
        running = Running(process, caller=caller)
        self.running.append(running)
        self._take(running, bpmn.start(process, variables, at))

    def _later(self, running: Running, after: timedelta, happening: Any) -> None:
        self.number += 1
        heapq.heappush(self.queue, (self.now + after, self.number, running, happening))

    def _happen(self, running: Running, happening: Any) -> None:
        token = running.state.token(happening.token)
        if token is None:
            return
        if isinstance(happening, bpmn.CapabilityReturned):
            happening = self._worked(running, happening, running.process.nodes[token.node])
        try:
            self._take(running, bpmn.advance(running.process, running.state, happening))
        except bpmn.StaleHappening:
            return

    def _take(self, running: Running, step: bpmn.Step) -> None:
        running.state = step.state
        for effect in step.effects:
            self._carry_out(running, effect)
        if step.state.done and running.caller is not None:
            caller, token = running.caller
            failed, ended = step.state.failed, step.state.ended
            answer = (
                bpmn.CallFailed(token, failed) if failed else bpmn.ProcessReturned(token, ended[-1] if ended else "")
            )
            self._later(caller, timedelta(), answer)
        elif step.state.failed:
            self.log.append("ERROR_thrownErrorEvent")

    def _carry_out(self, running: Running, effect: Any) -> None:
        match effect:
            case bpmn.CallCapability(token, _, word):
                after = timedelta(seconds=10 if word == "WAIT_TEN_SECONDS" else 0)
                failed = word == "THROW_ERROR"
                answer = bpmn.CapabilityFailed(token, "ERR_CODE") if failed else bpmn.CapabilityReturned(token)
                self._later(running, after, answer)
            case bpmn.StartTimer(token, _, kind, value):
                # Dates of these files are long past or far away by a real engine's clock; a date is due at once.
                self._later(running, length(value) if kind == "duration" else timedelta(), bpmn.TimerFired(token))
            case bpmn.CallProcess(token, _, called):
                process = next((one for one in self.processes if one.id == called), None)
                if process is not None:
                    self._start(process, caller=(running, token))
                    return
                if self.called.get(called):
                    self.log.append(self.called[called])
                self._later(running, timedelta(), bpmn.ProcessReturned(token, called))
            case bpmn.Subscribe(token, _, kind, name):
                running.waits.setdefault(token, set()).add((kind, name))
            case bpmn.Unsubscribe(token):
                running.waits.pop(token, None)
            case bpmn.SendMessage(_, name):
                self._send(name)
            case bpmn.ThrowSignal(_, name):
                self._signal(running, name)
            case bpmn.RaiseIncident(_, _, code) if code == "ym:no-way-out":
                self.log.append("ERROR_runtime")

    def _send(self, name: str) -> None:
        for running in self.running:
            for token, kinds in list(running.waits.items()):
                if ("message", name) in kinds and running.state.token(token) is not None:
                    self._later(running, timedelta(), bpmn.MessageArrived(token, name))
                    return
        self._begin("message", name)

    def _signal(self, thrower: Running, name: str) -> None:
        for running in self.running:
            if running is not thrower and not running.state.done:
                self._take(running, bpmn.advance(running.process, running.state, bpmn.SignalCaught(name)))
        self._begin("signal", name)

    def _begin(self, kind: str, name: str) -> None:
        for process in self.processes:
            for node in process.inside.get("", ()):
                begins = isinstance(node, bpmn.StartEvent) or getattr(node, "instantiate", False)
                if begins and any((one.kind, one.name) == (kind, name) for one in bpmn.triggers_of(node)):
                    self._start(process, node.id)

    def _worked(self, running: Running, returned: bpmn.CapabilityReturned, node: Any) -> bpmn.CapabilityReturned:
        variables: dict[str, object] = {}
        for word in node.capability.split():
            if word.startswith("SCRIPT_"):
                self.log.append(word)
            elif word == "CREATE_MARKER_FILE":
                self.marked = True
            elif word.startswith("INCREMENT"):
                variables["integerVariable"] = running.state.variables["integerVariable"] + 1
                self.log += ["INCREMENT_correct"] * word.endswith("_AND_LOG")
            elif word == "SET_STRING_DATA":
                variables["data"] = "String"
            elif word == "LOG_DATA" and running.state.variables["data"] == "String":
                self.log.append("DATA_correct")
            elif word.startswith("CREATE_TIMESTAMP_LOG"):
                self._stamp(running, node.id)
        return bpmn.CapabilityReturned(returned.token, variables)

    def _stamp(self, running: Running, node: str) -> None:
        """Two such tasks were open at the same time when one ends while the other still waits."""
        others = (
            running.process.nodes[token.node] for token in running.state.tokens if token.waiting and token.node != node
        )
        if any("CREATE_TIMESTAMP_LOG" in getattr(other, "capability", "") for other in others):
            self.log.append("EXECUTION_parallel")


def length(value: str) -> timedelta:
    """A duration of ISO 8601 in virtual time; a month counts thirty days."""
    found = compile_expression(f'@"{value}"').evaluate({}).value
    if isinstance(found, YearsMonths):
        return timedelta(days=30 * found.months)
    return timedelta(microseconds=found.nanoseconds // 1000) if isinstance(found, DaysTime) else timedelta()


def deploy(xml: bytes) -> list[bpmn.Process]:
    """The executable processes of a file, in its order. Raises ``BpmnError`` when it is refused."""
    processes = bpmn.read_all(translated(xml))
    found = [one for process in processes for one in (*bpmn.law(process), *bpmn.expressions_of(process))]
    problems = [one for one in found if one.severity == "error"]
    if problems:
        raise bpmn.BpmnError("流程不合标准。", problems)
    return processes


def log_of(xml: bytes, case: dict[str, Any], name: str = "") -> list[str]:
    """The sorted log of one case; what fails as a whole is one line. ``name`` is the process that is begun."""
    wanted = [line for line in case["trace"] if line.startswith("ERROR")]
    try:
        processes = deploy(xml)
    except bpmn.BpmnError:
        return [wanted[0] if wanted and wanted[0] in ("ERROR", "ERROR_deployment") else "ERROR_deployment"]
    try:
        found = Run(processes, case, global_tasks(xml), name).finish()
    except bpmn.BpmnError:
        return ["ERROR_runtime"]
    return sorted("ERROR" if line.startswith("ERROR") and "ERROR" in wanted else line for line in found)


def refused(xml: bytes) -> bool:
    """Whether the file is not deployed."""
    try:
        deploy(xml)
    except bpmn.BpmnError:
        return True
    return False


def main(path: Path, *, verbose: bool = False) -> None:
    """Run every case and read every static file."""
    entries = json.loads((path / "expected.json").read_text(encoding="utf-8"))
    passed = cases = accepted = valid = 0
    for entry in entries:
        xml = (path / entry["file"]).read_bytes()
        to_be_refused = any("ERROR" in case["trace"] or "ERROR_deployment" in case["trace"] for case in entry["cases"])
        if not to_be_refused:
            valid += 1
            accepted += not refused(xml)
            if verbose and refused(xml):
                print("not accepted", entry["file"])
        for case in entry["cases"]:
            found = log_of(xml, case, Path(entry["file"]).stem)
            cases += 1
            passed += found == sorted(case["trace"])
            if verbose and found != sorted(case["trace"]):
                print("failed", entry["file"], case["input"], "expected", sorted(case["trace"]), "found", found)
    static = sorted((path / "bpmn_constraints").rglob("*.bpmn"))
    taken = [file for file in static if not refused(file.read_bytes())]
    for file in taken if verbose else ():
        print("not refused", file.relative_to(path))
    print(f"accepted {accepted} of {valid} valid processes")
    print(f"passed {passed} of {cases} cases; refused {len(static) - len(taken)} of {len(static)} static files")


if __name__ == "__main__":
    main(Path(sys.argv[1]), verbose="-v" in sys.argv[2:])
