"""Watching: where a process stands, how it came there and how long it waited; and how long its steps take at all.

Others use ``read.watched`` (one instance: elements, stays, lines of history), ``figures.figures`` and
``figures.standing`` (all instances of a service: who waits where, median, nine of ten, late) and ``words``.
Everything comes from rows that are written anyway: nothing is counted twice, and nothing is sampled by hand.
"""
