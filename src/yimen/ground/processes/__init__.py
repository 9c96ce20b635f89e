"""Durable processes: the bridge from engines.bpmn to rows, tasks, timers and the worker.

An instance belongs to a subject (a case). It keeps the version of its definition until it ends. A task waits for a
post, or for the applicant where it has none; an officer claims it before working on it. A step that failed is a task
too (an incident): nothing is stuck in silence. A light is three days on the task, set by the subject's clock.

Others use ``actions`` (start, complete_task, claim, release, retry, cancel, reschedule), ``queries`` and the ``Task``
model; a domain says with ``subjects.register`` what its processes may do: which capabilities there are, how a decision
is asked, whose a post is, which clock runs.
"""
