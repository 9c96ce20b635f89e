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
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

from yimen.engines import bpmn
from yimen.engines.feel import DaysTime, YearsMonths, compile_expression

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
YM = "{urn:yimen:bpmn:1}"
_CONTAINS = re.compile(r'(!?)test\.contains\("(\w+)"\)')
WORDS = frozenset(
    {
        *("CREATE_LOG_FILE", "CREATE_MARKER_FILE", "SET_STRING_DATA", "LOG_DATA", "THROW_ERROR", "WAIT_TEN_SECONDS"),
        *("INCREMENT_INTEGER_VARIABLE", "INCREMENT_INTEGER_VARIABLE_AND_LOG"),
        *("CREATE_TIMESTAMP_LOG_1", "CREATE_TIMESTAMP_LOG_2"),
        *(f"SCRIPT_task{number}" for number in range(1, 6)),
    }
)
# Incidents of tokens that wait for others that do not come: nothing failed.
WAITING = ("ym:join-stuck", "ym:gathering")
# What a case starts with, and the data object of the suite.
VARIABLES = ("test", "integerVariable", "data")
_EXPRESSIONS = {
    f"{BPMN}{name}"
    for name in (
        *("conditionExpression", "condition", "loopCondition", "loopCardinality", "completionCondition"),
        "activationCondition",
    )
}


def translated(xml: bytes) -> bytes:
    """The file with script words as capabilities and conditions as FEEL."""
    try:
        root = fromstring(xml)
    except ParseError:
        # The reader says what is wrong with it.
        return xml
    for element in root.iter():
        if element.tag == f"{BPMN}scriptTask" and _is_of_words(element):
            _as_service(element)
        elif element.tag in _EXPRESSIONS:
            element.text = _as_feel(element.text or "")
            # What is translated is no longer what the file calls it; all else stays in the language of the file.
            element.set("language", "FEEL")
    return tostring(root)


def _as_feel(text: str) -> str:
    # One file of the suite has a ">" left over behind its condition.
    found = _CONTAINS.sub(
        r'\1contains(test, "\2")', text.strip().removesuffix(")>") + ")" * text.strip().endswith(")>")
    )
    found = re.sub(r"!(contains\([^)]*\))", r"not(\1)", found)
    return re.sub(r"^\$\{(.*)\}$", r"\1", found)


def _is_of_words(element: Element) -> bool:
    """Whether a script holds nothing but words that the suite explains: another is code of who knows what language."""
    return all(word in WORDS for child in element.findall(f"{BPMN}script") for word in (child.text or "").split())


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
    kept: list[str] = field(default_factory=list)

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
        for _ in range(1 if main.entries("") else _times(main, begins[0])):
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
        # What a step waits for stands ready before anybody hears what it sends.
        for effect in sorted(step.effects, key=lambda one: isinstance(one, bpmn.SendMessage | bpmn.ThrowSignal)):
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
                if kind == "message" and name in self.kept:
                    self.kept.remove(name)
                    self._later(running, timedelta(), bpmn.MessageArrived(token, name))
            case bpmn.Unsubscribe(token):
                running.waits.pop(token, None)
            case bpmn.SendMessage(_, name):
                self._send(name)
            case bpmn.ThrowSignal(_, name):
                self._signal(running, name)
            case bpmn.RaiseIncident(_, _, code) if code not in WAITING:
                self.log.append("ERROR_runtime")

    def _send(self, name: str) -> None:
        for running in self.running:
            for token, kinds in list(running.waits.items()):
                if ("message", name) in kinds and running.state.token(token) is not None:
                    self._later(running, timedelta(), bpmn.MessageArrived(token, name))
                    return
        if not self._begin("message", name):
            # The process beside it may be quicker than the one that will wait.
            self.kept.append(name)

    def _signal(self, thrower: Running, name: str) -> None:
        for running in self.running:
            if running is not thrower and not running.state.done:
                self._take(running, bpmn.advance(running.process, running.state, bpmn.SignalCaught(name)))
        self._begin("signal", name)

    def _begin(self, kind: str, name: str) -> bool:
        found = [
            (process, node.id)
            for process in self.processes
            for node in process.beginnings
            if any((one.kind, one.name) == (kind, name) for one in bpmn.triggers_of(node))
        ]
        for process, at in found:
            self._start(process, at)
        return bool(found)

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


def _times(process: bpmn.Process, start: str) -> int:
    """How often a start event begins an instance: a timer that repeats does so several times."""
    timers = [one.timer for one in bpmn.triggers_of(process.nodes[start]) if one.timer is not None]
    repeats = re.match(r"R(\d+)/", timers[0].text) if timers else None
    return int(repeats[1]) if repeats else 1


def length(value: str) -> timedelta:
    """A duration of ISO 8601 in virtual time; a month counts thirty days."""
    found = compile_expression(f'@"{value}"').evaluate({}).value
    if isinstance(found, YearsMonths):
        return timedelta(days=30 * found.months)
    return timedelta(microseconds=found.nanoseconds // 1000) if isinstance(found, DaysTime) else timedelta()


def deploy(xml: bytes) -> list[bpmn.Process]:
    """The executable processes of a file, in its order. Raises ``BpmnError`` when it is refused."""
    processes = bpmn.read_all(translated(xml))
    found = [one for process in processes for one in (*bpmn.law(process), *bpmn.expressions_of(process, VARIABLES))]
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
