"""Legal documents (文书) and other papers: printed from a template, sealed by a body, kept with their hash.

Others use ``render`` (data → PDF), ``glyphs.missing_glyphs``, ``qr.qr_svg``, ``kinds`` (which documents exist),
``ports`` (``SealPort``, ``plug_seal``, ``seal_port``), ``check.check_seals``, ``actions.make.make_document``,
``queries.documents_of`` and ``models.Document``. A document is never changed and never deleted;
a wrong one is followed by another that says so.
"""
