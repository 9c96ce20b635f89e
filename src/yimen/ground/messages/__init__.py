"""Notices to people: in-site at once, by SMS after the commit.

Two kinds: ``act`` (要您处理的) asks for something and is settled when that is done; ``know`` (知道就行) only tells.
Others use ``actions.notify`` (inside their own transaction), ``actions.settle``, ``actions.queue_sms`` for whoever has
no account, ``links`` (``Link``; ``config.wiring`` registers where each kind leads), ``ports`` (``SmsGateway``,
``Undeliverable``, ``plug_sms_gateway``), ``queries.unread_acts`` for the navigation, and ``models`` as types.
No mobile number and no text of a message stands in a log, in the outbox, or in the audit.
"""
