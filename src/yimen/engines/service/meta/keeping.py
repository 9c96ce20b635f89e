"""How long what was handed in is kept."""

from typing import TypedDict

from yimen.engines.service.meta.words import Src


class Retention(TypedDict):
    """保管期限 of files after a case has ended: so many whole years, or ``permanent``, and the rule that says so."""

    years: int | str
    basis: str
    src: Src
