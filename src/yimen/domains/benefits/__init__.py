"""行政给付: who is entitled to what from which month, what is paid each month, and always why.

A case that is granted opens an entitlement (``actions.open_entitlement``). Each month a list for payment is drawn up,
confirmed by a second person, and sent through ``ports.PaymentChannel``; a confirmed list never changes, what was wrong
is made good in the next. Once a year it is checked that the person is alive, by comparing data first. Whoever dies or
moves away is stopped from the month after, whoever cannot be found is suspended; both are told in writing.

The amount of a month and the grounds of a stop are the service's own rules (``month_amount`` and ``stops`` in
rules.dmn) of the version in force for that month.

Others use ``actions.open_entitlement``, ``queries``, ``access``, ``events``, ``models`` as types, and
``ports.plug_payment_channel``. Listeners for the wiring: ``actions.pay_out.pay_out``, ``actions.tell.tell``;
daily jobs for the schedule: ``jobs``.
"""
