"""Items as levels above and imported files list them, in the layout of the national exchange tables."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from yimen.domains.directory import queries as directory
from yimen.portals.api import paging, shapes
from yimen.portals.api.asked import COUNT, FROM, Cursor, Limit
from yimen.portals.api.told import absolute

router = Router(tags=["事项目录"])
Number = Annotated[int, Field(ge=1, le=2**63 - 1, description="目录里的号")]


@router.get("/items", response=shapes.ItemPage, url_name="items", operation_id="items", summary="事项目录，先列的在前")
def items(request: HttpRequest, cursor: Cursor = FROM, limit: Limit = COUNT) -> Any:
    found = list(directory.searchable(paging.number_after(cursor), limit + 1))
    page, following = paging.page_of(request, found, limit, lambda one: one.id)
    return {"items": [_row(request, one) for one in page], "next": following}


@router.get(
    "/items/{str:id}",
    response=shapes.ItemDetail,
    url_name="item",
    operation_id="item",
    summary="目录里的一项，按国家交换表的字段",
)
def item(request: HttpRequest, id: Number) -> Any:
    entry = directory.entry_at(id)
    (row,) = directory.searchable(id - 1, 1)
    effective = directory.effective(entry)
    record = directory.as_record(entry, effective)
    return {
        **_row(request, row),
        "record": record,
        "lacks": [one.words for one in directory.lacks_of(record)],
        "locked": directory.locked_fields(entry),
    }


def _row(request: HttpRequest, one: directory.Searchable) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "department": one.department,
        "region": one.region,
        "region_code": one.region_code,
        "type": one.type,
        "source": one.source,
        "is_sample": one.is_sample,
        "codes": list(one.codes),
        "self": absolute(request, "api:item", one.id),
        "page": absolute(request, "directory:item", one.id),
    }
