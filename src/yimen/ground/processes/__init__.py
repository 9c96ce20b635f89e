"""Durable processes: the bridge from engines.bpmn to rows, tasks, timers and the worker.

Where an instance stands is rows of its own, written in the transaction of the step with the event that says what
happened (``store``). An instance belongs to a subject (a case). It keeps the version of its definition until it ends.
A task waits for a post, or for the applicant where it has none; an officer claims it before working on it. A step that
failed is a task too (an incident): nothing is stuck in silence. A light is three days on the task, set by the
subject's clock.

A process may call others (BPMN call activities): its domain makes a subject for each, which runs by itself, and where
it ended comes back through the outbox, once. A caller that ends calls off what still runs.

An instance that no attempt of the worker brings on stops alone, until an operator has mended it (``repairs``); all that
run on one version can be brought to another (``migrating``).

Processes tell each other (``letters``): a message goes to the one who waits for it by a key, now or later, a signal to
all who wait; the worker brings them, each once.

Others use ``actions`` (start, send, tell_facts, complete_task, claim, release, retry, cancel, reschedule), ``queries``
and the ``Task`` model; a domain says with ``subjects.register`` what its processes may do: which capabilities there
are, how a decision is asked, whose a post is, which clock runs, what a call makes and how it is called off, how the
subject goes along to another version, what a message begins.
"""
