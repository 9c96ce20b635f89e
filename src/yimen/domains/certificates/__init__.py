"""电子证照: certificates that a body issues, that their holder keeps, and that anyone can verify.

A certificate is a sealed PDF, its plain fields, and a status. Others use ``actions.issue``, ``actions.revoke``,
``queries.certificates_of`` and the public page under ``/verify/``.
"""
