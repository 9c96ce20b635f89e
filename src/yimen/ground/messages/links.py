"""Where a notice leads: a kind and a reference here, an address only when the page is drawn.

A notice outlives addresses, and what it points at lies further right in the product (a case, a benefit): ``wiring``
registers for each kind the function that knows the address.
"""

from collections.abc import Callable
from dataclasses import dataclass

_ADDRESSES: dict[str, Callable[[str], str]] = {}


@dataclass(frozen=True, slots=True)
class Link:
    """What a notice is about, by kind and reference: ``Link("case", "YX20261120-00001")``."""

    kind: str
    reference: str


def register(kind: str, address: Callable[[str], str]) -> None:
    """Say where links of a kind lead; ``address`` gets the reference. A kind has one address."""
    if kind in _ADDRESSES:
        raise ValueError(f"two addresses for links of the kind {kind}")
    _ADDRESSES[kind] = address


def link(kind: str, reference: str) -> str:
    """The address, or "" when this installation knows no page for the kind."""
    address = _ADDRESSES.get(kind)
    return address(reference) if address else ""
