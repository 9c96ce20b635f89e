"""政务标准库: code tables, fields of exchange, questions of forms, names of papers and rules of quality, in versions.

A version holds the bytes of its ``standard.yaml`` with their fingerprint and is never changed. On each day one version
of a standard is in force: the highest that has begun, unless it has ended. The linter asks the rules in force when a
service is published; importers and pages read code tables from here: nothing of the kind is written in programs.

Others use ``queries`` (library, codes, current, versions) and ``actions.publish``.
"""
