"""The operations, gathered. Each reads, checks nothing of its own, and answers in a shape of ``shapes``."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from pydantic import Field

from yimen.domains.catalogue import queries as catalogue
from yimen.engines import service as engine
from yimen.engines.service.schema import service_schema
from yimen.ground.errors import Fault, NotFound
from yimen.ground.files.response import download_response
from yimen.ground.places import queries as places
from yimen.portals.api import cpsv, items, paging, reports, shapes, told
from yimen.portals.api.asked import COUNT, FROM, Cursor, Limit
from yimen.portals.api.errors import BadParameters

Number = Annotated[int, Field(ge=1, le=2**31 - 1, description="第几版")]
_LD, _ANY = "application/ld+json", "application/octet-stream"


class Interface(NinjaAPI):
    """Refusals go on to the one place that knows status codes (``config.errors``)."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        if isinstance(exc, ValidationError):
            raise BadParameters([Fault(_place(one), str(one.get("msg", ""))) for one in exc.errors]) from exc
        raise exc

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        return reverse("api:index")

    def get_openapi_schema(self, **more: Any) -> Any:
        found = super().get_openapi_schema(**more)
        found["components"]["schemas"]["Problem"] = shapes.Problem.model_json_schema()
        for operations in found["paths"].values():
            for operation in operations.values():
                operation["responses"] |= {code: _refusal(code) for code in _codes(operation)}
        return found


def _place(error: dict[str, Any]) -> str:
    return ".".join(str(one) for one in error.get("loc", ()) if one not in ("query", "path"))


def _codes(operation: dict[str, Any]) -> list[str]:
    asked = bool(operation.get("parameters"))
    named = any(one["in"] == "path" for one in operation.get("parameters", []))
    return ["400", *(["404"] if named else []), *(["422"] if asked else []), "429"]


def _refusal(code: str) -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": _REFUSALS[code], "content": {"application/problem+json": schema}}


_REFUSALS = {
    "400": "地址里有不能用的符号",
    "404": "没有这一项",
    "422": "参数不对，errors 里逐个说",
    "429": "问得太频繁，Retry-After 说等几秒",
}

interface = Interface(
    title="一门 开放接口",
    version="1",
    description="城市公开的事项、版本、机构和数据格式。只读，不用登记。出错时回答问题对象（RFC 9457）。",
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)


@interface.get("/", response=shapes.Index, url_name="index", operation_id="index", summary="有哪些接口", tags=["入口"])
def index(request: HttpRequest) -> Any:
    links = {
        "services": ("事项", "api:services"),
        "changes": ("变化", "api:changes"),
        "bodies": ("机构", "api:bodies"),
        "items": ("事项目录，国家交换表的字段", "api:items"),
        "burden": ("办事负担", "api:burden"),
        "freshness": ("多久没核对", "api:freshness"),
        "lacks": ("缺什么", "api:lacks"),
        "downloads": ("表格下载", "api:downloads"),
        "schemas": ("数据格式", "api:schemas"),
        "cpsv": ("事项，JSON-LD（CPSV-AP）", "api:cpsv"),
        "openapi": ("接口说明（OpenAPI 3.1）", "api:openapi-json"),
    }
    found = {key: {"title": title, "href": told.absolute(request, name)} for key, (title, name) in links.items()}
    return {"title": interface.title, "links": found}


@interface.get(
    "/services",
    response=shapes.ServicePage,
    url_name="services",
    operation_id="services",
    summary="全部事项，按短名排",
    tags=["事项"],
)
def services(
    request: HttpRequest,
    cursor: Cursor = FROM,
    limit: Limit = COUNT,
) -> Any:
    found = catalogue.after(paging.text_after(cursor), limit + 1)
    page, following = paging.page_of(request, found, limit, lambda one: one.item.slug)
    return {"items": [told.service_row(request, one) for one in page], "next": following}


@interface.get(
    "/services/{slug:slug}",
    response=shapes.ServiceDetail,
    url_name="service",
    operation_id="service",
    summary="一个事项的办事指南",
    tags=["事项"],
)
def service(request: HttpRequest, slug: shapes.Slug) -> Any:
    return told.service_detail(request, catalogue.current_version(slug))


@interface.get(
    "/services/{slug:slug}/versions",
    response=shapes.VersionList,
    url_name="versions",
    operation_id="versions",
    summary="一个事项的全部版本，新的在前",
    tags=["版本"],
)
def versions(request: HttpRequest, slug: shapes.Slug) -> Any:
    return {"items": [told.version_row(request, one) for one in reversed(catalogue.versions_of(slug))]}


@interface.get(
    "/services/{slug:slug}/versions/{str:version}",
    response=shapes.VersionDetail,
    url_name="version",
    operation_id="version",
    summary="一个版本和它的全部文件",
    tags=["版本"],
)
def version_of(request: HttpRequest, slug: shapes.Slug, version: Number) -> Any:
    found, folder = _version(slug, version)
    return {**told.version_row(request, found), "files": told.file_rows(request, found, folder)}


