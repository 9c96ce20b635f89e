"""What the operations ask in common."""

from typing import Annotated

from ninja import Query
from pydantic import Field

from yimen.portals.api import paging

Cursor = Annotated[str, Field(max_length=300, description="上一页 next 或 cursor 里的值，原样带上")]
Limit = Annotated[int, Field(ge=1, le=paging.MOST, description="一页几条")]
FROM, COUNT = Query(""), Query(paging.LIMIT)
