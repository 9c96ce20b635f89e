"""Numbers of cases, documents and certificates: unique, gapless within a transaction, readable.

Others use ``next_serial``, ``serial_for``, ``case_number``, ``new_credit_code``, ``new_food_licence_number`` and
``new_plain_number``.
"""
