"""事项目录: the items that a higher level or another system lists for a region, before and beside the service folders.

An ``Entry`` is one item of one region. It comes from a ``Source`` (an imported file, a delivery from the province) and
is found again by its codes, so that importing again changes nothing. ``values`` is what the source says, ``own`` what
the city has completed; both are keyed by the names of the national exchange tables (``engines.service.exchange``).
The same basic code at country, province, city, district and street inherits field by field; a field that a level has
locked is not changed below. Every change is a ``Revision``, and revisions are only ever added.

Always true: an item is never listed twice in a region; a sample never overwrites what is real; nothing is deleted.

Others use ``queries`` (``entry_at``, ``record_at``, ``effective``, ``locked_fields``, ``searchable``), ``actions``
and ``ports`` (where the published service of an entry stands).
"""
