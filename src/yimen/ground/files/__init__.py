"""Uploaded material: checked, kept, given out again only to those whom a page has let in, destroyed when it must go.

Others use ``actions.keep``, ``actions.destroy`` (what was never handed in), ``actions.order_destruction`` and
``carry_out_destruction`` (what is over its period), ``models.StoredFile`` (``read``, ``is_gone``), ``queries``
(``files_of``, ``pages_of``, ``to_destroy``), ``response`` (``file_response``, ``page_response``) and the errors; for
uploads that come in parts ``actions.begin_incoming``, ``add_part``, ``finish_incoming``, ``drop_incoming`` and
``incoming.received``.

What is kept is always one of PDF, JPEG, PNG and WebP, told by its content and really opened; pictures lose what the
camera wrote about place and device; a PDF stays as it is, byte by byte,
because it may be sealed. No file has an address on the web.
"""
