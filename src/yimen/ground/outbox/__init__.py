"""Facts announced in a transaction and delivered after it, at least once, to each listener apart.

Others use ``announce`` inside an action. ``config.wiring`` says who listens to what with ``listen``;
the worker calls ``deliver_due``. One row per event and listener: a listener that fails is tried again
without disturbing the others. Of one that fails for good a listener may tell a person (``gave_up``); what nobody was
told of stands before the operators, who ask for it again (``undelivered``).
"""
