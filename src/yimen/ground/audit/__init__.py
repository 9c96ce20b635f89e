"""Who did what, when, on whose authority: rows that are only ever added.

Others use ``Actor`` (every action takes one) and ``record``. A database trigger refuses changes and deletions,
so that a row cannot be altered by way of the ORM, a shell or a mistake.
"""

from yimen.ground.audit.actor import SYSTEM, Actor

__all__ = ["SYSTEM", "Actor"]
