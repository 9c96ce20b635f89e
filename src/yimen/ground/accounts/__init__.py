"""People, legal entities, mandates, and how they sign in.

An account is a way in; a person is somebody with an identity document. One account may have no person yet
(a fresh mobile number), and rights hang on the assurance level of the session, not on the account alone.
Others use ``models`` as foreign-key targets, ``actions``, and the marks in ``gate`` that say who may open a page.
"""
