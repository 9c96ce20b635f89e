"""SpiffWorkflow with a database: read the instance, let it go on, write it back, in a transaction for each step.

Its specification is parsed once. Journal and durability of the database are those of the product's settings.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from bench.process.workload import FORMS, LICENCE, ORDER, xml


class Spiff:
    """Instances in one table, ``state`` being what the library's serializer writes."""

    def __init__(self, path: Path, pragmas: str, instances: int) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(xml("amount &lt; 5000", "python", 'licence = "L-" + str(amount)')))
        self._specification = parser.get_spec("permit")
        self._serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
        self._each = instances
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(pragmas)
        self._database.execute("CREATE TABLE instance (id integer PRIMARY KEY, state text, status text)")

    def round(self, turn: int) -> Iterable[Callable[[], object]]:
        """All steps of the instances of a round."""
        numbers = range(turn * self._each, (turn + 1) * self._each)
        self._open(numbers)
        for _ in ORDER:
            yield from (partial(self._step, number) for number in numbers)
        self._check(numbers)

    def close(self) -> None:
        self._database.close()

    def _open(self, numbers: range) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        for number in numbers:
            workflow = BpmnWorkflow(self._specification)
            workflow.do_engine_steps()
            told = (number, self._serializer.serialize_json(workflow), "running")
            self._database.execute("INSERT INTO instance VALUES (?, ?, ?)", told)
        self._database.execute("COMMIT")

    def _step(self, number: int) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        (state,) = self._database.execute("SELECT state FROM instance WHERE id = ?", (number,)).fetchone()
        workflow = self._serializer.deserialize_json(state)
        task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
        task.data.update(FORMS[task.task_spec.name])
        task.run()
        workflow.do_engine_steps()
        told = (self._serializer.serialize_json(workflow), "done" if workflow.completed else "running", number)
        self._database.execute("UPDATE instance SET state = ?, status = ? WHERE id = ?", told)
        self._database.execute("COMMIT")

    def _check(self, numbers: range) -> None:
        for number in numbers:
            row = self._database.execute("SELECT state, status FROM instance WHERE id = ?", (number,)).fetchone()
            licence = self._serializer.deserialize_json(row[0]).data.get("licence")
            if (licence, row[1]) != (LICENCE, "done"):
                raise RuntimeError(f"SpiffWorkflow's instance {number} ended as {row[1]} with {licence}")
