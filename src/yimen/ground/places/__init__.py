"""Regions and organisations: where a service is given, by whom, when they are open, and which posts do the work.

Others use ``queries`` (``organisation_with``, ``organisation_at``, ``post``, ``streets``, ``villages``) and
``office.office_hours_of``.
"""
