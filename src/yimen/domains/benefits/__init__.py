"""行政给付: who is entitled to what from which month, what is paid each month, and always why.

A case that is granted opens an entitlement (``actions.open_entitlement``). Each month a list for payment is drawn up,
confirmed by a second person, and sent through ``ports.PaymentChannel``; a confirmed list never changes, what was wrong
is made good in the next. Once a year it is checked that the person is alive, by comparing data first. Whoever dies or
moves away is stopped from the month after, whoever cannot be found is suspended; both are told in writing.

The amount of a month and the grounds of a stop are the service's own rules of the version in force for that month;
which decisions these are, what the form calls the person, who pays, how often, by when and by which article stands in
service.yaml (``benefit`` and ``after``; read by ``terms`` and ``duties``). The right is the person's whom the
application names; who applied for somebody sees it too. It goes along with a move inside the region. Who reaches the
age soon is put before the own village without having applied (``candidates``).

Others use ``actions.open_entitlement``, ``queries``, ``access``, ``events``, ``models`` as types, and of ``ports``
``plug_payment_channel`` and ``plug_applied``. Listeners for the wiring: ``actions.pay_out.pay_out``,
``actions.tell.tell``, ``notices.NOTICES`` with their kinds of link; daily jobs for the schedule: ``jobs``.
"""