@interface.get(
    "/services/{slug:slug}/versions/{str:version}/files/{path:path}",
    url_name="file",
    operation_id="file",
    summary="一个文件，和发布时一字不差",
    tags=["版本"],
    openapi_extra={
        "responses": {200: {"description": "文件", "content": {"application/octet-stream": {"schema": {}}}}}
    },
)
def file(request: HttpRequest, slug: shapes.Slug, version: Number, path: str) -> Any:
    content = _version(slug, version)[1].files.get(path)
    if content is None:
        raise NotFound("这个版本里没有这个文件", "文件的名字见这个版本的 files。")
    return download_response(path.rsplit("/", 1)[-1], content)


@interface.get(
    "/changes",
    response=shapes.ChangePage,
    url_name="changes",
    operation_id="changes",
    summary="从某处以来发布了什么，旧的在前",
    tags=["版本"],
)
def changes(
    request: HttpRequest,
    cursor: Cursor = FROM,
    limit: Limit = COUNT,
) -> Any:
    after = paging.number_after(cursor)
    found = catalogue.published_after(after, limit + 1)
    page = found[:limit]
    last = page[-1].pk if page else after
    items = [told.version_row(request, one) for one in page]
    return {"items": items, "cursor": paging.cursor_of(last), "more": len(found) > limit}


@interface.get(
    "/bodies",
    response=shapes.BodyPage,
    url_name="bodies",
    operation_id="bodies",
    summary="机构，按统一社会信用代码排",
    tags=["机构"],
)
def bodies(
    request: HttpRequest,
    cursor: Cursor = FROM,
    limit: Limit = COUNT,
) -> Any:
    found = places.organisations_after(paging.text_after(cursor), limit + 1)
    page, following = paging.page_of(request, found, limit, lambda one: one.code)
    return {"items": [told.body_row(one) for one in page], "next": following}


_SCHEMAS = {"service": ("service.yaml", service_schema)}


@interface.get(
    "/schemas",
    response=shapes.SchemaList,
    url_name="schemas",
    operation_id="schemas",
    summary="数据格式",
    tags=["数据格式"],
)
def schemas(request: HttpRequest) -> Any:
    rows = [
        {"name": name, "title": title, "href": told.absolute(request, "api:schema", name)}
        for name, (title, _) in _SCHEMAS.items()
    ]
    return {"items": rows}


@interface.get(
    "/schemas/{slug:format}",
    response=shapes.Anything,
    url_name="schema",
    operation_id="schema",
    summary="一种数据格式（JSON Schema 2020-12）",
    tags=["数据格式"],
)
def schema_of(request: HttpRequest, format: str) -> Any:
    if format not in _SCHEMAS:
        raise NotFound("没有这种数据格式", "有哪些见 /api/v1/schemas。")
    return _SCHEMAS[format][1]()


@interface.get(
    "/cpsv",
    url_name="cpsv",
    operation_id="cpsv",
    summary="事项，JSON-LD（CPSV-AP）",
    tags=["JSON-LD"],
    openapi_extra={"responses": {200: {"description": "JSON-LD", "content": {_LD: {"schema": {"type": "object"}}}}}},
)
def cpsv_all(
    request: HttpRequest,
    cursor: Cursor = FROM,
    limit: Limit = COUNT,
) -> HttpResponse:
    found = catalogue.after(paging.text_after(cursor), limit + 1)
    page, following = paging.page_of(request, found, limit, lambda one: one.item.slug)
    bodies = places.organisations_by_role()
    graph = [cpsv.public_service(told.service_row(request, one), catalogue.definition(one), bodies) for one in page]
    answer = _linked(request, cpsv.document(graph))
    if following is not None:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return answer


@interface.get(
    "/services/{slug:slug}/cpsv",
    url_name="service-cpsv",
    operation_id="service-cpsv",
    summary="一个事项，JSON-LD（CPSV-AP）",
    tags=["JSON-LD"],
    openapi_extra={"responses": {200: {"description": "JSON-LD", "content": {_LD: {"schema": {"type": "object"}}}}}},
)
def cpsv_one(request: HttpRequest, slug: shapes.Slug) -> HttpResponse:
    found = catalogue.current_version(slug)
    row, bodies = told.service_row(request, found), places.organisations_by_role()
    return _linked(request, cpsv.document([cpsv.public_service(row, catalogue.definition(found), bodies)]))


def _linked(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    return HttpResponse(interface.renderer.render(request, document, response_status=200), content_type=_LD)


def _version(slug: str, number: int) -> tuple[Any, engine.Service]:
    found = catalogue.version_of(slug, number)
    return found, catalogue.definition(found)


interface.add_router("", items.router)
interface.add_router("", reports.router)
