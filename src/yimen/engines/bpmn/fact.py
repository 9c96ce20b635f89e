"""A value that nobody changes, made at the price of an open one.

A frozen dataclass sets each of its fields the long way round, which makes a token of ten fields five times as dear, and
a step makes dozens of them. So the type checker forbids to change one, and at run time nobody pays for it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as fact
else:
    from dataclasses import dataclass

    def fact(*, frozen: bool, slots: bool):
        """As ``dataclass(frozen=True, slots=True)``: compared and hashed by what it holds."""
        return dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ["fact"]
