"""基础库: facts that public bodies hold about people, names, premises, trades, each with its source and time.

A fact that is not in a register is not known: it is neither true nor false. Every look-up names its purpose and leaves
a row of evidence.
Others use ``queries.look_up``, ``facts.gather`` and ``queries.options``.
"""
