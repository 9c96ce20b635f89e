"""Legal time of the city: what day it is here, and which days are worked.

``moment`` is the one place that reads the clock of the machine; everything else gets ``now`` passed in.
Moments are UTC, legal days are those of Asia/Shanghai. Holidays and make-up days are rows that staff may correct:
``actions.enter_order`` and ``actions.correct_day`` announce ``events.CalendarChanged``, so that open cases are counted
anew with the two calendars of ``queries.calendar_of``.

Others also use ``queries.working_calendar``, ``warning.unannounced_warning`` and ``receipt.received_day``.
"""
