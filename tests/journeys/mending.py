"""What goes wrong in a city, done to its rows by its own program: a process stops where the machine could not go on.

Run as a program in the environment of the city: ``python -m tests.journeys.mending CASE ELEMENT``.
"""

import sys

import django


def stop_at(reference: str, node: str) -> None:
    """The process of a case has stopped, and in it this step has failed."""
    from django.db import transaction

    from yimen.engines import bpmn
    from yimen.ground.audit import SYSTEM
    from yimen.ground.calendar.moment import now
    from yimen.ground.processes.actions.stop import stop
    from yimen.ground.processes.carry_out import carry_out
    from yimen.ground.processes.locks import locked
    from yimen.ground.processes.queries import instance_of
    from yimen.ground.processes.store import Happened, load
    from yimen.ground.processes.subjects import subject_of

    found, moment = instance_of("case", reference), now()
    assert found is not None
    where = load(found).tokens[0].id
    stop(actor=SYSTEM, instance_id=found.pk, what="answer", token=where, error=OSError("disk"), now=moment)
    with transaction.atomic():
        instance, process = locked(found.pk), subject_of("case").definition(found.definition)
        before = load(instance)
        step = bpmn.move(process, before, where, node)
        carry_out(instance, process, before, step, Happened("TokenMoved", {}), moment)
        here = next(one.id for one in step.state.tokens if one.node == node)
        failed = bpmn.advance(process, step.state, bpmn.CapabilityFailed(here, "disk"))
        carry_out(instance, process, step.state, failed, Happened("CapabilityFailed", {}), moment)


if __name__ == "__main__":
    django.setup()
    stop_at(*sys.argv[1:])
