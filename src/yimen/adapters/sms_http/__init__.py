"""A city's SMS gateway over HTTPS.

One call for each message, ``POST`` to the address in ``settings.YIMEN_SMS_URL``::

    Authorization: Bearer <settings.YIMEN_SMS_KEY>
    Idempotency-Key: "<reference>"
    Content-Type: application/json

    {"mobile": "15400000001", "text": "……", "reference": "<reference>"}

The header is that of the IETF draft *The Idempotency-Key HTTP Header Field*; the reference stands in the body too, for
gateways that read only that. Answers: ``2xx`` taken, also when this reference was taken before; ``400``, ``404``,
``410`` and ``422`` never (the number cannot be reached); everything else, a redirect or a cut line included: not now.
Gateways with another protocol (CMPP, a provider's signed form) get an adapter of their own beside this one.
"""
