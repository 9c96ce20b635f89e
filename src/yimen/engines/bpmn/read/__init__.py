"""BPMN 2.0 XML to a process. What is not implemented is refused by name, never skipped in silence.

Others use ``read`` and ``read_all``.
"""

from .file import read, read_all

__all__ = ["read", "read_all"]
