"""事项: the services a city offers, each in published versions that never change.

A version holds the whole folder as it was published, with a fingerprint over its bytes. A case stays on its version.
Others use ``queries`` (find, list, definition) and ``models.Version`` as a foreign key.
"""
