"""Durable processes: the bridge from engines.bpmn to rows, tasks, timers and the worker.

An instance belongs to a subject (a case). It keeps the version of its definition until it ends.
Others use ``actions.start_process``, ``actions.complete_task``, ``queries`` and the ``Task`` model; a domain says with
``subjects.register`` what its processes may do: which capabilities there are, and how a decision is asked.
"""
