from collections.abc import Mapping
from typing import Any


def is_at_once(meta: Mapping[str, Any]) -> bool:
    """Whether complete papers are decided on the spot (行政许可法第三十四条第二款): the promise is no day.

    What such a matter is called (即办件) stands in the code table 办件类型; the quality rules hold both together.
    """
    return bool(meta["limits"]["promised"]["value"] == 0)
