"""Numbers of cases, documents and certificates: unique, gapless within a transaction, readable.

Others use ``next_serial``, ``case_number`` and ``new_credit_code``.
"""
