"""How a thing people write becomes a key that registers agree on."""

import re
import unicodedata
from typing import Any

_DROPPED = re.compile(r"[\s,，。．.、()（）\-－—]+")


def register_key(value: Any) -> str:
    """The key of a text, or of an address ``{street, detail}``: half-width, no spaces or punctuation, capitals.

    ``桂花路 18 号`` in street 990181001 → ``990181001桂花路18号``.
    """
    if isinstance(value, dict):
        return f"{value.get('street', '')}{register_key(str(value.get('detail', '')))}"
    return _DROPPED.sub("", unicodedata.normalize("NFKC", str(value))).upper()
