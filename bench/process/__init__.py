"""How fast a durable step of a process is: ``make bench-process``.

``workload`` is the process and its forms, ``office`` the small subject on which our steps run, ``spiff`` SpiffWorkflow
on a database of the same kind, ``bare`` the rows of our steps written again without any engine, ``crowd`` a million
open instances, ``clerk`` a worker of its own on PostgreSQL, ``size`` weighs an instance, ``large`` is a process of 300
tasks, ``rounds`` takes CPU time in turns, ``__main__`` checks that all came to the same end and tells.
"""
