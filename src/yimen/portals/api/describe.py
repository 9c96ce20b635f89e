"""The interface described for people, from its own OpenAPI document: one page, nothing fetched from elsewhere."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.ground.accounts import gate
from yimen.portals.api.interface import interface

Found = dict[str, Any]
_KINDS = {"string": "文字", "integer": "整数", "boolean": "是或否", "array": "列表", "object": "对象", "null": "空"}
# What stands deeper is told by the published schema.
_DEPTH = 2


@gate.public
@require_safe
def describe(request: gate.Visit) -> HttpResponse:
    document = interface.get_openapi_schema(path_params={})
    page = {
        "nav": "",
        "info": document["info"],
        "groups": _groups(document),
        "problem": list(_properties(document["components"]["schemas"]["Problem"], document)),
        "base": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "api/describe.html", page)


def _groups(document: Mapping[str, Any]) -> list[Found]:
    found: dict[str, list[Found]] = {}
    for path, operations in document["paths"].items():
        told = operations["get"]
        found.setdefault(told["tags"][0], []).append(_operation(path, told, document))
    return [{"name": name, "operations": operations} for name, operations in found.items()]


def _operation(path: str, told: Mapping[str, Any], document: Mapping[str, Any]) -> Found:
    parameters = [
        {
            "name": one["name"],
            "where": {"path": "地址里", "query": "问号后"}[one["in"]],
            "kind": _kind(one["schema"]),
            "text": one["schema"].get("description") or one.get("description", ""),
            "usual": one["schema"].get("default", ""),
        }
        for one in told.get("parameters", [])
    ]
    return {
        "id": told["operationId"],
        "path": path,
        "summary": told["summary"],
        "parameters": parameters,
        "answer": list(_answer(told, document)),
        "refusals": [
            {"code": code, "text": one["description"]} for code, one in told["responses"].items() if str(code) != "200"
        ],
    }


def _answer(told: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Found]:
    answers = {str(code): one for code, one in told["responses"].items()}
    for media, one in answers.get("200", {}).get("content", {}).items():
        if media == "application/json":
            yield from _properties(one["schema"], document)


def _properties(schema: Mapping[str, Any], document: Mapping[str, Any], depth: int = 0) -> Iterator[Found]:
    """The fields of an answer, those inside another indented, to a depth that a person can survey."""
    schema = _found(schema, document)
    for name, one in schema.get("properties", {}).items():
        inner = _found(one, document)
        yield {"name": name, "depth": depth, "kind": _kind(inner), "text": one.get("description") or _word(inner)}
        deeper = inner.get("items", inner)
        # The guide of a service is told by the schema that is published.
        if depth + 1 < _DEPTH and "$ref" in {**one, **deeper}:
            yield from _properties(deeper, document, depth + 1)


def _found(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found


def _word(schema: Mapping[str, Any]) -> str:
    """Descriptions of shapes are for programmers of the product; those of fields are for readers."""
    return str(schema.get("format", "")).replace("date-time", "时刻，ISO 8601").replace("date", "日期")


def _kind(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return "或".join(_kind(one) for one in schema["anyOf"])
    return _KINDS.get(str(schema.get("type", "object")), "任意")
